//! Everything that is written: results to standard output, the rest to standard error.
//!
//! Nothing here blocks: what is given is written in the background, in order. [`written`] waits
//! for it, and [`paced`] keeps work from getting far ahead of a slow reader.

mod fields;
mod format;
mod progress;
mod shown;
mod streams;
mod table;
mod units;

use std::future::poll_fn;
use std::io::{self, IsTerminal};
use std::pin::pin;
use std::task::Poll;

use clap::error::{ContextKind, ContextValue};
use daytona_core::{PaginatedSnapshots, Snapshot, Warning};
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use format::Format;
pub(crate) use progress::{Progress, ProgressStyle};

use crate::failure::Failure;
use shown::Shown;
use streams::{STREAMS, Target};

/// Writes a snapshot with all its fields.
pub(crate) fn snapshot(format: Format, snapshot: &Snapshot) -> Result<(), Failure> {
    match format {
        Format::Table => {
            text(&fields::of(snapshot));
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, snapshot),
    }
}

/// Writes a page of snapshots.
pub(crate) fn page(format: Format, page: &PaginatedSnapshots) -> Result<(), Failure> {
    match format {
        Format::Table => {
            text(&table::of(&page.items, Timestamp::now()));
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, page),
    }
}

/// Writes that something was done: a sentence for people is no result, a document is.
pub(crate) fn acknowledgement(
    format: Format,
    value: &impl Serialize,
    sentence: &str,
) -> Result<(), Failure> {
    match format {
        Format::Table => {
            note(sentence);
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, value),
    }
}

/// Writes a value as the one document of standard output.
pub(crate) fn document(format: Format, value: &impl Serialize) -> Result<(), Failure> {
    let document = format.document(value).map_err(io::Error::other)?;
    STREAMS.write(Target::Out, document);
    Ok(())
}

/// Writes a text of several lines.
pub(crate) fn text(text: &str) {
    STREAMS.write(Target::Out, Shown::text(text));
}

/// Writes the content of a local file: to other programs as it is.
pub(crate) fn file(content: &str) {
    let shown = match io::stdout().is_terminal() {
        true => Shown::text(content),
        false => Shown::exact(content),
    };
    STREAMS.write(Target::Out, shown);
}

/// Writes a line of a build log as a result.
pub(crate) fn log_line(line: &str) {
    STREAMS.write(Target::Out, Shown::coloured_line(line).ended());
}

/// Writes a line to standard error. Where that cannot be written to, there is nobody to tell.
pub(crate) fn note(line: &str) {
    notes([line]);
}

/// Writes lines that belong together to standard error.
pub(crate) fn notes<'a>(lines: impl IntoIterator<Item = &'a str>) {
    note_shown(Shown::joined(lines.into_iter().map(Shown::line)));
}

/// Writes what will probably not come out as meant, for people.
pub(crate) fn warnings(warnings: &[Warning]) {
    for warning in warnings {
        note(&format!("warning: {warning}"));
    }
}

/// Writes a failure to standard error, where it follows lines that belong to no document.
pub(crate) fn error_document(format: Format, value: &impl Serialize) {
    match format.last_document(value) {
        Ok(document) => note_shown(document),
        Err(error) => note(&format!("error: cannot write the failure as {format:?}: {error}")),
    }
}

/// Writes what the parser says of a command line: the help, or a refusal.
pub(crate) fn parser_message(message: &mut clap::Error) {
    let (target, is_terminal) = match message.use_stderr() {
        true => (Target::Err, io::stderr().is_terminal()),
        false => (Target::Out, io::stdout().is_terminal()),
    };
    for (kind, value) in context_on_one_line(message) {
        message.insert(kind, value);
    }
    let text = message.render();
    let text = match is_terminal && takes_colours() {
        true => Shown::coloured_text(&text.ansi().to_string()),
        false => Shown::text(&text.to_string()),
    };
    STREAMS.write(target, text);
}

/// Returns the words of the command line that a message repeats, without line ends.
fn context_on_one_line(message: &clap::Error) -> Vec<(ContextKind, ContextValue)> {
    let line = |word: &String| Shown::line(word).as_str().to_owned();
    let shown = |value: &ContextValue| match value {
        ContextValue::String(word) => Some(ContextValue::String(line(word))),
        ContextValue::Strings(words) => {
            Some(ContextValue::Strings(words.iter().map(line).collect()))
        }
        _ => None,
    };
    message.context().filter_map(|(kind, value)| Some((kind, shown(value)?))).collect()
}

/// Returns `true` unless the environment says that a terminal shall get no colours.
fn takes_colours() -> bool {
    let variable = |name| std::env::var_os(name).unwrap_or_default();
    cfg!(unix) && variable("NO_COLOR").is_empty() && variable("TERM") != "dumb"
}

fn note_shown(line: Shown) {
    STREAMS.write(Target::Err, line.ended());
}

/// Waits until everything is written.
///
/// # Errors
///
/// The operating system's, when standard output cannot be written.
pub(crate) async fn written() -> io::Result<()> {
    poll_fn(|context| STREAMS.poll_written(context)).await;
    poll_fn(|context| match STREAMS.poll_failure(context) {
        Poll::Ready(error) => Poll::Ready(Err(error)),
        Poll::Pending => Poll::Ready(Ok(())),
    })
    .await
}

/// Blocks until everything is written.
pub(crate) fn wait_until_written() {
    STREAMS.wait_until_written();
}

/// Waits for the error of writing to standard output.
pub(crate) async fn failure() -> io::Error {
    poll_fn(|context| STREAMS.poll_failure(context)).await
}

/// Lets what is still to be written to standard error pass a blocked standard output.
pub(crate) fn hurry() {
    STREAMS.hurry();
}

/// Returns `true` once [`hurry`] was called: the program ends, and waits for a blocked output no
/// longer than a moment.
pub(crate) fn is_hurried() -> bool {
    STREAMS.is_hurried()
}

/// Runs work, and pauses it while too much waits to be written, until `overdue` is ready.
pub(crate) async fn paced<T>(work: impl Future<Output = T>, overdue: impl Future) -> T {
    let mut work = pin!(work);
    let mut overdue = pin!(overdue);
    let mut is_overdue = false;
    poll_fn(|context| {
        is_overdue = is_overdue || overdue.as_mut().poll(context).is_ready();
        match STREAMS.poll_room(context) {
            Poll::Pending if !is_overdue => Poll::Pending,
            _ => work.as_mut().poll(context),
        }
    })
    .await
}
