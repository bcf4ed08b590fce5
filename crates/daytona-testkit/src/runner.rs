//! The runner: it checks builds instead of running them, and moves snapshots from state to state.

mod check;
mod context;
pub(crate) mod entrypoint;
pub(crate) mod lifecycle;
mod transcript;

pub use self::context::ContextFile;
pub(crate) use self::context::read_files;
