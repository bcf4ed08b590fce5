//! Compares request bodies and responses.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    difference::listed,
    document::Node,
    operation::Operation,
    rules::{Change, Direction},
    schemas::{Place, SchemaComparison},
};
use crate::Error;

/// Compares the request bodies of an operation.
pub(super) fn compare_requests(
    ours: &Operation<'_>,
    upstream: &Operation<'_>,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let (from, to) = (ours.request_body()?, upstream.request_body()?);
    let subject = format!("{}, request body", ours.title());
    let required =
        |node: &Option<Node<'_>>| node.as_ref().is_some_and(|node| node.flag("required"));
    if from.is_some() && to.is_some() && required(&from) != required(&to) {
        let (change, message) = if required(&to) {
            (Change::NowRequired, "is required")
        } else {
            (Change::NowOptional, "is no longer required")
        };
        schemas.add(change, &subject, message, (from.as_ref(), to.as_ref()), Direction::Sent);
    }
    compare_contents(&subject, (from.as_ref(), to.as_ref()), Direction::Sent, schemas)
}

/// Compares the statuses and the bodies of the responses of an operation.
pub(super) fn compare_responses(
    ours: &Operation<'_>,
    upstream: &Operation<'_>,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let (from, to) = (Responses::of(ours)?, Responses::of(upstream)?);
    compare_successes(&ours.title(), &from, &to, schemas)?;

    for (status, response) in &from.errors {
        let subject = format!("{}, status {status}", ours.title());
        match to.errors.get(status) {
            Some(counterpart) => {
                let pair = (Some(response), Some(counterpart));
                compare_contents(&subject, pair, Direction::ReceivedRaw, schemas)?;
            }
            None => {
                let places = (Some(response), None);
                let change = Change::ErrorStatusRemoved;
                schemas.add(change, &subject, "is gone", places, Direction::Received);
            }
        }
    }
    for (status, response) in &to.errors {
        if !from.errors.contains_key(status) {
            let subject = format!("{}, status {status}", ours.title());
            let places = (None, Some(response));
            schemas.add(Change::ErrorStatusAdded, &subject, "is new", places, Direction::Received);
        }
    }
    Ok(())
}

/// The responses of an operation, by status.
struct Responses<'a> {
    node: Node<'a>,
    successes: BTreeMap<String, Node<'a>>,
    errors: BTreeMap<String, Node<'a>>,
}

impl<'a> Responses<'a> {
    fn of(operation: &Operation<'a>) -> Result<Self, Error> {
        let node = operation.node.get_or_nothing("responses");
        let (mut successes, mut errors) = (BTreeMap::new(), BTreeMap::new());
        for (status, response) in node.members().filter(|(status, _)| !status.starts_with("x-")) {
            let kind = if status.starts_with('2') { &mut successes } else { &mut errors };
            kind.insert(status.to_uppercase(), response.resolved()?);
        }
        // Without a declared success, `default` is one.
        if successes.is_empty() {
            successes.extend(errors.remove_entry("DEFAULT"));
        }
        Ok(Self { node, successes, errors })
    }

    fn statuses(&self) -> Vec<&str> {
        self.successes.keys().map(String::as_str).collect()
    }

    /// Returns the success that programs use: the first one with a body.
    fn main_success(&self) -> Option<&Node<'a>> {
        let with_body = self.successes.values().find(|response| has_content(response));
        with_body.or_else(|| self.successes.values().next())
    }
}

fn compare_successes(
    title: &str,
    ours: &Responses<'_>,
    upstream: &Responses<'_>,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let (from, to) = (ours.statuses(), upstream.statuses());
    if from == to {
        for (status, response) in &ours.successes {
            let pair = (Some(response), upstream.successes.get(status));
            let subject = format!("{title}, status {status}");
            compare_contents(&subject, pair, Direction::Received, schemas)?;
        }
        return Ok(());
    }
    let message =
        format!("succeeds with status {}, and no longer with {}", listed(&to), listed(&from));
    let places = (Some(&ours.node), Some(&upstream.node));
    let values = (Some(json!(from)), Some(json!(to)));
    schemas.add_with(Change::SuccessStatus, title, &message, places, values, Direction::Received);
    let pair = (ours.main_success(), upstream.main_success());
    compare_contents(&format!("{title}, success"), pair, Direction::Received, schemas)
}

fn has_content(holder: &Node<'_>) -> bool {
    holder.get_or_nothing("content").members().next().is_some()
}

/// Compares the bodies of two requests or responses, media type by media type.
fn compare_contents(
    subject: &str,
    (ours, upstream): (Option<&Node<'_>>, Option<&Node<'_>>),
    direction: Direction,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let filled = |holder: Option<&Node<'_>>| holder.is_some_and(has_content);
    match (filled(ours), filled(upstream)) {
        (false, false) => return Ok(()),
        (true, false) => {
            let message = "has no body any more";
            schemas.add(Change::BodyRemoved, subject, message, (ours, upstream), direction);
            return Ok(());
        }
        (false, true) => {
            let required = upstream.is_some_and(|body| body.flag("required"));
            let (change, message) = match direction {
                Direction::Sent if required => {
                    (Change::RequiredBodyAdded, "has a body, which is required")
                }
                _ => (Change::BodyAdded, "has a body"),
            };
            schemas.add(change, subject, message, (ours, upstream), direction);
            return Ok(());
        }
        (true, true) => {}
    }
    let (from, to) = (media_types(ours), media_types(upstream));
    for (media_type, node) in &from {
        let Some(counterpart) = to.get(media_type) else {
            let message = format!("is not {media_type} any more");
            let places = (Some(node), None);
            schemas.add(Change::MediaTypeRemoved, subject, &message, places, direction);
            continue;
        };
        let (ours, upstream) =
            (node.get_or_nothing("schema"), counterpart.get_or_nothing("schema"));
        schemas.compare(&ours, &upstream, &Place::body(subject), direction)?;
    }
    for (media_type, node) in to.iter().filter(|(media_type, _)| !from.contains_key(*media_type)) {
        let message = format!("can be {media_type}");
        let places = (None, Some(node));
        schemas.add(Change::MediaTypeAdded, subject, &message, places, direction);
    }
    Ok(())
}

/// Returns the contents by media type, without parameters such as the character set.
fn media_types<'a>(holder: Option<&Node<'a>>) -> BTreeMap<String, Node<'a>> {
    let content = holder.map(|holder| holder.get_or_nothing("content"));
    let media_types = content.iter().flat_map(Node::members);
    media_types
        .map(|(name, node)| {
            let name = name.split(';').next().unwrap_or_default();
            (name.trim().to_lowercase(), node)
        })
        .collect()
}
