//! Tests of `cargo xtask drift`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod base_path;
mod command;
mod comparison;
mod older_release;
mod operations;
mod schemas;
