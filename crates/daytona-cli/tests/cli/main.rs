//! Tests of the program, run as a child process.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests; clippy exempts only functions marked `#[test]`"
)]

mod bad_input;
mod bad_servers;
#[cfg(target_os = "linux")]
mod blocked_output;
#[cfg(target_os = "linux")]
mod colours;
mod completions;
mod contexts;
mod everyday;
mod exit_codes;
mod formats;
mod help;
mod home;
mod hostile_text;
#[cfg(target_os = "linux")]
mod live;
mod local_folder;
mod local_state;
mod outcomes;
mod running_command;
#[cfg(target_os = "linux")]
mod screens;
mod secrets;
mod serving;
mod serving_tls;
mod signals;
#[cfg(target_os = "linux")]
mod terminal;
mod traces;
mod verbs;
