//! The list of the files of a context.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cut::cut;
use crate::{Digest, Entry, Shard};

/// The files of a context, without their contents.
///
/// [`scan`](crate::scan) returns it. Entries are in ascending order of the bytes of their archive
/// paths. No path occurs twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    whole: Shard,
    empty_directories: Vec<PathBuf>,
}

impl Manifest {
    /// Creates a manifest of entries that are sorted and unique.
    pub(crate) fn new(entries: Vec<Entry>, empty_directories: Vec<PathBuf>) -> Self {
        let range = 0..entries.len();
        Self { whole: Shard::new(Arc::new(entries), range), empty_directories }
    }

    /// Returns the files, in ascending order of the bytes of their archive paths.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.whole.entries()
    }

    /// Returns the digest of the context, which is a part of its object key.
    ///
    /// It depends on archive paths, modes and contents. It does not depend on the location of the
    /// tree, on times and owners, or on the order in which the disk lists files.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.whole.digest()
    }

    /// Returns the shards of the context. The builder merges their archives into the same tree.
    ///
    /// There are 1 to 256 shards. Each file is in exactly one shard, and the shards are in the
    /// order of the files.
    ///
    /// A context below 6 MiB is one shard with the digest of the context. A larger context is cut
    /// into shards of at least 3 MiB and of 6 MiB on average. Above 1.1 GiB these sizes double with
    /// the size of the context.
    ///
    /// A cut depends on the paths and sizes of the files near it. So an edited file creates at most
    /// two new shards, and an added or removed file at most three, as long as the sizes do not
    /// double. Most changes create one.
    #[must_use]
    pub fn shards(&self) -> Vec<Shard> {
        cut(&self.whole)
    }

    /// Returns the length of the [`archive`](crate::archive) in bytes.
    #[must_use]
    pub fn archive_len(&self) -> u64 {
        self.whole.archive_len()
    }

    /// Returns the sum of the file sizes in bytes.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.whole.total_bytes()
    }

    /// Returns the local directories that are empty. An archive cannot contain them.
    ///
    /// The builder skips directory entries, so a Dockerfile that copies an empty directory fails.
    #[must_use]
    pub fn empty_directories(&self) -> &[PathBuf] {
        &self.empty_directories
    }

    /// Returns `true` if the context has no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }
}

impl From<Manifest> for Shard {
    fn from(manifest: Manifest) -> Self {
        manifest.whole
    }
}

impl From<&Manifest> for Shard {
    fn from(manifest: &Manifest) -> Self {
        manifest.whole.clone()
    }
}

impl From<Arc<Manifest>> for Shard {
    fn from(manifest: Arc<Manifest>) -> Self {
        Self::from(&*manifest)
    }
}
