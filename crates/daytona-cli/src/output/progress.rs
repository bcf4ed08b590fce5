//! Progress of a verb, on standard error while it runs.

use clap::ValueEnum;
use daytona_core::retry::RetryEvent;
use daytona_core::{ContextUpload, CreateEvent, Snapshot, Warning};
use serde::Serialize;

use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::{format, units};

/// The style of progress and build logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressStyle {
    /// Lines of text
    #[default]
    Plain,
    /// One JSON object per line, with a key `event`
    Json,
    /// Nothing; build logs are not requested
    None,
}

/// Writes the progress of a verb.
#[derive(Clone, Copy)]
pub(crate) struct Progress {
    style: ProgressStyle,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Warning(&'a Warning),
    ContextUploaded { archives: &'a [ContextUpload] },
    Created { snapshot: &'a Snapshot },
    Found { snapshot: &'a Snapshot },
    Deleting { snapshot: &'a Snapshot },
    AwaitingRemoval { snapshot: &'a Snapshot },
    Deleted { snapshot: &'a Snapshot },
    StateChanged { snapshot: &'a Snapshot },
    Log { line: &'a str },
    Retry { attempt: u32, pause_seconds: f64, message: &'a str },
    Note { text: &'a str },
}

impl Progress {
    /// Creates a writer of this style.
    pub(crate) fn new(style: ProgressStyle) -> Self {
        Self { style }
    }

    /// Writes an event of a create.
    pub(crate) fn event(&self, event: &CreateEvent) {
        let (event, text) = match event {
            CreateEvent::ContextUploaded(archives) => {
                (Event::ContextUploaded { archives }, describe_context(archives))
            }
            CreateEvent::Created(snapshot @ Snapshot { name, id, state, .. }) => {
                let text = format!("snapshot `{name}` created with id {id}: {state}");
                (Event::Created { snapshot }, text)
            }
            CreateEvent::Found(snapshot @ Snapshot { name, id, state, .. }) => {
                let text =
                    format!("snapshot `{name}` of this content exists with id {id}: {state}");
                (Event::Found { snapshot }, text)
            }
            CreateEvent::Deleting(snapshot @ Snapshot { name, id, state, .. }) => {
                let text = format!("deleting the old snapshot `{name}` with id {id}: {state}");
                (Event::Deleting { snapshot }, text)
            }
            CreateEvent::AwaitingRemoval(snapshot @ Snapshot { name, id, .. }) => {
                let text =
                    format!("waiting until the old snapshot `{name}` with id {id} is removed");
                (Event::AwaitingRemoval { snapshot }, text)
            }
            CreateEvent::Deleted(snapshot @ Snapshot { name, id, .. }) => {
                let text = format!("the old snapshot `{name}` with id {id} is deleted");
                (Event::Deleted { snapshot }, text)
            }
            CreateEvent::StateChanged(snapshot @ Snapshot { name, state, .. }) => {
                (Event::StateChanged { snapshot }, format!("snapshot `{name}`: {state}"))
            }
            _ => return,
        };
        self.write(&event, || text);
    }

    /// Writes a warning about the image.
    pub(crate) fn warning(&self, warning: &Warning) {
        self.write(&Event::Warning(warning), || format!("warning: {warning}"));
    }

    /// Writes a failed attempt that is repeated.
    pub(crate) fn retry(&self, event: &RetryEvent) {
        let RetryEvent { attempt, pause, error, .. } = event;
        let message = error.message();
        let pause_seconds = pause.as_secs_f64();
        self.write(&Event::Retry { attempt: *attempt, pause_seconds, message }, || {
            format!("attempt {attempt} failed: {message}; the next one is in {pause_seconds:.1} s")
        });
    }

    /// Writes a line of a build log.
    pub(crate) fn log(&self, line: &str) {
        self.write_text(&Event::Log { line }, || TerminalText::coloured_line(line));
    }

    /// Writes a note.
    pub(crate) fn note(&self, text: &str) {
        self.write(&Event::Note { text }, || text.to_owned());
    }

    fn write(&self, event: &Event<'_>, plain: impl FnOnce() -> String) {
        self.write_text(event, || TerminalText::line(&plain()));
    }

    fn write_text(&self, event: &Event<'_>, plain: impl FnOnce() -> TerminalText) {
        let write = |text: TerminalText| STREAMS.write(Target::Err, text.with_newline());
        match self.style {
            ProgressStyle::Plain => write(plain()),
            ProgressStyle::Json => {
                if let Ok(line) = format::line(event) {
                    write(line);
                }
            }
            ProgressStyle::None => {}
        }
    }
}

/// Describes a build context and the part of it that was sent.
fn describe_context(archives: &[ContextUpload]) -> String {
    let files: u64 = archives.iter().map(|archive| archive.files).sum();
    if files == 0 {
        return "build context: no files, nothing to upload".to_owned();
    }
    let noun = if files == 1 { "file" } else { "files" };
    let size = units::bytes(archives.iter().map(|archive| archive.content_bytes).sum());
    match archives.iter().map(|archive| archive.sent_bytes).sum() {
        0 => format!("build context: {files} {noun}, {size}, uploaded before: nothing uploaded"),
        sent => format!("build context: {files} {noun}, {size}: {} uploaded", units::bytes(sent)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_of_a_context_has_the_bytes_that_were_sent() {
        let present = ContextUpload::present("a", 3, 2048);
        assert_eq!(describe_context(&[]), "build context: no files, nothing to upload");
        assert_eq!(
            describe_context(std::slice::from_ref(&present)),
            "build context: 3 files, 2.0 KiB, uploaded before: nothing uploaded"
        );
        assert_eq!(
            describe_context(&[present, ContextUpload::present("b", 1, 1).sent(1536)]),
            "build context: 4 files, 2.0 KiB: 1.5 KiB uploaded"
        );
    }
}
