//! The shards of packs: digests, cuts, and archives that unpack to the tree on disk.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use futures_util::TryStreamExt;
use proptest::prelude::*;
use tempfile::TempDir;

use daytona_objstore::{ModePolicy, Pack, PackTimes, ScanOptions, Shard, Source, archive};

use crate::tree::{set_mode, tree};
use crate::unpack::{
    compressed, digests, nodes_in, nodes_of, nodes_on_disk, pack_of, packed, packed_with, plain,
};

#[tokio::test]
async fn digest_of_a_pack_depends_on_everything_in_it() {
    let tree = tree(&["dir/file"]);
    symlink("file", tree.path().join("dir/link")).unwrap();
    set_mode(&tree.path().join("dir"), 0o755);
    let pack = || Pack::new(vec![Source::new(tree.path(), "")]);
    let first = digests(&packed(pack()).await.unwrap());
    assert_eq!(first, digests(&packed(pack()).await.unwrap()));

    let mut seen = vec![first];
    for changed in [pack().owner(1, 0), pack().owner(0, 1), pack().chmod(0o600), {
        pack().times(PackTimes::OfFiles)
    }] {
        seen.push(digests(&packed(changed).await.unwrap()));
    }
    let at = |name: &str| tree.path().join(name);
    let changes: [&dyn Fn(); 6] = [
        &|| fs::write(at("dir/file"), "other").unwrap(),
        &|| set_mode(&at("dir/file"), 0o600),
        &|| set_mode(&at("dir"), 0o700),
        &|| {
            fs::remove_file(at("dir/link")).unwrap();
            symlink("else", at("dir/link")).unwrap();
        },
        &|| fs::create_dir(at("dir/empty")).unwrap(),
        &|| fs::rename(at("dir"), at("new")).unwrap(),
    ];
    for change in changes {
        change();
        seen.push(digests(&packed(pack()).await.unwrap()));
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count);
}

/// Another implementation computed the values from the table in `pack/digest.rs`. A change of them
/// needs a new version of the encoding.
#[tokio::test]
async fn digests_of_a_known_pack_are_pinned() {
    let tree = tree(&["bin/tool"]);
    set_mode(&tree.path().join("bin/tool"), 0o755);
    set_mode(&tree.path().join("bin"), 0o750);
    symlink("bin/tool", tree.path().join("run")).unwrap();
    let pack = Pack::new(vec![Source::new(tree.path(), "")]).owner(12, 34);
    let shard = packed(pack).await.unwrap().shards().remove(0);
    assert_eq!(
        shard.digest().to_string(),
        "ca185ed2dd216a1dc03383f459ab5d99c6d51ff6fa624cc3a31326ff784a3eac"
    );
    assert_eq!(shard.archive_path("p"), "p/ca185ed2dd216a1dc03383f459ab5d99.tar.zst");
    assert_eq!(
        shard.clone().into_shard("p").digest().to_string(),
        "35e4722f0e706d01c089f100a9f047c4022c0b8ba24097df2215d83f01b19a3f"
    );
    assert_eq!(
        blake3::hash(&plain(shard).await).to_string(),
        "c3160f70eb68bbac5f6aeb7bedd8b3469251501dd117ec1eed1df316cdbf1604"
    );
}

#[tokio::test]
async fn digest_of_the_object_depends_on_the_prefix() {
    let tree = tree(&["file"]);
    let shard = pack_of(tree.path()).await.shards().remove(0);
    let (one, other) = (shard.clone().into_shard("one"), shard.clone().into_shard("other"));
    assert_ne!(one.digest(), other.digest());
    assert_ne!(one, other);
    assert_eq!(one, shard.into_shard("one"));
    assert_eq!((one.entries().len(), one.total_bytes(), one.is_empty()), (0, 4, false));
}

/// Creates files that are cut into several shards.
fn large_tree() -> TempDir {
    let tree = tree(&[]);
    for directory in 0..4 {
        let directory = tree.path().join(format!("dir-{directory}/inner"));
        fs::create_dir_all(&directory).unwrap();
        for file in 0..20 {
            let path = directory.join(format!("{file}"));
            fs::write(&path, vec![file as u8; 300_000]).unwrap();
            set_mode(&path, 0o644);
        }
    }
    tree
}

#[tokio::test]
async fn every_shard_has_the_parents_of_its_members() {
    let tree = large_tree();
    let manifest = pack_of(tree.path()).await;
    let shards = manifest.shards();
    assert!(shards.len() > 2, "{} shards", shards.len());
    let mut files = 0;
    for shard in &shards {
        let nodes = nodes_in(&[plain(shard.clone()).await]);
        let in_shard: Vec<_> = shard.entries().map(|entry| entry.path()).collect();
        assert!(in_shard.is_sorted() && in_shard.iter().all(|path| nodes.contains_key(*path)));
        for (path, node) in &nodes {
            files += usize::from(node.0 == "file");
            if let Some((parent, _)) = path.rsplit_once('/') {
                assert_eq!(nodes[parent].0, "directory", "{path}");
            }
        }
    }
    assert_eq!(files, 80, "each file is in one shard");
    assert_eq!(nodes_of(&manifest).await, nodes_on_disk(tree.path()));

    let pack = Pack::new(vec![Source::new(tree.path(), "")]).max_shards(2);
    assert!(packed(pack).await.unwrap().shards().len() <= 2);
}

#[tokio::test]
async fn changed_file_changes_one_shard_of_a_pack() {
    let (one, other) = (large_tree(), large_tree());
    let before = digests(&pack_of(one.path()).await);
    assert_eq!(before, digests(&pack_of(other.path()).await), "the same tree elsewhere");
    fs::write(one.path().join("dir-2/inner/7"), vec![0; 300_000]).unwrap();
    let after = digests(&pack_of(one.path()).await);
    assert_eq!(before.len(), after.len());
    assert_eq!(before.iter().zip(&after).filter(|(one, other)| one != other).count(), 1);
}

#[tokio::test]
async fn empty_pack_is_one_archive_without_entries() {
    let tree = tree(&[]);
    let manifest = pack_of(tree.path()).await;
    assert!(manifest.is_empty());
    let [shard] = &manifest.shards()[..] else { panic!("one shard") };
    let archive = plain(shard.clone()).await;
    // A builder recognizes an archive by its first header.
    assert_eq!(archive.len(), 2048);
    let mut archive = tar::Archive::new(&archive[..]);
    let types = archive.entries().unwrap().map(|entry| entry.unwrap().header().entry_type());
    assert_eq!(types.collect::<Vec<_>>(), [tar::EntryType::XGlobalHeader]);
}

#[tokio::test]
async fn length_of_a_packed_object_is_at_most_the_announced_one() {
    let tree = tree(&[]);
    let mut noise = vec![0; 3_000_000];
    blake3::Hasher::new().finalize_xof().fill(&mut noise);
    fs::write(tree.path().join("noise"), noise).unwrap();
    let shard: Shard = pack_of(tree.path()).await.shards().remove(0).into_shard("p");
    let chunks: Vec<_> = archive(&shard).try_collect().await.unwrap();
    let bytes: usize = chunks.iter().map(|chunk| chunk.len()).sum();
    assert!(bytes as u64 <= shard.archive_len(), "{bytes} and {}", shard.archive_len());
    assert!(bytes > 3_000_000);
}

/// Unpacks archives with the system's tar, if it is present. Returns `false` if it is not.
fn unpack_with_system_tar(archives: &[Vec<u8>], to: &Path) -> bool {
    let has = |program: &str| {
        let mut command = Command::new(program);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !has("tar") || !has("zstd") {
        return false;
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    for bytes in archives {
        fs::write(file.path(), bytes).unwrap();
        let mut tar = Command::new("tar");
        tar.args(["--zstd", "-xpf"]).arg(file.path()).arg("-C").arg(to);
        assert!(tar.status().unwrap().success());
    }
    true
}

#[derive(Debug, Clone)]
enum Member {
    File(Vec<u8>, u32),
    Link(String),
    Directory(u32),
}

fn members() -> impl Strategy<Value = Member> {
    let modes = prop::sample::select(&[0o644, 0o600, 0o755, 0o4755, 0o666, 0o444][..]);
    let directory_modes = prop::sample::select(&[0o755, 0o700, 0o2775, 0o1777, 0o711][..]);
    prop_oneof![
        3 => (prop::collection::vec(any::<u8>(), 0..2000), modes)
            .prop_map(|(content, mode)| Member::File(content, mode)),
        2 => "[a-z/.]{1,120}".prop_map(Member::Link),
        2 => directory_modes.prop_map(Member::Directory),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn unpacked_pack_equals_the_tree(
        tree in prop::collection::btree_map("[ab]{1,2}(/[ab\u{e9} -]{1,3}){0,3}(/[x]{60})?", members(), 0..20),
    ) {
        let root = tempfile::tempdir().unwrap();
        let mut directories = Vec::new();
        for (path, member) in tree {
            let path = root.path().join(path);
            // The path may lead through a file or a link.
            if path.symlink_metadata().is_ok()
                || path.parent().unwrap().ancestors().any(|at| at.symlink_metadata().is_ok_and(|m| !m.is_dir()))
            {
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match member {
                Member::File(content, mode) => {
                    fs::write(&path, content).unwrap();
                    set_mode(&path, mode);
                }
                Member::Link(target) => symlink(target, &path).unwrap(),
                Member::Directory(mode) => {
                    fs::create_dir(&path).unwrap();
                    directories.push((path, mode));
                }
            }
        }
        for (path, mode) in directories {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let pack = Pack::new(vec![Source::new(root.path(), "")]);
            let options = ScanOptions::default().modes(ModePolicy::KeepAll);
            let manifest = packed_with(pack, options).await.unwrap();
            let expected = nodes_on_disk(root.path());
            prop_assert_eq!(nodes_of(&manifest).await, expected.clone());

            let mut archives = Vec::new();
            for shard in manifest.shards() {
                archives.push(compressed(shard).await.unwrap());
            }
            let unpacked = tempfile::tempdir().unwrap();
            if unpack_with_system_tar(&archives, unpacked.path()) {
                prop_assert_eq!(nodes_on_disk(unpacked.path()), expected);
            }
            Ok(())
        })?;
    }
}
