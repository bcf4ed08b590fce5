//! Failures of the program: a message for people, an `error` object for programs, an exit code.

mod exit;
mod messages;

use std::error::Error as _;
use std::io;

use daytona_core::{Error, SnapshotState};
use serde::Serialize;

pub(crate) use exit::Exit;

/// The failure of a verb.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of standard output has closed it, so that there is nothing to report.
    OutputClosed,
    /// Any other failure.
    Reported(Box<Report>),
}

/// The description of a failure. Its fields are the keys of the `error` object.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    kind: &'static str,
    #[serde(rename = "exit_code", serialize_with = "exit::serialize")]
    exit: Exit,
    message: String,
    hint: Option<String>,
    /// The command that resumes the verb.
    resume: Option<String>,
    status: Option<u16>,
    code: Option<String>,
    /// The id that the server gave the request.
    request_id: Option<String>,
    /// The first 2 KiB of the response.
    body: Option<String>,
    retry_after_seconds: Option<u64>,
    snapshot_id: Option<String>,
    snapshot_name: Option<String>,
    snapshot_state: Option<String>,
    log_lines: Vec<String>,
}

impl Failure {
    /// Creates a failure.
    pub(crate) fn new(exit: Exit, kind: &'static str, message: impl Into<String>) -> Self {
        Self::Reported(Box::new(Report {
            kind,
            exit,
            message: message.into(),
            hint: None,
            resume: None,
            status: None,
            code: None,
            request_id: None,
            body: None,
            retry_after_seconds: None,
            snapshot_id: None,
            snapshot_name: None,
            snapshot_state: None,
            log_lines: Vec::new(),
        }))
    }

    /// Creates the failure of an invalid command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Sets the advice.
    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        self.changed(|report| report.hint = Some(hint.into()))
    }

    /// Adds a clause to the message.
    pub(crate) fn with_message_end(self, end: &str) -> Self {
        self.changed(|report| report.message.push_str(&format!("; {end}")))
    }

    /// Sets the command that resumes the verb.
    pub(crate) fn with_resume(self, command: impl Into<String>) -> Self {
        self.changed(|report| report.resume = Some(command.into()))
    }

    /// Sets the snapshot that exists on the server.
    pub(crate) fn with_snapshot(self, id: &str, name: &str) -> Self {
        self.changed(|report| {
            report.snapshot_id = Some(id.to_owned());
            report.snapshot_name = Some(name.to_owned());
        })
    }

    /// Replaces the failed get, with which a create begins, by the create.
    pub(crate) fn of_create(self) -> Self {
        self.changed(|report| {
            report.message = report.message.replacen("failed to get", "failed to create", 1);
        })
    }

    /// Sets the state of the snapshot.
    pub(crate) fn with_state(self, state: &SnapshotState) -> Self {
        self.changed(|report| report.snapshot_state = Some(state.to_string()))
    }

    /// Sets the response of the server, if the error has one.
    fn with_response(self, error: &Error) -> Self {
        self.changed(|report| {
            report.status = error.status();
            report.code = error.code().map(str::to_owned);
            report.request_id = request_id(error);
            report.body = error.body().filter(|body| !body.is_empty()).map(excerpt);
            report.retry_after_seconds = error.retry_after().map(|pause| pause.as_secs());
        })
    }

    /// Adds the latest failed attempt and its response.
    pub(crate) fn with_last_attempt(self, error: &Error) -> Self {
        self.with_message_end(&format!("the last attempt failed: {}", error.message()))
            .with_response(error)
    }

    /// Returns `true` if the server may complete the work without this program.
    pub(crate) fn may_complete_on_server(&self) -> bool {
        match self {
            Self::OutputClosed => false,
            Self::Reported(report) => matches!(report.exit, Exit::Timeout | Exit::Server),
        }
    }

    fn changed(mut self, change: impl FnOnce(&mut Report)) -> Self {
        if let Self::Reported(report) = &mut self {
            change(report);
        }
        self
    }

    /// Returns the description, if there is anything to report.
    pub(crate) fn report(&self) -> Option<&Report> {
        match self {
            Self::OutputClosed => None,
            Self::Reported(report) => Some(report),
        }
    }

    /// Returns the exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::OutputClosed => Exit::Done,
            Self::Reported(report) => report.exit,
        }
    }
}

impl Report {
    /// Returns the message for people, as lines.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("error: {}", self.message)];
        if let Some(hint) = &self.hint {
            lines.push(format!("  hint: {hint}"));
        }
        if let Some(id) = &self.request_id {
            lines.push(format!("  request id: {id}"));
        }
        if let Some(id) = &self.snapshot_id {
            let name = self.snapshot_name.as_deref().unwrap_or_default();
            let state = self.snapshot_state.as_deref().map(|state| format!(", {state}"));
            lines.push(format!("  snapshot: {name} ({id}{})", state.unwrap_or_default()));
        }
        if let Some(resume) = &self.resume {
            lines.push(format!("  resume: {resume}"));
        }
        lines
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (exit, kind) = exit::of(&error);
        let hint = messages::hint(&error);
        let failure =
            Self::new(exit, kind, messages::message(&error)).with_response(failed_response(&error));
        failure.changed(|report| {
            report.hint = hint;
            report.snapshot_id = error.snapshot_id().map(str::to_owned);
            report.snapshot_name = error.snapshot_name().map(str::to_owned);
            report.snapshot_state = error.snapshot_state().map(ToString::to_string);
            report.log_lines = error.log_lines().to_vec();
        })
    }
}

/// Returns the error that has the response: for a deadline, the failed attempt before it.
fn failed_response(error: &Error) -> &Error {
    match error.source().and_then(|source| source.downcast_ref::<Error>()) {
        Some(attempt) if error.is_timeout() => attempt,
        _ => error,
    }
}

/// Returns the id that the server or an intermediary gave the request.
fn request_id(error: &Error) -> Option<String> {
    const HEADERS: [&str; 5] =
        ["x-request-id", "x-correlation-id", "x-amz-request-id", "x-amz-cf-id", "cf-ray"];
    HEADERS.iter().find_map(|name| error.header(name)).map(str::to_owned)
}

/// Returns the first 2 KiB of a body as text.
fn excerpt(body: &[u8]) -> String {
    let start = &body[..body.len().min(2048)];
    String::from_utf8_lossy(start).into_owned()
}

impl From<io::Error> for Failure {
    /// Converts an error of writing to standard output. Verbs write nowhere else.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::new(
                Exit::Other,
                "output",
                format!("failed to write to standard output: {error}"),
            ),
        }
    }
}

impl From<clap::Error> for Failure {
    /// Converts the parser's error for an invalid command line.
    fn from(error: clap::Error) -> Self {
        let text = error.to_string();
        let mut paragraphs = text.split("\n\n");
        let message = paragraphs.next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message);
        let words: Vec<&str> = message.split_whitespace().collect();
        let tip = paragraphs.find_map(|paragraph| paragraph.trim().strip_prefix("tip: "));
        Self::usage(words.join(" ")).with_hint(tip.unwrap_or("see `--help`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(failure: Failure) -> Report {
        match failure {
            Failure::Reported(report) => *report,
            Failure::OutputClosed => panic!("the failure has no report"),
        }
    }

    #[test]
    fn text_has_message_hint_snapshot_and_resume() {
        let failure = Failure::new(Exit::Timeout, "timeout", "it took too long")
            .with_hint("wait on")
            .with_snapshot("id-1", "demo")
            .with_resume("daytona-snapshot wait id-1");
        assert_eq!(
            report(failure).lines().join("\n"),
            "error: it took too long\n  hint: wait on\n  snapshot: demo (id-1)\n  resume: daytona-snapshot wait id-1"
        );
    }

    #[test]
    fn closed_output_is_not_reported() {
        let failure = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(matches!(failure, Failure::OutputClosed));
        let full = report(io::Error::from(io::ErrorKind::StorageFull).into());
        assert_eq!((full.kind, full.exit), ("output", Exit::Other));
    }
}
