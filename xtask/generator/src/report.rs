//! What the passes did, for the person who runs them.

use std::fmt;

/// Whether a pass is known to find something to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// In every description of Daytona's API. If it no longer does, the description has changed its habits, and the
    /// pass may look for the wrong thing.
    Always,
    /// In some descriptions.
    Sometimes,
}

/// How much each pass changed, in the order in which they ran.
#[derive(Debug, Default)]
pub(crate) struct Report {
    passes: Vec<(&'static str, Expected, usize)>,
}

impl Report {
    pub(crate) fn add(&mut self, pass: &'static str, expected: Expected, hits: usize) {
        self.passes.push((pass, expected, hits));
    }

    /// The passes that were expected to find something and did not, one note each.
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> {
        let missed = self
            .passes
            .iter()
            .filter(|(_, expected, hits)| *expected == Expected::Always && *hits == 0);
        missed.map(|(pass, ..)| {
            format!("note: the pass {pass} found nothing to change, which it always has before")
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.passes.iter().map(|(pass, ..)| pass.len()).max().unwrap_or_default();
        for (pass, _, hits) in self.passes.iter().filter(|(.., hits)| *hits > 0) {
            writeln!(f, "  {pass:width$} {hits:6}")?;
        }
        let idle: Vec<&str> =
            self.passes.iter().filter(|(.., hits)| *hits == 0).map(|(pass, ..)| *pass).collect();
        if !idle.is_empty() {
            writeln!(f, "  nothing to change for {}", idle.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_expected_pass_without_hits_is_worth_a_note() {
        let mut report = Report::default();
        report.add("hit", Expected::Always, 3);
        report.add("rare", Expected::Sometimes, 0);
        report.add("gone", Expected::Always, 0);
        let notes: Vec<String> = report.notes().collect();
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("the pass gone"), "{notes:?}");
    }

    #[test]
    fn every_pass_is_listed_with_its_hits() {
        let mut report = Report::default();
        report.add("open-enums", Expected::Always, 12);
        report.add("rare", Expected::Sometimes, 0);
        assert_eq!(report.to_string(), "  open-enums     12\n  nothing to change for rare\n");
    }
}
