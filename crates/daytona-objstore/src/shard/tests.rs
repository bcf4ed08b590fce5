use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::content::Content;

/// Short enough for many shards of files that exist in memory only.
const SHORTEST: u64 = 8 << 10;

/// So few files of this size that the shortest length never has to double.
const MAX_FILES: usize = 100;
const MAX_SIZE: u64 = 3 * SHORTEST;

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
    Manifest::new(entries, Vec::new()).whole().clone()
}

fn cut_small(tree: &Tree) -> Vec<Shard> {
    cut_with(&whole(tree), SHORTEST)
}

fn digests(shards: &[Shard]) -> BTreeSet<Digest> {
    shards.iter().map(Shard::digest).collect()
}

/// Returns how many shards of `of` are not in `than`.
fn others(of: &[Shard], than: &[Shard]) -> usize {
    digests(of).difference(&digests(than)).count()
}

fn tree_of(files: impl IntoIterator<Item = (String, u64)>) -> Tree {
    files.into_iter().map(|(path, size)| (path, (size, 0))).collect()
}

/// Mostly small files, some longer than a shard, names of a few directories.
fn trees() -> impl Strategy<Value = Tree> {
    btree_map(paths(), files(), 0..MAX_FILES)
}

fn paths() -> impl Strategy<Value = String> {
    (0..3, 0..500).prop_map(|(directory, file)| format!("{directory}/{file}"))
}

fn files() -> impl Strategy<Value = (u64, u8)> {
    (prop_oneof![6 => 0..SHORTEST / 8, 2 => 0..SHORTEST, 1 => 0..MAX_SIZE], any::<u8>())
}

/// Cuts in front of the entries that the documented rule names, one by one.
fn cuts_by_definition(entries: &[Entry], shortest: u64) -> Vec<usize> {
    let starts: Vec<u64> =
        (0..=entries.len()).map(|index| tar_entry::entries_len(&entries[..index])).collect();
    let ranks: Vec<_> = entries.iter().map(|entry| rank(entry.path())).collect();
    let key = |index: usize| (ranks[index], index);
    (0..entries.len())
        .filter(|&one| {
            starts[one] >= shortest
                && starts[entries.len()] - starts[one] >= shortest
                && (0..entries.len()).all(|other| {
                    starts[one].abs_diff(starts[other]) >= shortest || key(one) <= key(other)
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
        let shards = cut_with(&whole, SHORTEST);

        let merged: Vec<_> = shards.iter().flat_map(Shard::entries).collect();
        prop_assert_eq!(merged, whole.entries().iter().collect::<Vec<_>>());
        prop_assert!(shards.len() <= MAX_SHARDS);
        if shards.len() > 1 {
            for shard in &shards {
                prop_assert!(tar_entry::entries_len(shard.entries()) >= SHORTEST);
            }
        }
        prop_assert_eq!(shards.iter().map(Shard::total_bytes).sum::<u64>(), whole.total_bytes());
    }

    #[test]
    fn cuts_are_those_of_the_documented_rule(tree in trees()) {
        let whole = whole(&tree);
        let expected = cuts_by_definition(whole.entries(), SHORTEST);
        prop_assert_eq!(cuts(whole.entries(), SHORTEST), expected);
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

        prop_assert!(others(&after, &before) <= 2, "{} new", others(&after, &before));
        prop_assert!(others(&before, &after) <= 2, "{} gone", others(&before, &after));
    }

    #[test]
    fn edit_that_keeps_the_size_changes_one_shard(tree in trees(), which in any::<Index>()) {
        prop_assume!(!tree.is_empty());
        let before = cut_small(&tree);
        let path = which.get(&tree.keys().collect::<Vec<_>>()).to_string();
        let mut tree = tree;
        tree.entry(path).and_modify(|(_, content)| *content = content.wrapping_add(1));
        let after = cut_small(&tree);
        prop_assert_eq!((others(&after, &before), others(&before, &after)), (1, 1));
    }

    #[test]
    fn added_or_removed_file_re_cuts_its_neighbourhood_only(
        mut smaller in trees(), path in paths(), file in files(),
    ) {
        smaller.remove(&path);
        let mut larger = smaller.clone();
        larger.insert(path, file);
        let (smaller, larger) = (cut_small(&smaller), cut_small(&larger));

        prop_assert!(others(&larger, &smaller) <= 3, "{} new", others(&larger, &smaller));
        prop_assert!(others(&smaller, &larger) <= 3, "{} new", others(&smaller, &larger));
    }

    #[test]
    fn equal_trees_have_equal_shards_in_whatever_order_they_were_found(
        files in vec((paths(), 0..MAX_SIZE), 0..MAX_FILES),
    ) {
        // Of one path the size has to be one too.
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

/// A change of these values re-sends every large context: it needs a new version of the rule.
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
fn one_file_of_a_gibibyte_is_in_less_than_a_thirty_second_of_it() {
    // 4 KiB to 4 MiB, long files being rare.
    let size =
        |index: u64| 4096 << (index.wrapping_mul(0x9E37_79B9_7F4A_7C15).leading_zeros().min(10));
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
fn there_are_never_more_than_256_shards() {
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
        assert!((2..=256).contains(&shards.len()), "{files} of {size}: {} shards", shards.len());
    }
}
