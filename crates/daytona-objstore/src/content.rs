//! Where the content of a file comes from.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::source;

/// Where the content of an entry is. The files of a directory share one value, so that a large
/// context need not hold the path of each.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// In a file of this directory, with the name that the entry has in the archive.
    Directory(PathBuf),
    /// In this file.
    File(PathBuf),
    Memory(Bytes),
}

impl Content {
    /// Returns the file on disk that holds the content of the entry at `archive_path`, if it is on
    /// the disk.
    pub(crate) fn local(&self, archive_path: &str) -> Option<PathBuf> {
        match self {
            Self::Directory(directory) => {
                Some(joined(directory, source::name(archive_path).as_ref()))
            }
            Self::File(file) => Some(file.clone()),
            Self::Memory(_) => None,
        }
    }

    /// Returns what messages call the entry at `archive_path`.
    pub(crate) fn place(&self, archive_path: &str) -> PathBuf {
        self.local(archive_path).unwrap_or_else(|| archive_path.into())
    }
}

/// Leaves out content in memory, which may be long, and a secret.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(directory) => write!(f, "in {}", directory.display()),
            Self::File(file) => file.fmt(f),
            Self::Memory(bytes) => write!(f, "{} bytes in memory", bytes.len()),
        }
    }
}

/// Joins a path and a name with one allocation.
pub(crate) fn joined(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.push(folder);
    path.push(name);
    path
}
