//! The log of a build, in the lines of the real runner.

use std::io;

use super::steps::BuildError;
use crate::state::LogWriter;

/// Writes the numbered steps of one build attempt to its log.
///
/// The runner writes a line when a step starts, and none when it ends.
pub(super) struct PlainProgress {
    log: LogWriter,
    step: usize,
    /// `true` if an earlier attempt has left the results of its steps.
    is_repeated: bool,
}

impl PlainProgress {
    pub(super) fn new(log: LogWriter) -> Self {
        let is_repeated = log.start > 0;
        Self { log, step: 0, is_repeated }
    }

    /// Starts a step that runs in every attempt.
    pub(super) async fn start(&mut self, label: &str) -> io::Result<()> {
        self.step += 1;
        self.log.line(&format!("#{} {label}", self.step)).await
    }

    /// Starts a step whose result is cached by the first attempt.
    pub(super) async fn start_cacheable(&mut self, label: &str) -> io::Result<()> {
        if self.is_repeated {
            self.start(&format!("CACHED {label}")).await
        } else {
            self.start(label).await
        }
    }

    /// Adds a line without a number.
    pub(super) async fn raw_line(&mut self, text: &str) -> io::Result<()> {
        self.log.line(text).await
    }

    /// Ends the build with an error.
    pub(super) async fn fail(&mut self, error: &BuildError) -> io::Result<()> {
        self.raw_line(&format!("ERROR: {}", error.reason())).await
    }

    /// Returns the log.
    pub(super) fn into_log(self) -> LogWriter {
        self.log
    }
}
