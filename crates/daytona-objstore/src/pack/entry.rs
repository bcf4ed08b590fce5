//! An entry of a pack.

use std::path::PathBuf;
use std::sync::Arc;

use tar::EntryType;

use crate::Digest;
use crate::content::Content;
use crate::cut::Weighted;
use crate::tar_entry::{self, Fields};

/// A file, directory or link of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackEntry {
    pub(crate) path: Box<str>,
    pub(crate) mode: u32,
    /// Seconds since the beginning of 1970.
    pub(crate) time: u64,
    pub(crate) kind: EntryKind,
    /// The location of the entry. For a directory that no source gives, its path in the archive.
    pub(crate) content: Arc<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Directory,
    File { size: u64, digest: Digest },
    Link { target: Box<[u8]> },
}

/// The kind of a [`PackEntry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackEntryKind<'a> {
    /// A directory.
    Directory,
    /// A regular file.
    #[non_exhaustive]
    File {
        /// The size in bytes.
        size: u64,
        /// The BLAKE3 hash of the content.
        digest: Digest,
    },
    /// A symbolic link.
    #[non_exhaustive]
    Link {
        /// The text of the target, which may not be UTF-8.
        target: &'a [u8],
    },
}

impl PackEntry {
    /// Returns the path in the archive. It is relative, and its separator is `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the kind of the entry.
    #[must_use]
    pub fn kind(&self) -> PackEntryKind<'_> {
        match &self.kind {
            EntryKind::Directory => PackEntryKind::Directory,
            EntryKind::File { size, digest } => {
                PackEntryKind::File { size: *size, digest: *digest }
            }
            EntryKind::Link { target } => PackEntryKind::Link { target },
        }
    }

    /// Returns the permission bits, and setuid, setgid and sticky. The mode of a link is `0o777`.
    #[must_use]
    pub fn mode(&self) -> u32 {
        self.mode
    }

    /// Returns the local path of a file or a link. Returns `None` for a directory and for content in
    /// memory.
    #[must_use]
    pub fn local(&self) -> Option<PathBuf> {
        match self.kind {
            EntryKind::Directory => None,
            EntryKind::File { .. } | EntryKind::Link { .. } => self.content.local(&self.path),
        }
    }

    /// Returns the path that names this entry in messages.
    pub(crate) fn display_path(&self) -> PathBuf {
        self.content.display_path(&self.path)
    }

    pub(crate) fn size(&self) -> u64 {
        match self.kind {
            EntryKind::File { size, .. } => size,
            EntryKind::Directory | EntryKind::Link { .. } => 0,
        }
    }

    /// Returns the bytes before the content in a tar archive.
    pub(super) fn tar_head(&self, uid: u32, gid: u32) -> Vec<u8> {
        let (entry_type, link) = match &self.kind {
            EntryKind::Directory => (EntryType::Directory, &[][..]),
            EntryKind::File { .. } => (EntryType::Regular, &[][..]),
            EntryKind::Link { target } => (EntryType::Symlink, &target[..]),
        };
        let mut name = self.path.as_bytes().to_vec();
        if self.kind == EntryKind::Directory {
            name.push(b'/');
        }
        let (size, mode, time) = (self.size(), self.mode, self.time);
        Fields { name: &name, entry_type, link, size, mode, uid, gid, time }.encode()
    }
}

impl Weighted for PackEntry {
    fn path(&self) -> &str {
        &self.path
    }

    fn weight(&self) -> u64 {
        let (name_len, link_len) = match &self.kind {
            EntryKind::Directory => (self.path.len() + 1, 0),
            EntryKind::File { .. } => (self.path.len(), 0),
            EntryKind::Link { target } => (self.path.len(), target.len()),
        };
        tar_entry::content_len(tar_entry::head_len(name_len, link_len), self.size())
    }
}
