//! A folder whose entries are opened by name, and never through a symbolic link.
//!
//! On Unix the folder stays open. A later change of its path has no effect.

mod entry;
#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use other::Folder;
#[cfg(unix)]
pub(crate) use unix::Folder;
