//! How a context is cut into several archives, so that a change re-sends a part of it only.
//!
//! The builder merges the archives of all context hashes, so a large context may be sent as several
//! shards: runs of entries in the order of their archive paths. Where the cuts are depends on the
//! entries alone, and only on those nearby.
//!
//! # The rule, version 1
//!
//! Every entry weighs what it takes in an archive, and stands where the weights before it end. It
//! has a rank: the first eight bytes, little-endian, of the keyed BLAKE3 hash of its path. With a
//! shortest length `L`, a shard begins at each entry whose rank is the lowest of all entries that
//! begin less than `L` bytes before or after it, and that is at least `L` bytes away from both ends
//! of the context. Of equal ranks the first one is the lower.
//!
//! `L` is 3 MiB, doubled until the context weighs at most 384 times as much, and once more should
//! there be more than 256 shards. Shards come to about `2 L` on average, to more where the last
//! file is long or the ranks are unlucky.
//!
//! # What follows from it
//!
//! - Two cuts are at least `L` bytes apart, and so is each from the ends: no shard is shorter than
//!   `L`, and a context below `2 L` is one shard.
//! - The rank knows nothing of sizes and contents, so an edit moves positions only. Entries on one
//!   side of the edited file keep their distances to each other. When it grows, entries of the two
//!   sides part, and a cut can appear where a lower rank on the other side is now too far away. Two
//!   cannot: of two such entries on different sides, the one with the lower rank was held back by
//!   an entry on the other's side, which is lower than both and near enough to the other to hold it
//!   back still; on the same side, they would be too close to each other. So an edit makes **at
//!   most two** shards that were not there before, and replaces at most two; mostly one by one.
//! - Adding or removing a file makes **at most three**. An added one moves positions like growth
//!   does, and can itself begin a shard; cuts too near to it only go, which unites shards. Where a
//!   removed one began a shard, one cut can appear on each side.
//!
//! All this holds as long as `L` stays. When a context crosses the border between two steps, about
//! half of the cuts go or come, and nearly everything is sent once more. Without a memory of the
//! past there is no way around that; a context that moves back and forth finds both sets of shards
//! in the store.

use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

use crate::manifest::{Entry, Manifest};
use crate::threads::{lock, together};
use crate::{Digest, tar_entry};

/// The shortest a shard can be, in the smallest contexts that are cut.
const SHORTEST_BYTES: u64 = 3 << 20;

/// How many times the shortest length a context may weigh before that length doubles.
const SHORTEST_LENGTHS: u64 = 384;

/// How many shards there can be.
const MAX_SHARDS: usize = 256;

/// How many ranks a thread computes in one go, so that few entries are no work for several.
const RANKED_AT_ONCE: usize = 4096;

/// Keeps ranks apart from every other use of the hash.
const RANK_KEY: &[u8; 32] = b"daytona-context shard rank, v1\0\0";

/// Names a run of files of a context, which are archived and stored together.
///
/// Comes from [`Manifest::shards`], or from a whole [`Manifest`], which is one shard too. Clones
/// share the entries.
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
    /// Computed when it is asked for: nobody does that of a whole context that is sent in shards.
    digest: OnceLock<Digest>,
    total_bytes: u64,
    archive_len: u64,
}

impl Shard {
    pub(crate) fn new(entries: Arc<Vec<Entry>>, range: Range<usize>) -> Self {
        let run = &entries[range.clone()];
        let total_bytes = run.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.size));
        let archive_len = tar_entry::archive_len(run);
        Self { entries, range, digest: OnceLock::new(), total_bytes, archive_len }
    }

    /// Returns the files, in ascending order of their archive paths' bytes.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        // The range was checked when the shard was made.
        self.entries.get(self.range.clone()).unwrap_or_default()
    }

    /// Returns the digest of these files, which names their archive in the store.
    ///
    /// It is computed as that of a [`Manifest`] is: a shard and a context with the same files are
    /// one object.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of_entries(self.entries()))
    }

    /// Returns the exact length in bytes of the [`archive`](crate::archive).
    #[must_use]
    pub fn archive_len(&self) -> u64 {
        self.archive_len
    }

    /// Returns how many bytes the files hold together.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// Returns true when there is no file in it, which is so only in an empty context.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Returns how many values share the entries.
    #[cfg(test)]
    pub(crate) fn holders(&self) -> usize {
        Arc::strong_count(&self.entries)
    }
}

impl PartialEq for Shard {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl Eq for Shard {}

impl From<&Manifest> for Shard {
    fn from(manifest: &Manifest) -> Self {
        manifest.whole().clone()
    }
}

impl From<Manifest> for Shard {
    fn from(manifest: Manifest) -> Self {
        Self::from(&manifest)
    }
}

impl From<Arc<Manifest>> for Shard {
    fn from(manifest: Arc<Manifest>) -> Self {
        Self::from(&*manifest)
    }
}

impl From<&Shard> for Shard {
    fn from(shard: &Shard) -> Self {
        shard.clone()
    }
}

/// Cuts a whole context into its shards: at least one, at most [`MAX_SHARDS`].
pub(crate) fn cut(whole: &Shard) -> Vec<Shard> {
    cut_with(whole, SHORTEST_BYTES)
}

fn cut_with(whole: &Shard, shortest_bytes: u64) -> Vec<Shard> {
    let cuts = cuts(whole.entries(), shortest_bytes);
    if cuts.is_empty() {
        return vec![whole.clone()];
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([whole.entries().len()]);
    starts
        .zip(ends)
        .map(|(start, end)| Shard::new(Arc::clone(&whole.entries), start..end))
        .collect()
}

/// Returns the indices of the entries that begin a shard, except for the first entry.
fn cuts(entries: &[Entry], shortest_bytes: u64) -> Vec<usize> {
    let weight = tar_entry::entries_len(entries);
    let mut shortest = shortest_bytes;
    while weight.div_ceil(shortest) > SHORTEST_LENGTHS {
        shortest = shortest.saturating_mul(2);
    }
    if weight < shortest.saturating_mul(2) {
        return Vec::new();
    }
    let places = places(entries);
    let mut cuts = lowest_around(&places, shortest, weight);
    while cuts.len() >= MAX_SHARDS {
        shortest = shortest.saturating_mul(2);
        cuts = lowest_around(&places, shortest, weight);
    }
    cuts
}

/// What decides about a cut in front of an entry.
#[derive(Clone, Copy)]
struct Place {
    rank: u64,
    start: u64,
}

fn places(entries: &[Entry]) -> Vec<Place> {
    let mut start: u64 = 0;
    let place = |(entry, rank): (&Entry, u64)| {
        let place = Place { rank, start };
        start = start.saturating_add(tar_entry::len(entry));
        place
    };
    entries.iter().zip(ranks(entries)).map(place).collect()
}

/// Returns the ranks of all entries, which is most of the work of cutting.
fn ranks(entries: &[Entry]) -> Vec<u64> {
    let mut ranks = vec![0; entries.len()];
    let shares = entries.chunks(RANKED_AT_ONCE).zip(ranks.chunks_mut(RANKED_AT_ONCE));
    let count = shares.len();
    let shares = Mutex::new(shares);
    let next = || lock(&shares).next();
    together(count, || {
        while let Some((entries, ranks)) = next() {
            for (entry, place) in entries.iter().zip(ranks) {
                *place = rank(entry.path());
            }
        }
    });
    ranks
}

fn rank(path: &str) -> u64 {
    let hash = blake3::keyed_hash(RANK_KEY, path.as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// Returns the indices of the places that have no lower one, and no end, closer than `distance`.
fn lowest_around(places: &[Place], distance: u64, end: u64) -> Vec<usize> {
    /// A place that nothing lower has followed yet.
    struct Open {
        index: usize,
        place: Place,
        is_far_from_lower: bool,
    }
    let is_far = |from: u64, to: u64| to.saturating_sub(from) >= distance;

    let mut cuts = Vec::new();
    // Ranks ascend in it, so that its last one is the nearest lower one to the left.
    let mut open: Vec<Open> = Vec::new();
    for (index, &place) in places.iter().enumerate() {
        while let Some(higher) = open.pop_if(|last| last.place.rank > place.rank) {
            if higher.is_far_from_lower && is_far(higher.place.start, place.start) {
                cuts.push(higher.index);
            }
        }
        let lower = open.last().map_or(0, |last| last.place.start);
        open.push(Open { index, place, is_far_from_lower: is_far(lower, place.start) });
    }
    let remaining =
        open.iter().filter(|last| last.is_far_from_lower && is_far(last.place.start, end));
    cuts.extend(remaining.map(|last| last.index));
    cuts.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests;
