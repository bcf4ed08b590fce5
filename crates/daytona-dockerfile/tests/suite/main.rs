//! Tests of the public API, partly against answers recorded from BuildKit.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code outside of test functions")]

mod buildkit;
mod expand;
mod ignore;
mod instructions;
mod properties;
mod random;
mod stages;
