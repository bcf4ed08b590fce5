//! Why a source cannot be had.

use std::io;

use daytona_dockerfile::{ContextUse, Source};

use super::BuildContext;
use crate::Error;

/// Why a source cannot be had: what follows its name in the message.
pub(super) struct Refusal {
    what: String,
    hint: Option<&'static str>,
    cause: Option<io::Error>,
}

impl From<&str> for Refusal {
    fn from(what: &str) -> Self {
        Self::new(what.to_owned())
    }
}

impl Refusal {
    pub(super) fn new(what: String) -> Self {
        Self { what, hint: None, cause: None }
    }

    pub(super) fn io(error: io::Error) -> Self {
        let refusal = Self::new(format!("cannot be read: {error}"));
        Self { cause: Some(error), ..refusal }
    }

    /// Says which of the matches of a pattern is meant.
    pub(super) fn about(mut self, path: &str) -> Self {
        self.what = format!("matches `{path}`, which {}", self.what);
        self
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl BuildContext {
    pub(super) fn refuse(
        &self,
        taken: &ContextUse,
        place: &str,
        source: &Source,
        refusal: Refusal,
    ) -> Error {
        let keyword = taken.keyword.as_str();
        let mut message =
            format!("{place}: {keyword} source `{}` {}", source.path.escape_debug(), refusal.what);
        message.push_str(&format!(" (the build context is `{}`)", self.dir.display()));
        if !source.unset.is_empty() {
            let names = source.unset.join("`, `");
            message.push_str(&format!("; nothing in the Dockerfile sets `{names}`"));
        }
        let mut error = Error::invalid_input(message);
        if source.path.starts_with('/') {
            error = error.with_hint("a source that begins with `/` counts from the build context");
        }
        if let Some(hint) = refusal.hint {
            error = error.with_hint(hint);
        }
        if let Some(cause) = refusal.cause {
            error = error.with_source(cause);
        }
        error
    }
}
