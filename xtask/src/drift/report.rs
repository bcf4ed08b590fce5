//! Reports of a comparison, as text and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    difference::Difference,
    operations::Comparison,
    rules::{Change, Class, Direction},
};
use crate::Error;

/// The report of a comparison. It serializes to the JSON of `cargo xtask drift`.
#[derive(Serialize)]
pub struct Report<'a> {
    /// The file of our description.
    ours: &'a str,
    /// The file of the upstream description.
    upstream: &'a str,
    /// The base path of the upstream operations.
    #[serde(skip_serializing_if = "str::is_empty")]
    base_path: &'a str,
    /// `true` if there are no differences, or cosmetic ones only.
    unchanged: bool,
    /// The number of bound operations.
    bound: usize,
    /// The number of differences of each class.
    counts: BTreeMap<Class, usize>,
    /// The differences, breaking ones first.
    differences: &'a [Difference],
    /// The number of upstream operations that are not bound, by tag.
    unbound: &'a BTreeMap<String, usize>,
}

impl<'a> Report<'a> {
    /// Creates a report with the names of both files.
    pub fn new(ours: &'a str, upstream: &'a str, comparison: &'a Comparison) -> Self {
        let mut counts = BTreeMap::from(
            [Class::Breaking, Class::Additive, Class::Cosmetic].map(|class| (class, 0)),
        );
        for difference in &comparison.differences {
            *counts.entry(difference.class).or_default() += 1;
        }
        let changed = |class| counts.get(&class).is_some_and(|count| *count > 0);
        Self {
            ours,
            upstream,
            base_path: &comparison.base_path,
            unchanged: !changed(Class::Breaking) && !changed(Class::Additive),
            bound: comparison.bound,
            differences: &comparison.differences,
            unbound: &comparison.unbound,
            counts,
        }
    }

    /// Returns `true` if there are no differences, or cosmetic ones only.
    pub fn is_unchanged(&self) -> bool {
        self.unchanged
    }

    /// Returns the report as JSON.
    ///
    /// # Errors
    /// If a value cannot be serialized.
    pub fn json(&self) -> Result<String, Error> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    /// Returns the report as text.
    pub fn text(&self) -> String {
        let below = match self.base_path {
            "" => String::new(),
            path => format!(" below `{path}`"),
        };
        let mut text = format!(
            "{} against {}{below}: {} compared\n",
            self.ours,
            self.upstream,
            counted(self.bound, "operation")
        );
        for (class, count) in &self.counts {
            if *count > 0 {
                text.push_str(&format!("\n{} {}\n", count, class_name(*class)));
            }
            for difference in self.differences.iter().filter(|found| found.class == *class) {
                text.push_str(&described(difference));
            }
        }
        if !self.unbound.is_empty() {
            text.push_str(&format!("\n{}\n", self.unbound_by_tag()));
        }
        text.push_str(&format!("\n{}\n", self.verdict()));
        text
    }

    fn unbound_by_tag(&self) -> String {
        let by_tag: Vec<String> =
            self.unbound.iter().map(|(tag, count)| format!("{tag} {count}")).collect();
        let total = counted(self.unbound.values().sum(), "operation");
        format!("not bound: {total} ({})", by_tag.join(", "))
    }

    /// Returns `true` if the bound operations themselves are the same, except for wording.
    fn has_only_additions(&self) -> bool {
        let mut changes = self.differences.iter().filter(|found| found.class != Class::Cosmetic);
        changes.all(|found| found.change == Change::OperationAdded)
    }

    fn verdict(&self) -> &'static str {
        match (self.unchanged, self.differences.is_empty()) {
            (true, true) => "The bound operations are unchanged.",
            (true, false) => "The bound operations are unchanged, except for wording.",
            (false, _) if self.has_only_additions() => {
                "The tags of the bound operations have more operations upstream."
            }
            (false, _) => "The bound operations have changed.",
        }
    }
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Breaking => "breaking",
        Class::Additive => "additive",
        Class::Cosmetic => "cosmetic",
    }
}

fn described(difference: &Difference) -> String {
    let Difference { subject, message, ours, upstream, .. } = difference;
    let mut text = format!("  {subject} {message}\n");
    // The subject of an operation as a whole names the operation.
    if !difference.directions.is_empty() {
        text.push_str(&format!("      {}\n", used(difference)));
    }
    for (document, pointer) in [("ours    ", ours), ("upstream", upstream)] {
        if let Some(pointer) = pointer {
            text.push_str(&format!("      {document} {pointer}\n"));
        }
    }
    text
}

/// Returns the affected operations and directions.
fn used(difference: &Difference) -> String {
    const SHOWN: usize = 3;
    let ways: Vec<&str> = difference
        .directions
        .iter()
        .map(|direction| match direction {
            Direction::Sent => "sent",
            Direction::Received => "received",
            Direction::ReceivedRaw => "received with errors",
        })
        .collect();
    let operations: Vec<&str> = difference.operations.iter().map(String::as_str).collect();
    let shown = operations.get(..SHOWN).unwrap_or(&operations).join(", ");
    let more = match operations.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} by {shown}{more}", ways.join(" and "))
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
