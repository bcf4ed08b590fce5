//! The log of a build, in the format of BuildKit's plain progress.

use std::io;

use tokio::time::Instant;

use super::steps::BuildError;
use crate::state::LogWriter;

/// Writes the numbered steps of one build attempt to its log.
pub(super) struct PlainProgress {
    log: LogWriter,
    step: usize,
    started: Instant,
}

impl PlainProgress {
    pub(super) fn new(log: LogWriter) -> Self {
        Self { log, step: 0, started: Instant::now() }
    }

    /// Starts a step.
    pub(super) async fn start(&mut self, label: &str) -> io::Result<()> {
        if self.step > 0 {
            self.log.line("").await?;
        }
        self.step += 1;
        self.started = Instant::now();
        self.line(label).await
    }

    /// Adds a line to the current step.
    pub(super) async fn line(&mut self, text: &str) -> io::Result<()> {
        self.log.line(&format!("#{} {text}", self.step)).await
    }

    /// Ends the current step.
    pub(super) async fn done(&mut self) -> io::Result<()> {
        let seconds = self.started.elapsed().as_secs_f64();
        self.line(&format!("DONE {seconds:.1}s")).await
    }

    /// Ends the current step and the build with an error, and shows its line in the Dockerfile.
    pub(super) async fn fail(&mut self, error: &BuildError, dockerfile: &str) -> io::Result<()> {
        self.line(&format!("ERROR: {}", error.message)).await?;
        if let Some((label, line)) = &error.location {
            for text in excerpt(label, *line, dockerfile) {
                self.log.line(&text).await?;
            }
        }
        self.log.line(&format!("ERROR: {}", error.reason())).await
    }

    /// Returns the log.
    pub(super) fn into_log(self) -> LogWriter {
        self.log
    }
}

fn excerpt(label: &str, line: usize, dockerfile: &str) -> Vec<String> {
    let text = dockerfile.lines().nth(line - 1).unwrap_or_default();
    vec![
        "------".to_owned(),
        format!(" > {label}:"),
        "------".to_owned(),
        format!("Dockerfile:{line}"),
        "--------------------".to_owned(),
        format!("{line:4} | >>> {text}"),
        "--------------------".to_owned(),
    ]
}
