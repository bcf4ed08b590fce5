//! The content of an archive entry.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::source;

/// The location of the content of an entry.
///
/// The files of a directory share one value, so that a large manifest does not hold every path.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// A file in this directory. The last segment of the archive path is its name.
    Directory(PathBuf),
    /// This file.
    File(PathBuf),
    InMemory(Bytes),
}

impl Content {
    /// Returns the file that holds the content of the entry at `archive_path`, or `None` for
    /// content in memory.
    pub(crate) fn local(&self, archive_path: &str) -> Option<PathBuf> {
        match self {
            Self::Directory(directory) => {
                Some(join(directory, source::file_name(archive_path).as_ref()))
            }
            Self::File(file) => Some(file.clone()),
            Self::InMemory(_) => None,
        }
    }

    /// Returns the path that names the entry at `archive_path` in messages.
    pub(crate) fn display_path(&self, archive_path: &str) -> PathBuf {
        self.local(archive_path).unwrap_or_else(|| archive_path.into())
    }
}

// Content in memory may be long, and secret.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(directory) => write!(f, "in {}", directory.display()),
            Self::File(file) => file.fmt(f),
            Self::InMemory(bytes) => write!(f, "{} bytes in memory", bytes.len()),
        }
    }
}

/// Joins a path and a name with one allocation.
pub(crate) fn join(directory: &Path, name: &OsStr) -> PathBuf {
    let mut path = PathBuf::with_capacity(directory.as_os_str().len() + 1 + name.len());
    path.push(directory);
    path.push(name);
    path
}
