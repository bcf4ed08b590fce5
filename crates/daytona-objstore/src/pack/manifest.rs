//! The list of the entries of a pack, and its shards.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::archive::PackedArchive;
use super::digest;
use super::entry::{EntryKind, PackEntry};
use crate::cut::{Weighted, cut_entries};
use crate::tar_entry::{GLOBAL_HEADER_LEN, TRAILER};
use crate::{Digest, Shard};

/// The fields that all entries of a pack share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// The entries of a pack, without their contents.
///
/// [`scan_pack`](crate::scan_pack) returns it. Entries are in ascending order of the bytes of their
/// paths. No path occurs twice, and every parent directory has an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackManifest {
    head: Head,
    entries: Arc<Vec<PackEntry>>,
    max_shards: usize,
}

impl PackManifest {
    /// Creates a manifest of entries that are sorted and unique.
    pub(crate) fn new(head: Head, entries: Vec<PackEntry>, max_shards: usize) -> Self {
        Self { head, entries: Arc::new(entries), max_shards }
    }

    /// Returns the entries, in ascending order of the bytes of their paths.
    #[must_use]
    pub fn entries(&self) -> &[PackEntry] {
        &self.entries
    }

    /// Returns `true` if the pack has no entries. It still has one shard, an archive without entries,
    /// of which a builder creates only the directory that it unpacks the archive into.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the shards of the pack. The builder unpacks their archives into the same directory.
    ///
    /// The rule is that of [`Manifest::shards`](crate::Manifest::shards), with the lengths before
    /// compression. Each shard also has the entries of all parent directories of its members. So the
    /// modes and times of directories are right whichever archive is unpacked last.
    #[must_use]
    pub fn shards(&self) -> Vec<PackShard> {
        let directories: HashMap<&str, usize> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.kind == EntryKind::Directory)
            .map(|(index, entry)| (&*entry.path, index))
            .collect();
        let ranges = cut_entries(&self.entries, self.max_shards);
        ranges.into_iter().map(|range| self.shard(range, &directories)).collect()
    }

    fn shard(&self, range: Range<usize>, directories: &HashMap<&str, usize>) -> PackShard {
        let mut parents = BTreeSet::new();
        let mut last = "";
        for entry in &self.entries[range.clone()] {
            let mut path = parent(&entry.path);
            if path == last {
                continue;
            }
            last = path;
            while let Some(index) = directories.get(path) {
                // The parents of a known directory are known.
                if *index < range.start && !parents.insert(*index) {
                    break;
                }
                path = parent(path);
            }
        }
        let (head, entries) = (self.head, Arc::clone(&self.entries));
        PackShard::new(head, entries, parents.into_iter().collect(), range)
    }
}

/// Returns the path of the parent directory, which is empty for the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Entries of a pack that become one archive.
///
/// [`PackManifest::shards`] returns them. Clones share the entries.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Pack, Progress, Source, scan_pack};
///
/// let pack = Pack::new(vec![Source::new("src", "")]);
/// let manifest = scan_pack(pack, Limits::default(), &Progress::new()).await?;
/// for shard in manifest.shards() {
///     println!("ADD {} /app/", shard.archive_path(".files"));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct PackShard {
    head: Head,
    entries: Arc<Vec<PackEntry>>,
    /// Directories before the range, in ascending order.
    parents: Arc<[usize]>,
    range: Range<usize>,
    digest: OnceLock<Digest>,
    total_bytes: u64,
    tar_len: u64,
}

impl PackShard {
    fn new(
        head: Head,
        entries: Arc<Vec<PackEntry>>,
        parents: Arc<[usize]>,
        range: Range<usize>,
    ) -> Self {
        let digest = OnceLock::new();
        let mut shard = Self { head, entries, parents, range, digest, total_bytes: 0, tar_len: 0 };
        let add = |sum: u64, bytes| sum.saturating_add(bytes);
        shard.total_bytes = shard.entries().map(PackEntry::size).fold(0, add);
        let start = if shard.len() == 0 { GLOBAL_HEADER_LEN } else { 0 };
        let start = start + TRAILER.len() as u64;
        shard.tar_len = shard.entries().map(PackEntry::weight).fold(start, add);
        shard
    }

    /// Returns the entries, in ascending order of the bytes of their paths: first the parents of the
    /// members, then the members.
    pub fn entries(&self) -> impl Iterator<Item = &PackEntry> {
        (0..self.len()).filter_map(|position| self.entry(position))
    }

    /// Returns the digest of the entries, which is a part of the name of the archive.
    ///
    /// It depends on kinds, paths, modes, the owner, link targets, contents and times of the
    /// entries. It does not depend on the compression.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| digest::of(self))
    }

    /// Returns the path of the archive in the context: `{prefix}/{32 hexadecimal digits}.tar.zst`.
    ///
    /// The digits are the first ones of the [`digest`](Self::digest).
    #[must_use]
    pub fn archive_path(&self, prefix: &str) -> String {
        let digest = self.digest().to_string();
        let name = format!("{}.tar.zst", digest.get(..32).unwrap_or(&digest));
        crate::source::join(prefix, &name)
    }

    /// Converts to a shard of a context: one regular file at the
    /// [`archive_path`](Self::archive_path).
    ///
    /// The digest of the result covers the path of the archive, so it differs from that of the pack.
    #[must_use]
    pub fn into_shard(self, prefix: &str) -> Shard {
        Shard::of_packed(PackedArchive::new(self, prefix))
    }

    /// Returns the sum of the file sizes in bytes, before compression.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    pub(super) fn head(&self) -> Head {
        self.head
    }

    /// Returns the number of entries.
    pub(super) fn len(&self) -> usize {
        self.parents.len() + self.range.len()
    }

    /// Returns an entry by its position in the archive.
    pub(super) fn entry(&self, position: usize) -> Option<&PackEntry> {
        let index = match self.parents.get(position) {
            Some(index) => *index,
            None => {
                let index = self.range.start + (position - self.parents.len());
                Some(index).filter(|index| self.range.contains(index))?
            }
        };
        self.entries.get(index)
    }

    /// Returns the length of the tar archive before compression.
    pub(super) fn tar_len(&self) -> u64 {
        self.tar_len
    }
}

impl PartialEq for PackShard {
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head && self.entries().eq(other.entries())
    }
}

impl Eq for PackShard {}
