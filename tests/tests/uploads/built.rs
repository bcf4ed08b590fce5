//! What the builder makes of archives: the same, however many they are.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use daytona_objstore::{Progress, Shard};
use daytona_testkit::Emulator;
use serde_json::json;

use crate::setting::{Reach, scanned};

/// Has a snapshot built from contexts, and returns mode and content of each file the builder saw.
pub(crate) async fn context_of(
    emulator: &Emulator,
    hashes: &[String],
) -> BTreeMap<String, (u32, Vec<u8>)> {
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let name = format!("built-{}", emulator.requests().len());
    let body = json!({
        "name": name,
        "buildInfo": { "dockerfileContent": format!("FROM alpine:3.20\n# {name}\n"), "contextHashes": hashes },
    });
    let request = http.post(format!("{}/snapshots", emulator.api_url()));
    let answer = request.bearer_auth(emulator.api_key()).json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    let files = emulator.build_context(&name).unwrap();
    let files = files.into_iter().filter(|file| file.path != "Dockerfile");
    files.map(|file| (file.path, (file.mode, file.content))).collect()
}

/// Everything that a tree can hold and an archive has to find words for.
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
    let store = Reach::of(&emulator).await.store();
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
