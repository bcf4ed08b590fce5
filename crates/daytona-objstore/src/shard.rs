//! A shard: the part of a context that becomes one archive.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::{Digest, Entry, context_digest, tar_entry};

/// Consecutive files of a context that become one archive in the store.
///
/// [`Manifest::shards`](crate::Manifest::shards) returns them. A whole
/// [`Manifest`](crate::Manifest) converts to one shard. Clones share the entries.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let sources = vec![Source::new("src", "src")];
/// let manifest = scan(sources, Limits::default(), &Progress::new()).await?;
///
/// let shards = manifest.shards();
/// assert_eq!(shards.len(), 1, "a small context is not cut");
/// assert_eq!(shards[0].digest(), manifest.digest());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Shard {
    entries: Arc<Vec<Entry>>,
    range: Range<usize>,
    /// Computed on first use: the digest of a whole context is not needed if it is cut.
    digest: OnceLock<Digest>,
    total_bytes: u64,
    archive_len: u64,
}

impl Shard {
    pub(crate) fn new(entries: Arc<Vec<Entry>>, range: Range<usize>) -> Self {
        let files = &entries[range.clone()];
        let total_bytes = files.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size));
        let archive_len = tar_entry::archive_len(files);
        Self { entries, range, digest: OnceLock::new(), total_bytes, archive_len }
    }

    /// Returns the shard of a range of the entries of this one.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let start = self.range.start;
        Self::new(Arc::clone(&self.entries), start + range.start..start + range.end)
    }

    /// Returns the files, in ascending order of the bytes of their archive paths.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        // The range is checked when the shard is created.
        self.entries.get(self.range.clone()).unwrap_or_default()
    }

    /// Returns the digest of these files, which is a part of the object key of their archive.
    ///
    /// A shard and a [`Manifest`](crate::Manifest) with the same files have the same digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| context_digest::of(self.entries()))
    }

    /// Returns the length of the [`archive`](crate::archive) in bytes.
    #[must_use]
    pub fn archive_len(&self) -> u64 {
        self.archive_len
    }

    /// Returns the sum of the file sizes in bytes.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// Returns `true` if the shard has no files. Only the shard of an empty context has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Returns the number of values that share the entries.
    #[cfg(test)]
    pub(crate) fn reference_count(&self) -> usize {
        Arc::strong_count(&self.entries)
    }
}

impl PartialEq for Shard {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl Eq for Shard {}

impl From<&Shard> for Shard {
    fn from(shard: &Shard) -> Self {
        shard.clone()
    }
}
