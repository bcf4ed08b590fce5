//! Notes, warnings and failures, on standard error.
//!
//! An error of writing to standard error is ignored: there is no other stream to report it on.

use daytona_core::Warning;
use serde::Serialize;

use super::format::Format;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use crate::failure::{Failure, Report};

/// The document of a failure.
#[derive(Serialize)]
struct FailureDocument<'a> {
    error: &'a Report,
}

/// Writes a line.
pub(crate) fn note(line: &str) {
    write(TerminalText::line(line));
}

/// Writes warnings about an image, for people.
pub(crate) fn warnings(warnings: &[Warning]) {
    for warning in warnings {
        note(&format!("warning: {warning}"));
    }
}

/// Writes a failure, as lines or as a document that follows lines of other kinds.
pub(crate) fn failure(format: Format, failure: &Failure) {
    let Some(report) = failure.report() else { return };
    match format {
        Format::Table => {
            let lines = report.lines();
            write(TerminalText::joined(lines.iter().map(|line| TerminalText::line(line))));
        }
        Format::Json | Format::Yaml => {
            match format.last_document(&FailureDocument { error: report }) {
                Ok(document) => write(document),
                Err(error) => {
                    note(&format!("error: cannot write the failure as {format:?}: {error}"));
                }
            }
        }
    }
}

fn write(text: TerminalText) {
    STREAMS.write(Target::Err, text.with_newline());
}
