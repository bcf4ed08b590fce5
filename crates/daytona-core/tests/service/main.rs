//! The service through its public face: on a scripted stub and over real HTTP.

#![allow(clippy::unwrap_used)]

mod follow;
mod http_calls;
mod http_failures;
mod script;
mod server;
