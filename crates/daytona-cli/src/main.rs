//! The command `daytona-snapshot`: creates, lists, follows and deletes Daytona snapshots.
//!
//! ```sh
//! cargo install --locked --path crates/daytona-cli
//! daytona-snapshot --local create hello --dockerfile Dockerfile
//! daytona-snapshot --local list
//! ```
//!
//! `--local` runs any verb against an emulator inside the process and needs no account. The
//! emulator keeps its state in a folder. Otherwise credentials come from the environment,
//! `.env.local` or `.env` (see [`Daytona::from_env`](daytona_core::Daytona::from_env)). They never
//! come from arguments, which other users of the machine can read.
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
mod command_line;
mod commands;
mod connection;
mod deadline;
mod failure;
mod local;
mod missing_source;
mod operation;
mod output;
mod session;
mod signals;

fn main() -> std::process::ExitCode {
    app::run(std::env::args_os().collect())
}
