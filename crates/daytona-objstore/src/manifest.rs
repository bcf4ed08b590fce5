//! What a context consists of, without its content.

use std::path::PathBuf;
use std::sync::Arc;

use crate::Digest;
use crate::content::Content;
use crate::shard::{self, Shard};

/// Lists the files of a context, with what is needed to name it and to archive it.
///
/// Made by [`scan`](crate::scan). Entries are in ascending order of their archive paths' bytes, and
/// no path occurs twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    whole: Shard,
    empty_directories: Vec<PathBuf>,
}

impl Manifest {
    /// Makes a manifest of entries that are sorted and unique.
    pub(crate) fn new(entries: Vec<Entry>, empty_directories: Vec<PathBuf>) -> Self {
        let range = 0..entries.len();
        Self { whole: Shard::new(Arc::new(entries), range), empty_directories }
    }

    /// Returns the files, in ascending order of their archive paths' bytes.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.whole.entries()
    }

    /// Returns the digest of the context, which names its object in the store.
    ///
    /// It depends on the archive paths, modes and contents, and on nothing else: not on where the
    /// tree lies, its times, its owner, or the order in which the disk lists it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.whole.digest()
    }

    /// Cuts the context into shards, whose archives the builder merges into the same tree.
    ///
    /// There is at least one, and there are at most 256. Every file is in exactly one, whole, and
    /// the shards are in the order of the files. Contexts below 6 MiB are one shard, with the
    /// digest of the context; larger ones are cut into shards of at least 3 MiB, and of about 6 MiB
    /// on average. From 1.1 GiB on these sizes double with the size of the context.
    ///
    /// The cuts follow from the archive paths and sizes of the files nearby, so that a change
    /// elsewhere moves none of them. As long as the sizes do not double, an edited file makes at
    /// most two shards that were not there before, an added or removed one at most three, and most
    /// changes make one.
    #[must_use]
    pub fn shards(&self) -> Vec<Shard> {
        shard::cut(&self.whole)
    }

    /// Returns the exact length in bytes of the [`archive`](crate::archive).
    #[must_use]
    pub fn archive_len(&self) -> u64 {
        self.whole.archive_len()
    }

    /// Returns how many bytes the files hold together.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.whole.total_bytes()
    }

    /// Returns the local directories without any content, which no archive can carry.
    ///
    /// The builder skips directory entries: a Dockerfile that copies one of these will fail.
    #[must_use]
    pub fn empty_directories(&self) -> &[PathBuf] {
        &self.empty_directories
    }

    /// Returns true when there is no file in the context.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    pub(crate) fn whole(&self) -> &Shard {
        &self.whole
    }
}

/// Describes one regular file of a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(crate) path: Box<str>,
    pub(crate) mode: u32,
    pub(crate) size: u64,
    pub(crate) digest: Digest,
    pub(crate) content: Arc<Content>,
}

impl Entry {
    /// Returns the path in the archive: relative, separated by `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the permission bits, with write access for group and others taken away.
    #[must_use]
    pub fn mode(&self) -> u32 {
        self.mode
    }

    /// Returns the size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the digest of the content: its BLAKE3 hash.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Returns the file on disk that holds the content, links resolved; nothing for content that
    /// was given in memory.
    #[must_use]
    pub fn local(&self) -> Option<PathBuf> {
        self.content.local(&self.path)
    }

    /// Returns what messages call it.
    pub(crate) fn place(&self) -> PathBuf {
        self.content.place(&self.path)
    }
}
