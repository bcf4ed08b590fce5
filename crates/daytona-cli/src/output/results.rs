//! Results of verbs, on standard output.

use std::io::{self, IsTerminal};
use std::time::Duration;

use console::Term;
use daytona_core::{PaginatedSnapshots, Snapshot};
use jiff::Timestamp;
use serde::Serialize;

use super::format::Format;
use super::notes::note;
use super::snapshot_table::Layout;
use super::streams::{STREAMS, Target};
use super::terminal_text::TerminalText;
use super::{colours, fields, snapshot_table, units};

/// Writes a snapshot with all its fields.
pub(crate) fn snapshot(format: Format, snapshot: &Snapshot) -> io::Result<()> {
    match format {
        Format::Table => {
            text(&fields::of(snapshot));
            Ok(())
        }
        Format::Json | Format::Jsonl | Format::Yaml => document(format, snapshot),
    }
}

/// Writes the snapshot that a create has made: one line for people, with the time taken.
pub(crate) fn created(format: Format, snapshot: &Snapshot, time: Duration) -> io::Result<()> {
    one_line(format, snapshot, &format!(", in {}", units::short_seconds(time)))
}

/// Writes a snapshot whose state has changed: one line for people.
pub(crate) fn changed(format: Format, snapshot: &Snapshot) -> io::Result<()> {
    one_line(format, snapshot, "")
}

fn one_line(format: Format, snapshot: &Snapshot, end: &str) -> io::Result<()> {
    match format {
        Format::Table => {
            STREAMS.write(Target::Out, summary(snapshot, end).with_newline());
            Ok(())
        }
        Format::Json | Format::Jsonl | Format::Yaml => document(format, snapshot),
    }
}

/// Returns the name, the id, the state and the size of a snapshot.
fn summary(snapshot: &Snapshot, end: &str) -> TerminalText {
    let Snapshot { name, id, state, size, .. } = snapshot;
    let size = size.map(|size| format!(", {}", units::gib(size))).unwrap_or_default();
    let start = TerminalText::line(&format!("{name} ({id}): "));
    let state = TerminalText::line(state.as_str());
    let state = colours::styled(Target::Out, colours::of_state(&snapshot.state), &state);
    let end = TerminalText::line(&format!("{size}{end}"));
    TerminalText::unchecked(&format!("{}{}{}", start.as_str(), state.as_str(), end.as_str()))
}

/// Writes a page of snapshots. A wide table has all columns, whatever the width of the terminal.
pub(crate) fn page(format: Format, page: &PaginatedSnapshots, is_wide: bool) -> io::Result<()> {
    match format {
        Format::Table => {
            let is_narrowed = !is_wide && io::stdout().is_terminal();
            let width = is_narrowed.then(|| usize::from(Term::stdout().size().1));
            let layout = Layout { width, has_colours: colours::are_shown(Target::Out) };
            let table = snapshot_table::of(&page.items, Timestamp::now(), layout);
            // Its cells are escaped.
            STREAMS.write(Target::Out, TerminalText::unchecked(&table));
            Ok(())
        }
        Format::Jsonl => {
            for snapshot in &page.items {
                document(format, snapshot)?;
            }
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
        Format::Json | Format::Jsonl | Format::Yaml => document(format, value),
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
