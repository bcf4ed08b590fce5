//! The cuts of a context into shards, so that a change sends only a part of it again.
//!
//! The builder merges the archives of all context hashes, so a large context may be sent as several
//! shards: consecutive entries in the order of their archive paths. The cuts depend only on the
//! entries, and only on entries nearby.
//!
//! # The rule, version 1
//!
//! The weight of an entry is its size in an archive. Its position is the sum of the weights before
//! it. Its rank is the first eight bytes, little-endian, of the keyed BLAKE3 hash of its path.
//!
//! With a minimum length `L`, an entry starts a shard if both conditions hold:
//!
//! - Its rank is the lowest of all entries at a distance below `L`, before or after it. Of equal
//!   ranks, the first one counts as lower.
//! - Its distance from both ends of the context is at least `L`.
//!
//! `L` is 3 MiB. It is doubled until the context weighs at most `384 L`, and again while there are
//! more than 256 shards. The average shard has about `2 L`. It is longer if its last file is long or
//! the ranks are unlucky.
//!
//! # Consequences
//!
//! - The distance between two cuts, and from a cut to an end, is at least `L`. So no shard is shorter
//!   than `L`, and a context below `2 L` is one shard.
//! - The rank does not depend on sizes and contents, so an edit only moves positions. Entries on the
//!   same side of the edited file keep their distances. If the file grows, the distances between the
//!   two sides grow, and a cut can appear where a lower rank on the other side is now too far away.
//!   Two such cuts on different sides are impossible: an entry of the other side held back the one
//!   with the lower rank. That entry has a lower rank than both, and is still near enough to hold
//!   back the other one. Two such cuts on the same side would be too close to each other. So an edit
//!   creates **at most two** new shards and replaces at most two. Mostly it replaces one by one.
//! - Adding or removing a file creates **at most three** new shards. An added file moves positions
//!   like growth does, and can itself start a shard. Cuts too near to it disappear, which merges
//!   shards. If a removed file started a shard, one cut can appear on each side.
//!
//! All this holds while `L` does not change. When the size of a context crosses a step of `L`, about
//! half of the cuts change, and nearly everything is sent again. A context whose size moves back and
//! forth finds both sets of shards in the store.

use std::ops::Range;
use std::sync::Mutex;

use crate::threads::{lock, run_parallel};
use crate::{Shard, tar_entry};

/// The initial minimum length of a shard.
const MIN_BYTES: u64 = 3 << 20;

/// The weight of a context, in minimum lengths, above which the minimum length doubles.
const MAX_MIN_LENGTHS: u64 = 384;

/// The maximum number of shards, unless a caller sets another one.
pub(crate) const MAX_SHARDS: usize = 256;

/// The number of ranks in one piece of work for a thread.
const RANK_BATCH: usize = 4096;

/// The key of the rank hash, which separates ranks from every other use of the hash.
const RANK_KEY: &[u8; 32] = b"daytona-context shard rank, v1\0\0";

/// An entry of an archive.
pub(crate) trait Weighted: Sync {
    fn path(&self) -> &str;

    /// Returns the length of the entry in an archive in bytes.
    fn weight(&self) -> u64;
}

impl Weighted for crate::Entry {
    fn path(&self) -> &str {
        self.path()
    }

    fn weight(&self) -> u64 {
        tar_entry::len(self)
    }
}

/// Cuts a context into its shards: at least one, at most [`MAX_SHARDS`].
pub(crate) fn cut(whole: &Shard) -> Vec<Shard> {
    cut_with(whole, MIN_BYTES)
}

fn cut_with(whole: &Shard, min_bytes: u64) -> Vec<Shard> {
    match &ranges(whole.entries(), min_bytes, MAX_SHARDS)[..] {
        [_] => vec![whole.clone()],
        ranges => ranges.iter().map(|range| whole.slice(range.clone())).collect(),
    }
}

/// Returns the ranges of sorted entries that become shards: at least one, at most `max_shards`.
pub(crate) fn cut_entries<E: Weighted>(entries: &[E], max_shards: usize) -> Vec<Range<usize>> {
    ranges(entries, MIN_BYTES, max_shards)
}

fn ranges<E: Weighted>(entries: &[E], min_bytes: u64, max_shards: usize) -> Vec<Range<usize>> {
    let cuts = cuts(entries, min_bytes, max_shards.max(1));
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([entries.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Returns the indices of the entries that start a shard, except the first entry.
fn cuts<E: Weighted>(entries: &[E], min_bytes: u64, max_shards: usize) -> Vec<usize> {
    let weight = entries.iter().fold(0, |sum: u64, entry| sum.saturating_add(entry.weight()));
    let mut min_len = min_bytes;
    while weight.div_ceil(min_len) > MAX_MIN_LENGTHS {
        min_len = min_len.saturating_mul(2);
    }
    if weight < min_len.saturating_mul(2) {
        return Vec::new();
    }
    let positions = positions(entries);
    let mut cuts = lowest_around(&positions, min_len, weight);
    while cuts.len() >= max_shards {
        min_len = min_len.saturating_mul(2);
        cuts = lowest_around(&positions, min_len, weight);
    }
    cuts
}

/// The rank and the position of an entry.
#[derive(Clone, Copy)]
struct Position {
    rank: u64,
    start: u64,
}

fn positions<E: Weighted>(entries: &[E]) -> Vec<Position> {
    let mut start: u64 = 0;
    let position = |(entry, rank): (&E, u64)| {
        let position = Position { rank, start };
        start = start.saturating_add(entry.weight());
        position
    };
    entries.iter().zip(ranks(entries)).map(position).collect()
}

/// Computes the ranks in parallel, because they are most of the work of cutting.
fn ranks<E: Weighted>(entries: &[E]) -> Vec<u64> {
    let mut ranks = vec![0; entries.len()];
    let batches = entries.chunks(RANK_BATCH).zip(ranks.chunks_mut(RANK_BATCH));
    let count = batches.len();
    let batches = Mutex::new(batches);
    let next = || lock(&batches).next();
    run_parallel(count, || {
        while let Some((entries, ranks)) = next() {
            for (entry, slot) in entries.iter().zip(ranks) {
                *slot = rank(entry.path());
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

/// Returns the indices of the positions with no lower rank, and no end, closer than `distance`.
fn lowest_around(positions: &[Position], distance: u64, end: u64) -> Vec<usize> {
    /// A position that no lower rank has followed yet.
    struct Open {
        index: usize,
        position: Position,
        is_far_from_lower: bool,
    }
    let is_far = |from: u64, to: u64| to.saturating_sub(from) >= distance;

    let mut cuts = Vec::new();
    // Its ranks ascend, so its last element is the nearest lower rank before the current position.
    let mut open: Vec<Open> = Vec::new();
    for (index, &position) in positions.iter().enumerate() {
        while let Some(higher) = open.pop_if(|last| last.position.rank > position.rank) {
            if higher.is_far_from_lower && is_far(higher.position.start, position.start) {
                cuts.push(higher.index);
            }
        }
        let lower = open.last().map_or(0, |last| last.position.start);
        open.push(Open { index, position, is_far_from_lower: is_far(lower, position.start) });
    }
    let remaining =
        open.iter().filter(|last| last.is_far_from_lower && is_far(last.position.start, end));
    cuts.extend(remaining.map(|last| last.index));
    cuts.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::PathBuf;
    use std::sync::Arc;

    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;
    use crate::content::Content;
    use crate::{Digest, Entry};

    /// A minimum length that gives many shards for small trees in memory.
    const MIN_LEN: u64 = 8 << 10;

    /// Limits of a tree for which the minimum length is never doubled.
    const MAX_FILES: usize = 100;
    const MAX_SIZE: u64 = 3 * MIN_LEN;

    type Tree = BTreeMap<String, (u64, u8)>;

    fn whole(tree: &Tree) -> Shard {
        let entries: Vec<_> = tree
            .iter()
            .map(|(path, (size, content))| Entry {
                path: path.as_str().into(),
                mode: 0o644,
                size: *size,
                digest: blake3::hash(&[*content]).into(),
                content: Content::File(PathBuf::new()).into(),
            })
            .collect();
        let range = 0..entries.len();
        Shard::new(Arc::new(entries), range)
    }

    fn cut_small(tree: &Tree) -> Vec<Shard> {
        cut_with(&whole(tree), MIN_LEN)
    }

    fn digests(shards: &[Shard]) -> BTreeSet<Digest> {
        shards.iter().map(Shard::digest).collect()
    }

    /// Returns the number of shards that are in `shards` but not in `other`.
    fn not_in(shards: &[Shard], other: &[Shard]) -> usize {
        digests(shards).difference(&digests(other)).count()
    }

    fn tree_of(files: impl IntoIterator<Item = (String, u64)>) -> Tree {
        files.into_iter().map(|(path, size)| (path, (size, 0))).collect()
    }

    /// Trees of mostly small files in a few directories. Some files are longer than a shard.
    fn trees() -> impl Strategy<Value = Tree> {
        btree_map(paths(), files(), 0..MAX_FILES)
    }

    fn paths() -> impl Strategy<Value = String> {
        (0..3, 0..500).prop_map(|(directory, file)| format!("{directory}/{file}"))
    }

    fn files() -> impl Strategy<Value = (u64, u8)> {
        (prop_oneof![6 => 0..MIN_LEN / 8, 2 => 0..MIN_LEN, 1 => 0..MAX_SIZE], any::<u8>())
    }

    /// Returns the cuts by a literal implementation of the documented rule.
    fn cuts_by_definition(entries: &[Entry], min_len: u64) -> Vec<usize> {
        let starts: Vec<u64> =
            (0..=entries.len()).map(|index| tar_entry::entries_len(&entries[..index])).collect();
        let ranks: Vec<_> = entries.iter().map(|entry| rank(entry.path())).collect();
        let key = |index: usize| (ranks[index], index);
        (0..entries.len())
            .filter(|&one| {
                starts[one] >= min_len
                    && starts[entries.len()] - starts[one] >= min_len
                    && (0..entries.len()).all(|other| {
                        starts[one].abs_diff(starts[other]) >= min_len || key(one) <= key(other)
                    })
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 256,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn every_file_is_in_exactly_one_shard_and_in_order(tree in trees()) {
            let whole = whole(&tree);
            let shards = cut_with(&whole, MIN_LEN);

            let merged: Vec<_> = shards.iter().flat_map(Shard::entries).collect();
            prop_assert_eq!(merged, whole.entries().iter().collect::<Vec<_>>());
            prop_assert!(shards.len() <= MAX_SHARDS);
            if shards.len() > 1 {
                for shard in &shards {
                    prop_assert!(tar_entry::entries_len(shard.entries()) >= MIN_LEN);
                }
            }
            prop_assert_eq!(shards.iter().map(Shard::total_bytes).sum::<u64>(), whole.total_bytes());
        }

        #[test]
        fn cuts_are_those_of_the_documented_rule(tree in trees()) {
            let whole = whole(&tree);
            let expected = cuts_by_definition(whole.entries(), MIN_LEN);
            prop_assert_eq!(cuts(whole.entries(), MIN_LEN, MAX_SHARDS), expected);
        }

        #[test]
        fn edited_file_changes_at_most_two_shards(
            tree in trees(), which in any::<Index>(), file in files(),
        ) {
            prop_assume!(!tree.is_empty());
            let before = cut_small(&tree);
            let path = which.get(&tree.keys().collect::<Vec<_>>()).to_string();
            let mut tree = tree;
            tree.insert(path, file);
            let after = cut_small(&tree);

            prop_assert!(not_in(&after, &before) <= 2, "{} new", not_in(&after, &before));
            prop_assert!(not_in(&before, &after) <= 2, "{} replaced", not_in(&before, &after));
        }

        #[test]
        fn edit_that_keeps_the_size_changes_one_shard(tree in trees(), which in any::<Index>()) {
            prop_assume!(!tree.is_empty());
            let before = cut_small(&tree);
            let path = which.get(&tree.keys().collect::<Vec<_>>()).to_string();
            let mut tree = tree;
            tree.entry(path).and_modify(|(_, content)| *content = content.wrapping_add(1));
            let after = cut_small(&tree);
            prop_assert_eq!((not_in(&after, &before), not_in(&before, &after)), (1, 1));
        }

        #[test]
        fn added_or_removed_file_changes_at_most_three_shards(
            mut smaller in trees(), path in paths(), file in files(),
        ) {
            smaller.remove(&path);
            let mut larger = smaller.clone();
            larger.insert(path, file);
            let (smaller, larger) = (cut_small(&smaller), cut_small(&larger));

            prop_assert!(not_in(&larger, &smaller) <= 3, "{} new", not_in(&larger, &smaller));
            prop_assert!(not_in(&smaller, &larger) <= 3, "{} new", not_in(&smaller, &larger));
        }

        #[test]
        fn shards_do_not_depend_on_the_order_of_discovery(
            files in vec((paths(), 0..MAX_SIZE), 0..MAX_FILES),
        ) {
            // Removes duplicate paths.
            let files: Vec<_> = tree_of(files).into_iter().map(|(path, (size, _))| (path, size)).collect();
            let forwards = tree_of(files.iter().cloned());
            let backwards = tree_of(files.into_iter().rev());
            let describe = |shard: &Shard| (shard.digest(), shard.archive_len());
            prop_assert_eq!(
                cut_small(&forwards).iter().map(describe).collect::<Vec<_>>(),
                cut_small(&backwards).iter().map(describe).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn small_context_is_one_shard_with_its_own_digest() {
        let tree = tree_of((0..1000).map(|index| (format!("file-{index}"), 2000)));
        let small = whole(&tree);
        assert_eq!(cut(&small), [small]);
        assert!(cut(&whole(&Tree::new()))[0].is_empty());
    }

    /// A change of these values sends every large context again, so it needs a new version of the rule.
    #[test]
    fn cuts_of_a_known_tree_are_pinned() {
        let tree =
            tree_of((0..20_000).map(|index| (format!("src/{:02}/{index}.py", index % 97), 4096)));
        let shards = cut(&whole(&tree));
        let lengths: Vec<_> = shards.iter().map(|shard| shard.entries().len()).collect();
        assert_eq!(
            lengths,
            [1005, 2323, 1947, 1281, 1906, 1000, 1577, 1345, 1042, 746, 1776, 965, 809, 2278]
        );
    }

    #[test]
    fn no_shard_of_a_gibibyte_exceeds_a_thirty_second_of_it() {
        // From 4 KiB to 4 MiB. Long files are rare.
        let size = |index: u64| {
            4096 << (index.wrapping_mul(0x9E37_79B9_7F4A_7C15).leading_zeros().min(10))
        };
        let mut left = 1_u64 << 30;
        let files = (0..).map_while(|index| {
            let size = size(index).min(left);
            left -= size;
            (size > 0).then(|| (format!("{:03}/{index}", index % 211), size))
        });
        let shards = cut(&whole(&tree_of(files)));
        let longest = shards.iter().map(Shard::archive_len).max().unwrap();
        assert!(longest < 1 << 25, "{longest} bytes in one of {} shards", shards.len());
    }

    #[test]
    fn number_of_shards_never_exceeds_256() {
        for (files, size) in [
            (200_000, 0),
            (200_000, 70_000),
            (1000, 3 << 20),
            (383, (3 << 20) - 512),
            (300, 4 << 20),
            (100_000, 10 << 30),
            (3, u64::MAX / 2),
        ] {
            let tree = tree_of((0..files).map(|index| (format!("{index:06}"), size)));
            let shards = cut(&whole(&tree));
            assert!(
                (2..=256).contains(&shards.len()),
                "{files} of {size}: {} shards",
                shards.len()
            );
        }
    }

    #[test]
    fn maximum_number_of_shards_can_be_set() {
        let tree = tree_of((0..100).map(|index| (format!("{index:03}"), 3 << 20)));
        let whole = whole(&tree);
        for max_shards in [0, 1, 2, 7] {
            let ranges = cut_entries(whole.entries(), max_shards);
            assert!(ranges.len() <= max_shards.max(1), "{max_shards}: {ranges:?}");
            assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end), (0, 100));
        }
    }
}
