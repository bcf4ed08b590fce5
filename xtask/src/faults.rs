//! `cargo xtask faults`: runs the fault matrix, optionally also with the official SDK.

use std::{
    fs, io,
    path::Path,
    process::{ExitCode, Stdio},
};

use xtask::{Error, cargo::cargo, workspace};

use crate::{measured, python};

const PAGE: &str = "crates/daytona-core/docs/faults.md";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Also runs the official Python SDK, which takes about three minutes
    #[arg(long)]
    official: bool,
    /// Prints JSON instead of Markdown
    #[arg(long)]
    json: bool,
    /// Writes the table into crates/daytona-core/docs/faults.md
    #[arg(long)]
    write: bool,
    /// Runs only the faults whose name contains this text
    #[arg(long, value_name = "TEXT", conflicts_with = "write")]
    only: Option<String>,
}

/// Runs and prints the matrix. Fails if a result differs from the expected one.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let folder = workspace::target().join("faults");
    fs::create_dir_all(&folder)?;
    let (table, json) = (folder.join("table.md"), folder.join("cells.json"));
    remove(&table)?;
    let mut matrix = cargo();
    matrix
        .args(["test", "--quiet", "--package", "daytona-tests", "--test", "fault_matrix"])
        .args(["--", "every_operation_survives_every_fault_as_promised"])
        .env("FAULT_MATRIX_REPORT", &table)
        .env("FAULT_MATRIX_JSON", &json)
        // The result is in the table.
        .stdout(Stdio::null());
    if arguments.official {
        let requirements = workspace::root().join("tests/official-sdk/requirements.txt");
        matrix.env("FAULT_MATRIX_OFFICIAL", python::prepare("official-sdk", &requirements)?);
    }
    if let Some(only) = &arguments.only {
        matrix.env("FAULT_MATRIX_ONLY", only);
    }
    let is_as_expected = matrix.status()?.success();
    let table =
        fs::read_to_string(&table).map_err(|error| format!("the run wrote no table: {error}"))?;
    println!("{}", if arguments.json { fs::read_to_string(&json)? } else { table.clone() });
    if arguments.write {
        measured::write(&workspace::root().join(PAGE), &table)?;
    }
    Ok(if is_as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Removes the file of an earlier run.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
