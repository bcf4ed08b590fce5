//! Tests of the crate through its public API.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code outside of test functions")]

mod image;
mod service;
