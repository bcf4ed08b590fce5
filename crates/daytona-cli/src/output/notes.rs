//! Notes, warnings and failures, on standard error.
//!
//! An error of writing to standard error is ignored: there is no other stream to report it on.

use daytona_core::Warning;
use serde::Serialize;

use super::colours;
use super::format::Format;
use super::progress::ProgressStyle;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use crate::failure::{Failure, Report};

/// The document of a failure.
#[derive(Serialize)]
struct FailureDocument<'a> {
    /// Present among the events of `--progress json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
    error: &'a Report,
}

/// Writes a line.
pub(crate) fn note(line: &str) {
    write(TerminalText::line(line));
}

/// Writes a prompt, and leaves the cursor behind it.
pub(crate) fn prompt(prompt: &str) {
    STREAMS.write(Target::Err, TerminalText::line(prompt));
}

/// Writes warnings about an image, for people.
pub(crate) fn warnings(warnings: &[Warning]) {
    for warning in warnings {
        write(colours::labelled("warning", colours::WARNING, &format!(" {warning}")));
    }
}

/// Writes a failure, as lines or as a document that follows lines of other kinds.
///
/// After events in JSON, the failure is an event, too.
pub(crate) fn failure(format: Format, progress: ProgressStyle, failure: &Failure) {
    let Some(report) = failure.report() else { return };
    let (format, event) = match (format, progress) {
        (Format::Yaml, ProgressStyle::Json) => (format, None),
        (_, ProgressStyle::Json) => (Format::Json, Some("failed")),
        _ => (format, None),
    };
    match format {
        Format::Table => {
            let lines = report.lines();
            write(TerminalText::joined(lines.iter().map(|line| coloured(line))));
        }
        Format::Json | Format::Jsonl | Format::Yaml => {
            match format.last_document(&FailureDocument { event, error: report }) {
                Ok(document) => write(document),
                Err(error) => {
                    note(&format!("error: cannot write the failure as {format:?}: {error}"));
                }
            }
        }
    }
}

/// Colours the label of a line of a failure.
fn coloured(line: &str) -> TerminalText {
    match line.split_once(':') {
        Some(("error", rest)) => colours::labelled("error", colours::ERROR, rest),
        Some((label @ ("  hint" | "  resume"), rest)) => {
            colours::labelled(label, colours::HINT, rest)
        }
        _ => TerminalText::line(line),
    }
}

fn write(text: TerminalText) {
    STREAMS.write(Target::Err, text.with_newline());
}
