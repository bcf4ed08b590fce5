//! Compares operations, with their parameters, bodies and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    base_path::{base_path, server_path},
    bodies,
    difference::{Difference, Differences, Finding, listed},
    document::Document,
    operation::{Operation, operations},
    parameters,
    rules::Change,
    schemas::SchemaComparison,
};
use crate::Error;

/// The result of a comparison.
pub struct Comparison {
    /// The differences in the bound operations, breaking ones first.
    pub differences: Vec<Difference>,
    /// The base path of the upstream operations, which the paths in the differences do not have.
    pub base_path: String,
    /// The number of bound operations.
    pub bound: usize,
    /// The number of upstream operations that are not bound, by tag.
    pub unbound: BTreeMap<String, usize>,
}

/// Compares our description with an upstream one.
///
/// # Errors
/// If a reference in a compared part has no target.
pub fn compare(ours: &Document, upstream: &Document) -> Result<Comparison, Error> {
    let ours = operations(ours, "")?;
    let server_path = server_path(upstream);
    let mut upstream = operations(upstream, &server_path)?;
    let base_path = base_path(&ours, &upstream, server_path);
    for operation in &mut upstream {
        operation.strip(&base_path);
    }
    let mut differences = Differences::default();
    let mut bound = BTreeSet::new();
    for operation in &ours {
        let Some(counterpart) = counterpart(operation, &upstream) else {
            differences.add_whole(gone(operation), &operation.id());
            continue;
        };
        bound.insert(counterpart.title());
        compare_operation(operation, counterpart, &mut differences)?;
    }
    let bound_tags: BTreeSet<&str> = ours.iter().flat_map(Operation::tags).collect();
    let mut unbound = BTreeMap::new();
    for operation in upstream.iter().filter(|operation| !bound.contains(&operation.title())) {
        *unbound.entry(operation.tag()).or_insert(0) += 1;
        if operation.tags().iter().any(|tag| bound_tags.contains(tag)) {
            differences.add_whole(added(operation), &operation.id());
        }
    }
    Ok(Comparison { differences: differences.into_sorted(), base_path, bound: ours.len(), unbound })
}

/// Returns the upstream operation with the same route, or with the same name.
fn counterpart<'o, 'a>(
    operation: &Operation<'_>,
    upstream: &'o [Operation<'a>],
) -> Option<&'o Operation<'a>> {
    let route = operation.route();
    let same_route = upstream.iter().find(|candidate| candidate.route() == route);
    same_route.or_else(|| {
        let name = operation.node.text("operationId")?;
        upstream.iter().find(|candidate| candidate.node.text("operationId") == Some(name))
    })
}

fn gone(operation: &Operation<'_>) -> Finding {
    Finding {
        change: Change::OperationRemoved,
        subject: operation.title(),
        message: "is gone".to_owned(),
        ours: Some(operation.node.pointer.clone()),
        upstream: None,
        values: (None, None),
    }
}

fn added(operation: &Operation<'_>) -> Finding {
    let deprecated = if operation.node.flag("deprecated") { ", and deprecated" } else { "" };
    let called = operation.node.text("operationId").map(|name| format!(" (`{name}`)"));
    Finding {
        change: Change::OperationAdded,
        subject: operation.title(),
        message: format!("is not bound{deprecated}{}", called.unwrap_or_default()),
        ours: None,
        upstream: Some(operation.node.pointer.clone()),
        values: (None, None),
    }
}

fn compare_operation(
    ours: &Operation<'_>,
    upstream: &Operation<'_>,
    differences: &mut Differences,
) -> Result<(), Error> {
    let id = ours.id();
    compare_names(ours, upstream, differences);
    let mut schemas = SchemaComparison::new(differences, &id);
    parameters::compare(ours, upstream, &ours.title(), &mut schemas)?;
    bodies::compare_requests(ours, upstream, &mut schemas)?;
    bodies::compare_responses(ours, upstream, &mut schemas)
}

fn compare_names(ours: &Operation<'_>, upstream: &Operation<'_>, differences: &mut Differences) {
    let mut add = |change, message: String, from: Value, to: Value| {
        let finding = Finding {
            change,
            subject: ours.title(),
            message,
            ours: Some(ours.node.pointer.clone()),
            upstream: Some(upstream.node.pointer.clone()),
            values: (Some(from), Some(to)),
        };
        differences.add_whole(finding, &ours.id());
    };
    if ours.route() != upstream.route() {
        let (from, to) = (ours.title(), upstream.title());
        add(Change::OperationMoved, format!("is now {to}"), json!(from), json!(to));
    }
    let (from, to) = (ours.node.text("operationId"), upstream.node.text("operationId"));
    if let (Some(from), Some(to)) = (from, to)
        && from != to
    {
        let message = format!("is called `{to}`, and no longer `{from}`");
        add(Change::OperationRenamed, message, json!(from), json!(to));
    }
    let (from, to) = (ours.tags(), upstream.tags());
    if from != to {
        let message = format!("is tagged {}, and no longer {}", listed(&to), listed(&from));
        add(Change::OperationTags, message, json!(from), json!(to));
    }
    let (from, to) = (ours.node.flag("deprecated"), upstream.node.flag("deprecated"));
    if from != to {
        let message = if to { "is deprecated" } else { "is no longer deprecated" };
        add(Change::Deprecation, message.to_owned(), json!(from), json!(to));
    }
}
