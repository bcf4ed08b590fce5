//! Collects differences.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{
    document::Pointer,
    rules::{Change, Class, Direction},
};

/// One difference between our description and upstream.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The consequence for programs.
    pub class: Class,
    pub(super) change: Change,
    /// The operation, parameter, schema or field that differs.
    pub subject: String,
    /// The difference, as the rest of a sentence after the subject.
    pub message: String,
    /// The JSON pointer into our description. `None` if upstream added it.
    pub ours: Option<String>,
    /// The JSON pointer into the upstream description. `None` if upstream removed it.
    pub upstream: Option<String>,
    /// The value in our description, if the difference is one of values.
    pub(super) from: Option<Value>,
    /// The value upstream, if the difference is one of values.
    pub(super) to: Option<Value>,
    /// The directions of the value in the operations that use it. Empty for an operation as a whole.
    pub directions: BTreeSet<Direction>,
    /// The affected operations of our description, or the operation that is not bound.
    pub(super) operations: BTreeSet<String>,
}

/// A difference in one operation.
pub(super) struct Finding {
    pub(super) change: Change,
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) ours: Option<Pointer>,
    pub(super) upstream: Option<Pointer>,
    pub(super) values: (Option<Value>, Option<Value>),
}

/// All differences. A difference of several operations is listed once.
#[derive(Default)]
pub(super) struct Differences(
    BTreeMap<(Change, Option<Pointer>, Option<Pointer>, String), Difference>,
);

impl Differences {
    /// Adds a difference in a value that an operation sends or receives.
    pub(super) fn add(&mut self, finding: Finding, direction: Direction, operation: &str) {
        let class = finding.change.class(direction);
        self.entry(finding, class, operation).directions.insert(direction);
    }

    /// Adds a difference in an operation as a whole.
    pub(super) fn add_whole(&mut self, finding: Finding, operation: &str) {
        let class = finding.change.class(Direction::Sent);
        self.entry(finding, class, operation);
    }

    fn entry(&mut self, finding: Finding, class: Class, operation: &str) -> &mut Difference {
        let Finding { change, subject, message, ours, upstream, values: (from, to) } = finding;
        let key = (change, ours.clone(), upstream.clone(), message.clone());
        let difference = self.0.entry(key).or_insert_with(|| Difference {
            class,
            change,
            subject,
            message,
            ours: ours.map(|pointer| pointer.to_string()),
            upstream: upstream.map(|pointer| pointer.to_string()),
            from,
            to,
            directions: BTreeSet::new(),
            operations: BTreeSet::new(),
        });
        difference.class = difference.class.min(class);
        difference.operations.insert(operation.to_owned());
        difference
    }

    /// Returns the differences, breaking ones first.
    pub(super) fn into_sorted(self) -> Vec<Difference> {
        let mut differences: Vec<Difference> = self.0.into_values().collect();
        differences.sort_by(|left, right| {
            (left.class, left.change, &left.subject).cmp(&(
                right.class,
                right.change,
                &right.subject,
            ))
        });
        differences
    }
}

/// Returns a list of names in backticks.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}
