//! `cargo xtask drift`: what has changed between our description and an upstream one.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{Error, description, workspace};

mod bodies;
mod difference;
mod document;
mod operations;
mod parameters;
mod report;
mod rules;
mod schemas;
mod shape;
#[cfg(test)]
mod tests;

use document::Document;
use report::Report;

const DESCRIPTION: &str = "openapi/daytona.yaml";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The upstream description, OpenAPI 3.0 in JSON or YAML
    file: PathBuf,
    /// How to print the differences
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs; the shape is in openapi/README.md
    Json,
}

/// Exit code of a comparison that found more than cosmetic differences.
const CHANGED: u8 = 1;
/// Exit code of a comparison that was not possible.
const BAD_INPUT: u8 = 2;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    compare(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(BAD_INPUT)
    })
}

fn compare(arguments: &Arguments) -> Result<ExitCode, Error> {
    let ours = read(&workspace::root().join(DESCRIPTION))?;
    let upstream = read(&arguments.file)?;
    let comparison = operations::compare(&ours, &upstream)
        .map_err(|error| format!("cannot compare {}: {error}", arguments.file.display()))?;
    let file = arguments.file.display().to_string();
    let report = Report::new(DESCRIPTION, &file, &comparison);
    let text = match arguments.format {
        Format::Text => report.text(),
        Format::Json => report.json()?,
    };
    print(&text)?;
    Ok(if report.is_unchanged() { ExitCode::SUCCESS } else { ExitCode::from(CHANGED) })
}

fn read(path: &Path) -> Result<Document, Error> {
    Document::new(description::read(path)?)
        .map_err(|error| format!("cannot use the description {}: {error}", path.display()).into())
}

/// Prints to the standard output; a reader that has seen enough is no error.
fn print(text: &str) -> Result<(), Error> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}
