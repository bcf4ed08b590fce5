//! The comparison of OpenAPI descriptions, and code that the tasks share with the generator.
//!
//! The generator is the separate package `xtask/generator`.

pub mod cargo;
pub mod description;
pub mod drift;
pub mod workspace;

/// The error of a task, with a message for the terminal.
pub type Error = Box<dyn std::error::Error>;
