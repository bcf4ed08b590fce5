//! Builds: nothing is executed, but everything is looked for.

mod check;
mod context;
mod dockerfile;
pub(crate) mod entrypoint;
pub(crate) mod lifecycle;
mod transcript;

pub use self::context::ContextFile;
pub(crate) use self::context::read_files;
