//! Maintenance tasks of the workspace, run as `cargo xtask <task>`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{Error, cargo, description, workspace};

mod bench;
mod drift;
mod faults;
mod generate;
mod measured;
mod python;
mod test;

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
    /// Measures what users wait for, side by side with the official SDK
    Bench(bench::Arguments),
    /// Regenerates crates/daytona-api/src/generated.rs from openapi/daytona.yaml, or generates a crate
    #[command(disable_help_flag = true)]
    Generate(generate::Arguments),
    /// Compares openapi/daytona.yaml with an upstream description; exit code 0 if what we bind is unchanged, 1 if it
    /// is not, 2 if the file cannot be compared
    Drift(drift::Arguments),
    /// Plays every operation under every fault and prints what came out
    Faults(faults::Arguments),
    /// Runs the tests of the workspace, doctests included, except those of the generator
    Test,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Generate(arguments) => generate::run(&arguments),
        Task::Drift(arguments) => Ok(drift::run(&arguments)),
        Task::Faults(arguments) => faults::run(&arguments),
        Task::Test => test::run(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
