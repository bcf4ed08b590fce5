//! The merged context of a build does not depend on the number of archives.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use daytona_objstore::{Progress, Shard};
use daytona_testkit::Emulator;

use super::setting::{StoreAddress, context_of, scanned};

/// Writes a tree with modes, links, long names and names that are not ASCII.
fn write_awkward_tree(tree: &Path) {
    let write = |name: &str, mode: u32, content: &[u8]| {
        let path = tree.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    };
    for index in 0..40_u32 {
        let content = index.to_le_bytes().repeat(100_000 + index as usize);
        write(&format!("data/{:02}/file-{index}", index % 7), 0o644, &content);
    }
    write("bin/run", 0o775, b"#!/bin/sh\n");
    write("bin/secret", 0o600, b"s");
    write("empty", 0o644, b"");
    write("ünïcödé/日本 \u{1F980}", 0o444, b"name");
    write(&format!("{}/{}", "d".repeat(60), "f".repeat(60)), 0o644, b"over 100");
    write(&("deep/".repeat(60) + "file"), 0o644, b"over 255");
    fs::hard_link(tree.join("bin/run"), tree.join("bin/again")).unwrap();
    symlink("../bin", tree.join("data/programs")).unwrap();
    symlink("bin/run", tree.join("start")).unwrap();
}

#[tokio::test]
async fn build_sees_the_same_in_shards_as_in_one_archive() {
    let emulator = Emulator::start().await.unwrap();
    let store = StoreAddress::of(&emulator).await.store();
    let tree = tempfile::tempdir().unwrap();
    write_awkward_tree(tree.path());
    let manifest = scanned(tree.path()).await;

    let mut built = Vec::new();
    for shards in [manifest.shards(), vec![Shard::from(&manifest)]] {
        store.upload_all(&shards, &Progress::new()).await.unwrap();
        let hashes: Vec<_> = shards.iter().map(|shard| shard.digest().to_string()).collect();
        built.push((hashes.len(), context_of(&emulator, &hashes).await));
    }

    let (in_shards, at_once) = (&built[0], &built[1]);
    assert!(in_shards.0 > 1 && at_once.0 == 1, "{} shards", in_shards.0);
    assert!(in_shards.1 == at_once.1);
    assert_eq!(in_shards.1.len(), manifest.entries().len());
    for entry in manifest.entries() {
        let content = fs::read(tree.path().join(entry.path())).unwrap();
        assert!(in_shards.1[entry.path()] == (entry.mode(), content), "{}", entry.path());
    }
}
