//! A shard: the part of a context that becomes one archive.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::pack::PackedArchive;
use crate::{Digest, Entry, context_digest, tar_entry};

/// Files of a context that become one object in the store.
///
/// [`Manifest::shards`](crate::Manifest::shards) returns shards of plain files. A whole
/// [`Manifest`](crate::Manifest) converts to one shard. [`PackShard::into_shard`] returns a packed
/// shard: its object contains one file, a compressed archive. Clones share the entries.
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
///
/// [`PackShard::into_shard`]: crate::PackShard::into_shard
#[derive(Debug, Clone)]
pub struct Shard(ShardKind);

#[derive(Debug, Clone)]
enum ShardKind {
    Plain(PlainShard),
    Packed(PackedArchive),
}

/// Consecutive files of a context.
#[derive(Debug, Clone)]
struct PlainShard {
    entries: Arc<Vec<Entry>>,
    range: Range<usize>,
    /// Computed on first use: the digest of a whole context is not needed if it is cut.
    digest: OnceLock<Digest>,
    total_bytes: u64,
    archive_len: u64,
}

impl PlainShard {
    fn entries(&self) -> &[Entry] {
        // The range is checked when the shard is created.
        self.entries.get(self.range.clone()).unwrap_or_default()
    }
}

impl Shard {
    pub(crate) fn new(entries: Arc<Vec<Entry>>, range: Range<usize>) -> Self {
        let files = &entries[range.clone()];
        let total_bytes = files.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size));
        let archive_len = tar_entry::archive_len(files);
        let digest = OnceLock::new();
        Self(ShardKind::Plain(PlainShard { entries, range, digest, total_bytes, archive_len }))
    }

    pub(crate) fn of_packed(archive: PackedArchive) -> Self {
        Self(ShardKind::Packed(archive))
    }

    /// Returns the shard of a range of the entries of this one, which is plain.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        match &self.0 {
            ShardKind::Plain(PlainShard { entries, range: Range { start, .. }, .. }) => {
                Self::new(Arc::clone(entries), start + range.start..start + range.end)
            }
            ShardKind::Packed(_) => self.clone(),
        }
    }

    /// Returns the packed archive, or `None` if the shard is plain.
    pub(crate) fn as_packed(&self) -> Option<&PackedArchive> {
        match &self.0 {
            ShardKind::Packed(archive) => Some(archive),
            ShardKind::Plain(_) => None,
        }
    }

    /// Returns the files, in ascending order of the bytes of their archive paths.
    ///
    /// A packed shard has none: the context contains its archive, not its files.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.0 {
            ShardKind::Plain(plain) => plain.entries(),
            ShardKind::Packed(_) => &[],
        }
    }

    /// Returns the digest of these files, which is a part of the object key of their archive.
    ///
    /// A shard and a [`Manifest`](crate::Manifest) with the same files have the same digest. The
    /// digest of a packed shard covers the path of its archive too.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match &self.0 {
            ShardKind::Plain(plain) => {
                *plain.digest.get_or_init(|| context_digest::of(plain.entries()))
            }
            ShardKind::Packed(archive) => archive.object_digest(),
        }
    }

    /// Returns the length of the [`archive`](crate::archive) in bytes.
    ///
    /// For a packed shard, returns the maximum length: compression shortens the archive.
    #[must_use]
    pub fn archive_len(&self) -> u64 {
        match &self.0 {
            ShardKind::Plain(plain) => plain.archive_len,
            ShardKind::Packed(archive) => archive.max_object_len(),
        }
    }

    /// Returns the sum of the file sizes in bytes, before compression.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        match &self.0 {
            ShardKind::Plain(plain) => plain.total_bytes,
            ShardKind::Packed(archive) => archive.total_bytes(),
        }
    }

    /// Returns `true` if the object has no files. Only the shard of an empty context has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            ShardKind::Plain(plain) => plain.range.is_empty(),
            ShardKind::Packed(_) => false,
        }
    }

    /// Returns the number of values that share the entries.
    #[cfg(test)]
    pub(crate) fn reference_count(&self) -> usize {
        match &self.0 {
            ShardKind::Plain(plain) => Arc::strong_count(&plain.entries),
            ShardKind::Packed(_) => 0,
        }
    }
}

impl PartialEq for Shard {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (ShardKind::Plain(one), ShardKind::Plain(other)) => one.entries() == other.entries(),
            (ShardKind::Packed(one), ShardKind::Packed(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for Shard {}

impl From<&Shard> for Shard {
    fn from(shard: &Shard) -> Self {
        shard.clone()
    }
}
