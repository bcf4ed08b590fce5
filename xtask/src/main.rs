//! Maintenance tasks of the workspace, run as `cargo xtask <task>`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command prints to its terminal")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{Error, drift};

mod bench;
mod faults;
mod generate;
mod measured;
#[cfg(unix)]
mod picture;
mod python;
mod test;
mod words;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Maintenance tasks of the workspace",
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures uploads and creates, together with the official SDK
    Bench(bench::Arguments),
    /// Regenerates crates/daytona-api/src/generated.rs from openapi/daytona.yaml, or generates a crate
    #[command(disable_help_flag = true)]
    Generate(generate::Arguments),
    /// Compares openapi/daytona.yaml with an upstream description; exit code 0 if the bound part is unchanged, 1 if it
    /// has changed, 2 if the file cannot be compared
    Drift(drift::Arguments),
    /// Runs every operation under every fault and prints the results
    Faults(faults::Arguments),
    /// Writes docs/create.svg, the picture of the command, from a real run
    #[cfg(unix)]
    Picture,
    /// Runs the tests of the workspace, doctests included, except those of the generator
    Test,
    /// Finds wording in hand-written text that has a plainer term
    Words,
}

fn main() -> ExitCode {
    let outcome: Result<ExitCode, Error> = match Arguments::parse().task {
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Drift(arguments) => Ok(drift::run(&arguments)),
        Task::Faults(arguments) => faults::run(&arguments),
        #[cfg(unix)]
        Task::Picture => picture::run(),
        Task::Test => test::run(),
        Task::Words => words::run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
