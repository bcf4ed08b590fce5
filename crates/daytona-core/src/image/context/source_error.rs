//! Errors about a source of COPY, ADD or a mount.

use std::io;
use std::path::Path;

use daytona_dockerfile::{ContextUse, Source};

use crate::Error;

/// An error about a source. The message continues after the name of the source.
pub(super) struct SourceError {
    message: String,
    hint: Option<&'static str>,
    cause: Option<io::Error>,
}

impl From<&str> for SourceError {
    fn from(message: &str) -> Self {
        Self::new(message.to_owned())
    }
}

impl SourceError {
    pub(super) fn new(message: String) -> Self {
        Self { message, hint: None, cause: None }
    }

    pub(super) fn io(error: io::Error) -> Self {
        let unreadable = Self::new(format!("cannot be read: {error}"));
        Self { cause: Some(error), ..unreadable }
    }

    /// Adds which match of a pattern the error is about.
    pub(super) fn about_match(mut self, path: &str) -> Self {
        self.message = format!("matches `{path}`, which {}", self.message);
        self
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Returns the message with the instruction, the source, and the directory of the build context.
    pub(super) fn text(
        &self,
        instruction: &ContextUse,
        source: &Source,
        context_dir: &Path,
    ) -> String {
        let mut text = format!(
            "{} source `{}` {} (the build context is `{}`)",
            instruction.keyword,
            source.path.escape_debug(),
            self.message,
            context_dir.display()
        );
        if !source.unset.is_empty() {
            let names = source.unset.join("`, `");
            text.push_str(&format!("; nothing in the Dockerfile sets `{names}`"));
        }
        text
    }

    /// Adds the instruction, its location, the source, and the directory of the build context.
    pub(super) fn into_error(
        self,
        instruction: &ContextUse,
        location: &str,
        source: &Source,
        context_dir: &Path,
    ) -> Error {
        let text = self.text(instruction, source, context_dir);
        let mut error = Error::invalid_input(format!("{location}: {text}"));
        if source.path.starts_with('/') {
            error =
                error.with_hint("a source that begins with `/` is relative to the build context");
        }
        if let Some(hint) = self.hint {
            error = error.with_hint(hint);
        }
        if let Some(cause) = self.cause {
            error = error.with_source(cause);
        }
        error
    }
}
