//! An entry of a manifest.

use std::path::PathBuf;
use std::sync::Arc;

use crate::Digest;
use crate::content::Content;

/// A regular file of a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(crate) path: Box<str>,
    pub(crate) mode: u32,
    pub(crate) size: u64,
    pub(crate) digest: Digest,
    pub(crate) content: Arc<Content>,
}

impl Entry {
    /// Returns the path in the archive. It is relative, and its separator is `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the permission bits, and setuid, setgid and sticky. The
    /// [`ModePolicy`](crate::ModePolicy) of the scan has been applied.
    #[must_use]
    pub fn mode(&self) -> u32 {
        self.mode
    }

    /// Returns the size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the BLAKE3 hash of the content.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Returns the local file that holds the content, with all links resolved.
    ///
    /// Returns `None` for content in memory.
    #[must_use]
    pub fn local(&self) -> Option<PathBuf> {
        self.content.local(&self.path)
    }

    /// Returns the path that names this entry in messages.
    pub(crate) fn display_path(&self) -> PathBuf {
        self.content.display_path(&self.path)
    }
}
