//! Everything that is written: results to standard output, the rest to standard error.

mod fields;
mod format;
mod progress;
mod table;
mod units;

use std::io::{self, Write};

use daytona_core::{PaginatedSnapshots, Snapshot, Warning};
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use format::Format;
pub(crate) use progress::{Progress, ProgressStyle};

use crate::failure::Failure;

/// Writes a snapshot with all its fields.
pub(crate) fn snapshot(format: Format, snapshot: &Snapshot) -> Result<(), Failure> {
    match format {
        Format::Table => text(&fields::of(snapshot)),
        Format::Json | Format::Yaml => document(format, snapshot),
    }
}

/// Writes a page of snapshots.
pub(crate) fn page(format: Format, page: &PaginatedSnapshots) -> Result<(), Failure> {
    match format {
        Format::Table => text(&table::of(&page.items, Timestamp::now())),
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
    let text = format.document(value).map_err(io::Error::other)?;
    bytes(text.as_bytes())
}

/// Writes a text as it is.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    bytes(text.as_bytes())
}

/// Writes bytes as they are, all at once.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()?;
    Ok(())
}

/// Writes a line that somebody may be waiting for.
pub(crate) fn line(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// Writes a line to standard error. Where that cannot be written to, there is nobody to tell.
pub(crate) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
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
        Ok(text) => note(text.trim_end()),
        Err(error) => note(&format!("error: the failure cannot be written as {format:?}: {error}")),
    }
}
