//! Tests across the crates; this library holds none of its own code.

#![doc = include_str!("../../README.md")]
