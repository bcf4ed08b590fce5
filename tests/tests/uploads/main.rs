//! Uploads of contexts over a network that fails, into stores that do, and by processes that are killed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "test code")]

mod built;
mod conformance;
mod documented;
mod killed;
mod network;
mod proxy;
mod refused;
mod setting;
