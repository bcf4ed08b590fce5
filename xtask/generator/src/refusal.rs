//! The error for a part of a description that is not supported.

use std::{error, fmt};

/// A part of a description that is not supported.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The JSON pointer to the part.
    pointer: String,
    reason: String,
}

impl Refusal {
    pub(crate) fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

impl error::Error for Refusal {}

/// Returns the JSON pointer to a member of `parent`, as a URI fragment.
pub(crate) fn member(parent: &str, name: &str) -> String {
    format!("{parent}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_tildes_are_escaped() {
        assert_eq!(member("#/paths", "/a/{id}"), "#/paths/~1a~1{id}");
        assert_eq!(member("#", "~"), "#/~0");
    }
}
