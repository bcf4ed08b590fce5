//! No secret appears in logs, spans, `Debug` output, errors or files.
//!
//! The fault matrix searches every operation under every fault, and the command has its own tests.
//! These tests search the rest, and prove that the search finds secrets.
//!
//! They need their own process, because the capture of logs belongs to the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assertions;
mod configuration;
mod debug;
mod detection;
mod operations;
