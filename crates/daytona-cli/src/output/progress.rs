//! The steps of an operation, on standard error while it runs.

use clap::ValueEnum;
use daytona_core::retry::RetryEvent;
use daytona_core::{ContextUpload, CreateEvent, Snapshot, Warning};
use serde::Serialize;

use super::shown::Shown;
use super::{format, note_shown, units};

/// How steps and build logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressStyle {
    /// Lines of text
    #[default]
    Plain,
    /// One JSON object per line, with a key `event`
    Json,
    /// Nothing; build logs are not asked for
    None,
}

/// Writes steps as they are taken.
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
    pub(crate) fn new(style: ProgressStyle) -> Self {
        Self { style }
    }

    /// Writes a step.
    pub(crate) fn event(&self, event: &CreateEvent) {
        match event {
            CreateEvent::ContextUploaded(archives) => {
                self.write(&Event::ContextUploaded { archives }, || context(archives));
            }
            CreateEvent::Created(snapshot) => {
                self.write(&Event::Created { snapshot }, || {
                    let Snapshot { name, id, state, .. } = snapshot;
                    format!("snapshot `{name}` created with id {id}: {state}")
                });
            }
            CreateEvent::Found(snapshot) => {
                self.write(&Event::Found { snapshot }, || {
                    let Snapshot { name, id, state, .. } = snapshot;
                    format!("snapshot `{name}` of this content exists with id {id}: {state}")
                });
            }
            CreateEvent::Deleting(snapshot) => {
                self.write(&Event::Deleting { snapshot }, || {
                    let Snapshot { name, id, state, .. } = snapshot;
                    format!("deleting the old snapshot `{name}` with id {id}: {state}")
                });
            }
            CreateEvent::AwaitingRemoval(snapshot) => {
                self.write(&Event::AwaitingRemoval { snapshot }, || {
                    let Snapshot { name, id, .. } = snapshot;
                    format!("waiting until the old snapshot `{name}` with id {id} is removed")
                });
            }
            CreateEvent::Deleted(snapshot) => {
                self.write(&Event::Deleted { snapshot }, || {
                    let Snapshot { name, id, .. } = snapshot;
                    format!("the old snapshot `{name}` with id {id} is gone")
                });
            }
            CreateEvent::StateChanged(snapshot) => {
                self.write(&Event::StateChanged { snapshot }, || {
                    format!("snapshot `{}`: {}", snapshot.name, snapshot.state)
                });
            }
            _ => {}
        }
    }

    /// Writes what will probably not come out as meant.
    pub(crate) fn warning(&self, warning: &Warning) {
        self.write(&Event::Warning(warning), || format!("warning: {warning}"));
    }

    /// Writes that an attempt failed and is made again.
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
        self.write_shown(&Event::Log { line }, || Shown::coloured_line(line));
    }

    /// Writes a remark.
    pub(crate) fn note(&self, text: &str) {
        self.write(&Event::Note { text }, || text.to_owned());
    }

    fn write(&self, event: &Event<'_>, plain: impl FnOnce() -> String) {
        self.write_shown(event, || Shown::line(&plain()));
    }

    fn write_shown(&self, event: &Event<'_>, plain: impl FnOnce() -> Shown) {
        match self.style {
            ProgressStyle::Plain => note_shown(plain()),
            ProgressStyle::Json => {
                if let Ok(line) = format::line(event) {
                    note_shown(line);
                }
            }
            ProgressStyle::None => {}
        }
    }
}

/// Says what a build context consists of and how much of it was sent.
fn context(archives: &[ContextUpload]) -> String {
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
    fn context_says_what_was_sent() {
        let present = ContextUpload::present("a", 3, 2048);
        assert_eq!(context(&[]), "build context: no files, nothing to upload");
        assert_eq!(
            context(std::slice::from_ref(&present)),
            "build context: 3 files, 2.0 KiB, uploaded before: nothing uploaded"
        );
        assert_eq!(
            context(&[present, ContextUpload::present("b", 1, 1).sent(1536)]),
            "build context: 4 files, 2.0 KiB: 1.5 KiB uploaded"
        );
    }
}
