//! `cargo xtask generate`: runs the generator.
//!
//! The generator is a separate package, so that no other task compiles it.

use std::{env, ffi::OsString, process::ExitCode};

use xtask::{
    Error,
    cargo::{cargo, exit_code},
    workspace,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The arguments of the generator: see `cargo xtask generate --help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let status = cargo()
        .args(["run", "--quiet", "--package", "xtask-generator", "--manifest-path"])
        .arg(workspace::root().join("Cargo.toml"))
        .arg("--")
        .args(&arguments.arguments)
        // Paths in the arguments are relative to the current directory of the task.
        .current_dir(env::current_dir()?)
        .status()
        .map_err(|error| format!("cannot run the generator with cargo: {error}"))?;
    Ok(exit_code(status))
}
