//! Tests across the crates. The library part has the helpers that several packages use.

pub mod canary;

/// Compiles the code in the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
