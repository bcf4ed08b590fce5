//! Tests across the crates, and what several of them need.

pub mod canary;

/// Compiles the code of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
