//! Progress of a verb, on standard error while it runs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use daytona_core::retry::RetryEvent;
use daytona_core::{ContextUpload, CreateEvent, Snapshot, Warning};
use serde::Serialize;

use super::live_display::LiveDisplay;
use super::live_screen::UploadMeter;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::{colours, format, units};

/// The pause between two lines about a running upload.
const UPLOAD_LINE_INTERVAL: Duration = Duration::from_secs(10);

/// The style of progress and build logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressStyle {
    /// A live display on a terminal, lines of text elsewhere, with CI set, and with TERM=dumb
    #[default]
    Auto,
    /// Lines of text
    Plain,
    /// One JSON object per line, with a key `event`
    Json,
    /// Nothing; build logs are not requested
    None,
}

/// Writes the progress of a verb. Clones share the display.
#[derive(Clone)]
pub(crate) struct Progress(Arc<Mutex<Writer>>);

enum Writer {
    Live(LiveDisplay),
    Plain(PlainUpload),
    Json,
    None,
}

/// The upload that plain lines report.
#[derive(Default)]
struct PlainUpload {
    meter: Option<UploadMeter>,
    last_line: Option<Instant>,
}

/// The events that the library does not have.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Warning(&'a Warning),
    Log { line: &'a str },
    Retry { attempt: u32, pause_seconds: f64, message: &'a str },
    Note { text: &'a str },
    Trace { text: &'a str },
}

impl Progress {
    /// Creates a writer of this style.
    pub(crate) fn new(style: ProgressStyle) -> Self {
        let writer = match style {
            ProgressStyle::Auto if colours::is_live_terminal() => Writer::Live(LiveDisplay::new()),
            ProgressStyle::Auto | ProgressStyle::Plain => Writer::Plain(PlainUpload::default()),
            ProgressStyle::Json => Writer::Json,
            ProgressStyle::None => Writer::None,
        };
        Self(Arc::new(Mutex::new(writer)))
    }

    /// Writes an event of a create.
    pub(crate) fn event(&self, event: &CreateEvent) {
        // Retries of all verbs are reported by the client.
        if matches!(event, CreateEvent::Retry { .. }) {
            return;
        }
        match &mut *self.lock() {
            Writer::Live(display) => {
                display.event(event);
                if let Some(line) = describe(event).filter(|_| is_permanent(event)) {
                    display.print(&TerminalText::line(&line));
                }
            }
            Writer::Plain(upload) => {
                if let Some(line) = upload.line(event, Instant::now()).or_else(|| describe(event)) {
                    write(TerminalText::line(&line));
                }
            }
            Writer::Json => write_json(event),
            Writer::None => {}
        }
    }

    /// Writes a warning about the image.
    pub(crate) fn warning(&self, warning: &Warning) {
        self.write(&Event::Warning(warning), || {
            colours::labelled("warning", colours::WARNING, &format!(" {warning}"))
        });
    }

    /// Writes a failed attempt that is repeated.
    pub(crate) fn retry(&self, event: &RetryEvent) {
        let RetryEvent { attempt, pause, error, .. } = event;
        let message = error.message();
        let pause_seconds = pause.as_secs_f64();
        if let Writer::Live(display) = &mut *self.lock() {
            display.pause(format!("attempt {attempt} failed: {message}"), *pause);
            return;
        }
        self.write(&Event::Retry { attempt: *attempt, pause_seconds, message }, || {
            TerminalText::line(&format!(
                "attempt {attempt} failed: {message}; the next one is in {pause_seconds:.1} s"
            ))
        });
    }

    /// Writes a line of a build log.
    pub(crate) fn log(&self, line: &str) {
        match &mut *self.lock() {
            Writer::Live(display) => display.log(line),
            Writer::Plain(_) => write(TerminalText::coloured_line(line)),
            Writer::Json => write_json(&Event::Log { line }),
            Writer::None => {}
        }
    }

    /// Writes a note.
    pub(crate) fn note(&self, text: &str) {
        self.write(&Event::Note { text }, || TerminalText::line(text));
    }

    /// Writes a trace of the library, in every style.
    pub(crate) fn trace(&self, text: &str) {
        let line = || TerminalText::line(text);
        match &mut *self.lock() {
            Writer::Live(display) => display.print(&line()),
            Writer::Plain(_) | Writer::None => write(line()),
            Writer::Json => write_json(&Event::Trace { text }),
        }
    }

    /// Removes the live display. Nothing is drawn after it.
    pub(crate) fn finish(&self) {
        if let Writer::Live(display) = &mut *self.lock() {
            display.finish();
        }
    }

    fn write(&self, event: &Event<'_>, plain: impl FnOnce() -> TerminalText) {
        match &mut *self.lock() {
            Writer::Live(display) => display.print(&plain()),
            Writer::Plain(_) => write(plain()),
            Writer::Json => write_json(event),
            Writer::None => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write(text: TerminalText) {
    STREAMS.write(Target::Err, text.with_newline());
}

fn write_json(event: &impl Serialize) {
    if let Ok(line) = format::line(event) {
        write(line);
    }
}

impl PlainUpload {
    /// Returns a line about a running upload, if one is due.
    fn line(&mut self, event: &CreateEvent, now: Instant) -> Option<String> {
        let CreateEvent::UploadProgress(progress) = event else { return None };
        let meter = UploadMeter::updated(self.meter, *progress, now);
        self.meter = Some(meter);
        let last = *self.last_line.get_or_insert(now);
        if now - last < UPLOAD_LINE_INTERVAL {
            return None;
        }
        self.last_line = Some(now);
        Some(format!("build context: {}", meter.parts(now).join(", ")))
    }
}

/// Returns `true` if the line of an event stays on the screen of a live display.
fn is_permanent(event: &CreateEvent) -> bool {
    !matches!(event, CreateEvent::StateChanged(_))
}

/// Describes an event for people, if it is worth a line.
fn describe(event: &CreateEvent) -> Option<String> {
    Some(match event {
        CreateEvent::ContextUploaded(archives) => describe_context(archives),
        CreateEvent::Created(Snapshot { name, id, state, .. }) => {
            format!("snapshot `{name}` created with id {id}: {state}")
        }
        CreateEvent::Found(Snapshot { name, id, state, .. }) => {
            format!("snapshot `{name}` of this content exists with id {id}: {state}")
        }
        CreateEvent::Deleting(Snapshot { name, id, state, .. }) => {
            format!("deleting the old snapshot `{name}` with id {id}: {state}")
        }
        CreateEvent::AwaitingRemoval(Snapshot { name, id, .. }) => {
            format!("waiting until the old snapshot `{name}` with id {id} is removed")
        }
        CreateEvent::Deleted(Snapshot { name, id, .. }) => {
            format!("the old snapshot `{name}` with id {id} is deleted")
        }
        CreateEvent::RateLimited { pause } => {
            format!("the server asked to wait {:.1} s before the next request", pause.as_secs_f64())
        }
        CreateEvent::StateChanged(Snapshot { name, state, .. }) => {
            format!("snapshot `{name}`: {state}")
        }
        _ => return None,
    })
}

/// Describes a build context and the part of it that was sent.
fn describe_context(archives: &[ContextUpload]) -> String {
    if archives.is_empty() {
        return "build context: no files, nothing to upload".to_owned();
    }
    // An archive can have directories only.
    let files = units::count(archives.iter().map(|archive| archive.files).sum(), "file");
    let size = units::bytes(archives.iter().map(|archive| archive.content_bytes).sum());
    match archives.iter().map(|archive| archive.sent_bytes).sum() {
        0 => format!("build context: {files}, {size}, uploaded before: nothing uploaded"),
        sent => format!("build context: {files}, {size}: {} uploaded", units::bytes(sent)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daytona_core::UploadProgress;

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

    #[test]
    fn plain_line_about_an_upload_comes_every_ten_seconds() {
        let (mut upload, began) = (PlainUpload::default(), Instant::now());
        let event = CreateEvent::UploadProgress(UploadProgress::default());
        let lines = (0..25).filter_map(|second| {
            upload.line(&event, began + Duration::from_secs(second)).map(|line| (second, line))
        });
        let line = || "build context: scanning: 0 files, 0 B".to_owned();
        assert_eq!(lines.collect::<Vec<_>>(), [(10, line()), (20, line())]);
    }
}
