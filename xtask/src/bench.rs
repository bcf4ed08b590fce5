//! `cargo xtask bench`: what users wait for, side by side with the official SDK in one run.
//!
//! What is measured runs in processes of its own, built optimized; this program only starts them,
//! in turns, and puts together what they report.

mod contexts;
mod create;
mod machine;
mod program;
mod server;

use std::process::ExitCode;

use clap::Subcommand;

use crate::Error;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Subcommand)]
enum Subject {
    /// Uploads of build contexts: cold, unchanged, and after a change of one file
    Contexts(contexts::Arguments),
    /// Creates: how soon they return after the server's end of a build, and at what cost
    Create(create::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    match &arguments.subject {
        Subject::Contexts(arguments) => contexts::run(arguments),
        Subject::Create(arguments) => create::run(arguments),
    }
}
