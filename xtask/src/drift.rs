//! `cargo xtask drift`: compares our OpenAPI description with an upstream one.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{Error, description, workspace};

mod base_path;
mod bodies;
mod difference;
mod document;
mod operation;
mod operations;
mod parameters;
mod report;
mod rules;
mod schemas;
mod shape;

pub use difference::Difference;
pub use document::Document;
pub use operations::{Comparison, compare};
pub use report::Report;
pub use rules::{Class, Direction};

const DESCRIPTION: &str = "openapi/daytona.yaml";

/// The arguments of `cargo xtask drift`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The upstream description, OpenAPI 3.0 in JSON or YAML
    file: PathBuf,
    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    /// Text for a terminal
    #[default]
    Text,
    /// JSON, described in openapi/README.md
    Json,
}

/// The exit code if a difference is more than cosmetic.
const CHANGED: u8 = 1;
/// The exit code if the descriptions cannot be compared.
const BAD_INPUT: u8 = 2;

/// Compares `openapi/daytona.yaml` with the given file, and prints the report.
#[allow(clippy::print_stderr, reason = "a command prints to its terminal")]
pub fn run(arguments: &Arguments) -> ExitCode {
    report(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(BAD_INPUT)
    })
}

fn report(arguments: &Arguments) -> Result<ExitCode, Error> {
    let ours = read(&workspace::root().join(DESCRIPTION))?;
    let upstream = read(&arguments.file)?;
    let comparison = compare(&ours, &upstream)
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

/// Prints to the standard output. A reader that closes the pipe is not an error.
fn print(text: &str) -> Result<(), Error> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}
