//! `cargo xtask faults`: the fault matrix, and the official SDK beside it.

use std::{
    fs, io,
    path::Path,
    process::{ExitCode, Stdio},
};

use crate::{Error, cargo::cargo, measured, python, workspace};

const PAGE: &str = "crates/daytona-core/docs/faults.md";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Puts the official Python SDK through the same faults, in real time: some three minutes
    #[arg(long)]
    official: bool,
    /// Prints JSON in place of Markdown
    #[arg(long)]
    json: bool,
    /// Writes the table into crates/daytona-core/docs/faults.md
    #[arg(long)]
    write: bool,
    /// Limits the run to the faults whose name contains this
    #[arg(long, value_name = "TEXT", conflicts_with = "write")]
    only: Option<String>,
}

/// Runs the matrix and prints it, whether its promises are kept or not; fails if one is broken that is not known to be.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let folder = workspace::target().join("faults");
    fs::create_dir_all(&folder)?;
    let (table, json) = (folder.join("table.md"), folder.join("cells.json"));
    forget(&table)?;
    let mut matrix = cargo();
    matrix
        .args(["test", "--quiet", "--package", "daytona-tests", "--test", "fault_matrix"])
        .args(["--", "every_operation_survives_every_fault_as_promised"])
        .env("FAULT_MATRIX_REPORT", &table)
        .env("FAULT_MATRIX_JSON", &json)
        // The result is the table.
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
        fs::read_to_string(&table).map_err(|error| format!("there is no table: {error}"))?;
    println!("{}", if arguments.json { fs::read_to_string(&json)? } else { table.clone() });
    if arguments.write {
        measured::write(&workspace::root().join(PAGE), &table)?;
    }
    Ok(if is_as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Removes what an earlier run left.
fn forget(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
