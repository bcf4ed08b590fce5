//! The generator of the bindings, run as `cargo xtask generate`.

#![allow(clippy::print_stderr, reason = "a command prints to its terminal")]

use std::process::ExitCode;

use clap::Parser;

mod generate;
mod names;
mod passes;
mod refusal;
mod report;
mod syntax;

/// Writes Rust bindings from an OpenAPI description
///
/// Without arguments it rewrites crates/daytona-api/src/generated.rs from openapi/daytona.yaml.
#[derive(Parser)]
#[command(
    name = "cargo xtask generate",
    bin_name = "cargo xtask generate",
    disable_version_flag = true
)]
struct Command {
    #[command(flatten)]
    arguments: generate::Arguments,
}

fn main() -> ExitCode {
    generate::run(&Command::parse().arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
