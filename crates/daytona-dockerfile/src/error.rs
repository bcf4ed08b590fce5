//! The errors of this crate.

use std::fmt;

/// A text that is not a valid Dockerfile.
///
/// ```
/// let error = daytona_dockerfile::Dockerfile::parse("FROM alpine\nCMD [1]\n").unwrap_err();
/// assert_eq!(error.line(), 2);
/// assert_eq!(error.message(), "CMD has JSON with more than strings in it");
/// assert_eq!(error.to_string(), "line 2: CMD has JSON with more than strings in it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    line: usize,
    message: String,
}

impl SyntaxError {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }

    /// Returns the number of the line. The first line is 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the reason, without the line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// A pattern that BuildKit refuses, or reads by other rules than the documented ones.
///
/// ```
/// let error = daytona_dockerfile::IgnorePatterns::parse("*.log\n[\n").unwrap_err();
/// assert_eq!(error.line(), 2);
/// assert_eq!(error.pattern(), "[");
/// assert_eq!(error.to_string(), "the pattern `[` is not well-formed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    line: usize,
    pattern: String,
    reason: String,
}

impl PatternError {
    pub(crate) fn new(line: usize, pattern: &str, reason: impl Into<String>) -> Self {
        Self { line, pattern: pattern.to_owned(), reason: reason.into() }
    }

    /// Returns the line of the pattern in its file, or its position in its list. The first is 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the pattern as it is written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Returns what is wrong with the pattern, to be read after its name.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern `{}` {}", self.pattern.escape_debug(), self.reason)
    }
}

impl std::error::Error for PatternError {}

/// A text that is not the name of an image.
///
/// ```
/// let error = daytona_dockerfile::check_reference("Python").unwrap_err();
/// assert_eq!(error.reason(), "has capital letters in its name");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    reference: String,
    reason: String,
}

impl ReferenceError {
    pub(crate) fn new(reference: &str, reason: String) -> Self {
        Self { reference: reference.to_owned(), reason }
    }

    /// Returns what is wrong with the text, to be read after it.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the image `{}` {}", self.reference.escape_debug(), self.reason)
    }
}

impl std::error::Error for ReferenceError {}

/// A word that cannot be expanded.
///
/// ```
/// let error = daytona_dockerfile::expand("'a", '\\', |_| None).unwrap_err();
/// assert_eq!(error.to_string(), "a single quote is not closed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandError(String);

impl ExpandError {
    pub(crate) fn new(reason: String) -> Self {
        Self(reason)
    }
}

impl fmt::Display for ExpandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ExpandError {}
