//! `cargo xtask bench`: measures uploads and creates, together with the official SDK in one run.
//!
//! The measured code runs in separate processes with optimizations. This program starts them one after another and
//! combines their reports.

mod contexts;
mod create;
mod implementation;
mod machine;
pub(crate) mod program;
mod server;

use std::process::ExitCode;

use clap::Subcommand;

use xtask::Error;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Subcommand)]
enum Subject {
    /// Measures uploads of build contexts: cold, unchanged, and after a change of one file
    Contexts(contexts::Arguments),
    /// Measures the time from the end of a build to the return of its create, with requests and memory
    Create(create::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    match &arguments.subject {
        Subject::Contexts(arguments) => contexts::run(arguments),
        Subject::Create(arguments) => create::run(arguments),
    }
}
