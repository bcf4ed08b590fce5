//! Tests across the crates.
//!
//! Tests that observe or replace state of the whole process have binaries of their own:
//! `fault_matrix` and `secrets` collect all logs, `telemetry` sets the global providers.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "helpers of tests; clippy exempts only functions marked `#[test]`"
)]

mod conformance;
mod end_to_end;
mod entrypoints;
mod integrator;
mod readme;
#[cfg(unix)]
mod real_builder;
mod recorded_answers;
mod tls;
mod uploads;
