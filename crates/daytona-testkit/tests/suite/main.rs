//! Tests of the emulator through its public API and over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "test code outside of test functions"
)]

mod builds;
mod client;
mod docs;
mod faults;
mod feed;
mod feed_client;
mod feed_faults;
#[cfg(unix)]
mod killed;
mod lost_deletes;
mod rules;
mod state;
#[cfg(unix)]
mod state_folder;
mod storage;
mod unneeded_objects;
