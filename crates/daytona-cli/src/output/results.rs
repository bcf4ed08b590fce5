//! Results of verbs, on standard output.

use std::io::{self, IsTerminal};

use daytona_core::{PaginatedSnapshots, Snapshot};
use jiff::Timestamp;
use serde::Serialize;

use super::format::Format;
use super::notes::note;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::{fields, table};

/// Writes a snapshot with all its fields.
pub(crate) fn snapshot(format: Format, snapshot: &Snapshot) -> io::Result<()> {
    match format {
        Format::Table => {
            text(&fields::of(snapshot));
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, snapshot),
    }
}

/// Writes a page of snapshots.
pub(crate) fn page(format: Format, page: &PaginatedSnapshots) -> io::Result<()> {
    match format {
        Format::Table => {
            text(&table::of(&page.items, Timestamp::now()));
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, page),
    }
}

/// Writes the result of a verb that returns nothing: a sentence on standard error for people, or a
/// document on standard output.
pub(crate) fn acknowledgement(
    format: Format,
    value: &impl Serialize,
    sentence: &str,
) -> io::Result<()> {
    match format {
        Format::Table => {
            note(sentence);
            Ok(())
        }
        Format::Json | Format::Yaml => document(format, value),
    }
}

/// Writes a value as the only document of standard output.
///
/// # Errors
///
/// Returns an error if the value cannot be serialized.
pub(crate) fn document(format: Format, value: &impl Serialize) -> io::Result<()> {
    let document = format.document(value).map_err(io::Error::other)?;
    STREAMS.write(Target::Out, document);
    Ok(())
}

/// Writes a text of several lines.
pub(crate) fn text(text: &str) {
    STREAMS.write(Target::Out, TerminalText::lines(text));
}

/// Writes the content of a local file, unchanged unless standard output is a terminal.
pub(crate) fn file(content: &str) {
    let text = match io::stdout().is_terminal() {
        true => TerminalText::lines(content),
        false => TerminalText::unchecked(content),
    };
    STREAMS.write(Target::Out, text);
}

/// Writes a line of a build log as a result.
pub(crate) fn log_line(line: &str) {
    STREAMS.write(Target::Out, TerminalText::coloured_line(line).with_newline());
}
