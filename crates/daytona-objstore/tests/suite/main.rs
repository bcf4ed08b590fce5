//! Tests of the public API.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod filters;
mod links;
mod packs;
mod retries;
mod scan;
mod store;
mod tree;
mod trees;
