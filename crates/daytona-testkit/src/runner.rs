//! The runner: it checks builds instead of running them, and moves snapshots from state to state.

mod attempt;
mod context;
mod context_paths;
pub(crate) mod entrypoint;
pub(crate) mod lifecycle;
mod progress;
mod steps;
mod transition;
mod trial;
mod unpack;

pub use self::context::ContextFile;
pub(crate) use self::context::read_files;
