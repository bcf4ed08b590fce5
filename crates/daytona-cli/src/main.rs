//! The command `daytona-snapshot`: creates, lists, follows and removes Daytona snapshots.
//!
//! Without an account, `--local` runs any verb against a Daytona inside the process, which keeps
//! its state in a folder. Otherwise credentials come from the environment, `.env.local` or `.env`
//! (see [`Daytona::from_env`](daytona_core::Daytona::from_env)), never from arguments, which other
//! users of the machine can read.
//!
//! # Output
//!
#![doc = include_str!("../docs/output.md")]
//!
//! # Exit codes
//!
#![doc = include_str!("../docs/exit-codes.md")]

mod app;
mod cli;
mod commands;
mod connection;
mod deadline;
mod failure;
mod interrupt;
mod journal;
mod local;
mod output;

fn main() -> std::process::ExitCode {
    app::run(std::env::args_os().collect())
}
