//! What became of the promise of a cell.

use std::fmt;

/// What became of the promise of a cell.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// There was no promise.
    Apart,
    Kept,
    Broken(Breach),
}

impl Outcome {
    pub(crate) fn breach(&self) -> Option<&Breach> {
        match self {
            Self::Broken(breach) => Some(breach),
            Self::Apart | Self::Kept => None,
        }
    }
}

/// In which way a promise was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Harm {
    /// Another outcome than the promised one.
    OtherOutcome,
    /// There are two where one was asked for.
    Duplicate,
    /// A snapshot exists or is gone, and nobody was told.
    Lost,
    Hang,
    Panic,
    /// Work that goes on when nobody waits for it any more.
    Leftover,
    /// A secret came to light.
    Leak,
}

impl Harm {
    pub(crate) const ALL: [Self; 7] = [
        Self::OtherOutcome,
        Self::Duplicate,
        Self::Lost,
        Self::Hang,
        Self::Panic,
        Self::Leftover,
        Self::Leak,
    ];

    /// Returns what a cell with this harm shows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OtherOutcome => "another outcome",
            Self::Duplicate => "a duplicate",
            Self::Lost => "a lost snapshot",
            Self::Hang => "a hang",
            Self::Panic => "a panic",
            Self::Leftover => "work left behind",
            Self::Leak => "a secret in sight",
        }
    }

    pub(crate) fn because(self, why: impl Into<String>) -> Breach {
        Breach { harm: self, why: why.into() }
    }
}

/// A promise that was broken.
#[derive(Debug)]
pub(crate) struct Breach {
    pub(crate) harm: Harm,
    pub(crate) why: String,
}

impl Breach {
    /// Says first when it happened.
    pub(crate) fn when(self, when: &str) -> Self {
        Self { why: format!("{when}: {}", self.why), ..self }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why, self.harm.name())
    }
}
