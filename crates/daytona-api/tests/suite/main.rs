//! Tests of the bindings through their public interface.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod decoding;
mod fixtures;
#[cfg(all(
    feature = "docker-registry",
    feature = "organizations",
    feature = "sandboxes",
    feature = "volumes"
))]
mod operations;
mod recorded;
mod redirects;
mod requests;
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
mod tls;
mod tracing;
