//! The changes of each pass.

use std::fmt;

/// The descriptions in which a pass has changes to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Every description of Daytona's API. Without changes, the description may use another notation.
    Always,
    /// Some descriptions.
    Sometimes,
}

/// The number of changes of each pass, in the order of the passes.
#[derive(Debug, Default)]
pub(crate) struct Report {
    passes: Vec<(&'static str, Expected, usize)>,
}

impl Report {
    pub(crate) fn add(&mut self, pass: &'static str, expected: Expected, hits: usize) {
        self.passes.push((pass, expected, hits));
    }

    /// Returns the passes without changes.
    pub(crate) fn idle(&self) -> impl Iterator<Item = &'static str> {
        self.passes.iter().filter(|(.., hits)| *hits == 0).map(|(pass, ..)| *pass)
    }

    /// Returns a note for each pass that was expected to make changes and did not.
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> {
        let missed = self
            .passes
            .iter()
            .filter(|(_, expected, hits)| *expected == Expected::Always && *hits == 0);
        missed.map(|(pass, ..)| {
            format!("note: the pass {pass} made no changes, unlike in every description of Daytona's API")
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.passes.iter().map(|(pass, ..)| pass.len()).max().unwrap_or_default();
        for (pass, _, hits) in self.passes.iter().filter(|(.., hits)| *hits > 0) {
            writeln!(f, "  {pass:width$} {hits:6}")?;
        }
        let idle: Vec<&str> = self.idle().collect();
        if !idle.is_empty() {
            writeln!(f, "  no changes: {}", idle.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_expected_pass_without_changes_has_a_note() {
        let mut report = Report::default();
        report.add("hit", Expected::Always, 3);
        report.add("rare", Expected::Sometimes, 0);
        report.add("gone", Expected::Always, 0);
        let notes: Vec<String> = report.notes().collect();
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("the pass gone"), "{notes:?}");
    }

    #[test]
    fn every_pass_is_listed_with_its_changes() {
        let mut report = Report::default();
        report.add("open-enums", Expected::Always, 12);
        report.add("rare", Expected::Sometimes, 0);
        assert_eq!(report.to_string(), "  open-enums     12\n  no changes: rare\n");
    }
}
