//! Differences, as they are found.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{
    document::Pointer,
    rules::{Change, Class, Direction},
};

/// One difference between our description and upstream.
#[derive(Debug, Serialize)]
pub(super) struct Difference {
    pub(super) class: Class,
    pub(super) change: Change,
    /// What is different: an operation, a parameter, a schema or a field.
    pub(super) subject: String,
    /// How it is different, as a sentence that continues the subject.
    pub(super) message: String,
    /// Where it is in our description; nowhere if it is new.
    pub(super) ours: Option<String>,
    /// Where it is in the upstream description; nowhere if it is gone.
    pub(super) upstream: Option<String>,
    /// What our description says, where that can be a value.
    pub(super) from: Option<Value>,
    /// What upstream says, where that can be a value.
    pub(super) to: Option<Value>,
    /// Which way the value goes in the operations that use it; neither for an operation as a whole.
    pub(super) directions: BTreeSet<Direction>,
    /// The operations of ours that are concerned.
    pub(super) operations: BTreeSet<String>,
}

/// A difference in one use of what is different.
pub(super) struct Finding {
    pub(super) change: Change,
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) ours: Option<Pointer>,
    pub(super) upstream: Option<Pointer>,
    pub(super) values: (Option<Value>, Option<Value>),
}

/// All differences, each once, however many operations it concerns.
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

    /// The differences, breaking ones first.
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
