//! What the tasks share with the generator, which is a package of its own (`xtask/generator`).

pub mod cargo;
pub mod description;
pub mod workspace;

/// The error of a task, in words for the terminal.
pub type Error = Box<dyn std::error::Error>;
