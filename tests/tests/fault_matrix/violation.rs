//! The result of a cell.

use std::fmt;

/// The result of a cell.
#[derive(Debug)]
pub(crate) enum CellResult {
    /// The fault does not affect the operation.
    NotApplicable,
    AsExpected,
    Violated(Violation),
}

impl CellResult {
    /// Returns the violation, if there is one.
    pub(crate) fn violation(&self) -> Option<&Violation> {
        match self {
            Self::Violated(violation) => Some(violation),
            Self::NotApplicable | Self::AsExpected => None,
        }
    }
}

/// The kind of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ViolationKind {
    /// The outcome differs from the expected one.
    OtherOutcome,
    /// Two snapshots exist, and one was requested.
    Duplicate,
    /// A snapshot exists or was deleted, and the caller does not know.
    Lost,
    Hang,
    Panic,
    /// Work continues after the operation was dropped.
    Leftover,
    /// A secret is in the logs or in the outcome.
    Leak,
}

impl ViolationKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::OtherOutcome,
        Self::Duplicate,
        Self::Lost,
        Self::Hang,
        Self::Panic,
        Self::Leftover,
        Self::Leak,
    ];

    /// Returns the name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OtherOutcome => "another outcome",
            Self::Duplicate => "a duplicate",
            Self::Lost => "a lost snapshot",
            Self::Hang => "a hang",
            Self::Panic => "a panic",
            Self::Leftover => "leftover work",
            Self::Leak => "a leaked secret",
        }
    }

    /// Creates a violation of this kind.
    pub(crate) fn because(self, why: impl Into<String>) -> Violation {
        Violation { kind: self, why: why.into() }
    }
}

/// A difference between the expected result of a cell and the actual one.
#[derive(Debug)]
pub(crate) struct Violation {
    pub(crate) kind: ViolationKind,
    pub(crate) why: String,
}

impl Violation {
    /// Adds the time of the violation to the reason.
    pub(crate) fn when(self, when: &str) -> Self {
        Self { why: format!("{when}: {}", self.why), ..self }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why, self.kind.name())
    }
}
