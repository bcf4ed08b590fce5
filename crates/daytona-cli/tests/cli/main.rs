//! The real program, run as a user runs it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails; clippy knows only the functions marked `#[test]`"
)]

mod bad_input;
mod bad_servers;
#[cfg(target_os = "linux")]
mod blocked;
mod everyday;
mod formats;
mod home;
mod hostile_text;
mod local_state;
mod outcomes;
mod running;
mod secrets;
mod serving;
mod signals;
