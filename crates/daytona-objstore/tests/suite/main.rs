//! Tests of the public API.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod filters;
mod links;
mod pack_shards;
mod pack_uploads;
mod packs;
mod retries;
mod scan;
mod store;
mod tree;
mod trees;
mod unpack;
