//! Large and hostile trees: each becomes exactly the archive it should, or a named refusal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use daytona_objstore::{Error, Limits, Manifest, Progress, Shard, Source, archive, scan};
use futures_util::TryStreamExt;
use tempfile::TempDir;

/// What the builder keeps of a file.
type Files = BTreeMap<String, (u32, Vec<u8>)>;

async fn scanned(tree: &Path) -> Result<Manifest, Error> {
    scan(vec![Source::new(tree, "")], Limits::default(), &Progress::new()).await
}

async fn bytes_of(shard: &Shard) -> Vec<u8> {
    let chunks: Vec<_> = archive(shard).try_collect().await.unwrap();
    chunks.concat()
}

/// Merges archives as the builder does: a later entry replaces an earlier one.
async fn merged(shards: &[Shard]) -> Files {
    let mut files = Files::new();
    for shard in shards {
        let bytes = bytes_of(shard).await;
        assert_eq!(bytes.len() as u64, shard.archive_len());
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            assert!(entry.header().entry_type().is_file());
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mode = entry.header().mode().unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            assert!(files.insert(name, (mode, content)).is_none(), "in two shards");
        }
    }
    files
}

/// Writes files, and what else can lead to a file, and returns what the builder is to see.
fn awkward_files(tree: &Path) -> Files {
    let mut expected = Files::new();
    let mut write = |name: String, mode: u32, content: Vec<u8>| {
        let path = tree.join(&name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        expected.insert(name, (mode & !0o022, content));
    };
    for index in 0_u32..60 {
        let content = index.to_le_bytes().repeat(100_000 + index as usize);
        write(format!("data/{:02}/file-{index}", index % 7), 0o644, content);
    }
    write("empty".into(), 0o600, Vec::new());
    write("bin/run".into(), 0o775, b"#!/bin/sh\n".to_vec());
    write("ünïcödé/日本 \u{1F980}".into(), 0o444, b"name".to_vec());
    write("new\nline and \\ and \"".into(), 0o644, b"name".to_vec());
    write(format!("{}/{}", "d".repeat(60), "f".repeat(60)), 0o644, b"over 100".to_vec());
    write("deep/".repeat(60) + "file", 0o644, b"over 255".to_vec());

    fs::hard_link(tree.join("bin/run"), tree.join("bin/again")).unwrap();
    symlink("../bin", tree.join("data/programs")).unwrap();
    symlink("bin/run", tree.join("start")).unwrap();
    for name in ["bin/again", "data/programs/run", "data/programs/again", "start"] {
        expected.insert(name.to_owned(), expected["bin/run"].clone());
    }
    expected
}

#[tokio::test]
async fn archives_of_all_shards_merge_into_the_tree() {
    let tree = tempfile::tempdir().unwrap();
    let expected = awkward_files(tree.path());
    let manifest = scanned(tree.path()).await.unwrap();

    let shards = manifest.shards();

    assert!(shards.len() > 1, "too small to be cut");
    assert!(merged(&shards).await == expected);
    assert!(merged(&[Shard::from(&manifest)]).await == expected);
}

#[tokio::test]
async fn equal_trees_have_equal_shards_wherever_they_lie() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let below = other.path().join("some/where/else");
    awkward_files(one.path());
    fs::create_dir_all(&below).unwrap();
    awkward_files(&below);

    let one = scanned(one.path()).await.unwrap().shards();
    let other = scanned(&below).await.unwrap().shards();

    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.digest(), other.digest());
        assert!(bytes_of(one).await == bytes_of(other).await);
    }
}

#[tokio::test]
async fn changed_file_changes_its_shard_only() {
    let tree = tempfile::tempdir().unwrap();
    awkward_files(tree.path());
    let before = scanned(tree.path()).await.unwrap().shards();
    fs::write(tree.path().join("empty"), "not any more").unwrap();
    let after = scanned(tree.path()).await.unwrap().shards();

    let is_new = |shard: &&Shard| before.iter().all(|other| other.digest() != shard.digest());
    assert_eq!(after.iter().filter(is_new).count(), 1);
}

#[tokio::test]
async fn tree_of_200_000_files_is_archived_whole() {
    let tree = tempfile::tempdir().unwrap();
    let names: Vec<_> = (0..2000).map(|index| format!("{index:04}")).collect();
    fs::create_dir(tree.path().join("real")).unwrap();
    for name in &names {
        fs::write(tree.path().join("real").join(name), "").unwrap();
    }
    // A hundred times the same directory, which makes no difference to the builder.
    for index in 1..100 {
        symlink("real", tree.path().join(format!("link-{index:02}"))).unwrap();
    }

    let manifest = scanned(tree.path()).await.unwrap();
    let shards = manifest.shards();

    assert_eq!(manifest.entries().len(), 200_000);
    assert!(shards.len() > 10);
    let mut entries = manifest.entries().iter();
    for shard in &shards {
        let bytes = bytes_of(shard).await;
        assert_eq!(bytes.len() as u64, shard.archive_len());
        // Empty files with short names are a block each, then two blocks of zeros.
        for header in bytes[..bytes.len() - 1024].chunks_exact(512) {
            let name = entries.next().unwrap().path();
            assert!(header.starts_with(name.as_bytes()), "{name}");
        }
    }
    assert!(entries.next().is_none());
}

/// Removed by a program that does not need a file descriptor for each level.
struct Deep(Option<TempDir>);

impl Drop for Deep {
    fn drop(&mut self) {
        if let Some(tree) = self.0.take() {
            Command::new("rm").arg("-rf").arg(tree.keep()).status().unwrap();
        }
    }
}

#[tokio::test]
async fn directories_deeper_than_a_path_can_be_long_are_refused() {
    let tree = Deep(Some(tempfile::tempdir().unwrap()));
    let top = tree.0.as_ref().unwrap().path();
    // No path reaches the bottom at once: the tree is built from there upwards.
    let part = "d/".repeat(1000);
    fs::create_dir_all(top.join("tree").join(&part)).unwrap();
    for _ in 1..5 {
        fs::create_dir_all(top.join("above").join(&part)).unwrap();
        fs::rename(top.join("tree/d"), top.join("above").join(&part).join("d")).unwrap();
        fs::rename(top.join("above/d"), top.join("tree/d")).unwrap();
    }

    let error = scanned(&top.join("tree")).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot "), "{error}");
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains("name too long"), "{cause}");
    assert!(error.path().unwrap().starts_with(top.canonicalize().unwrap()), "{error}");

    let sources = vec![Source::new(top.join("tree"), "")];
    let limits = Limits::default().max_path_len(1000);
    let error = scan(sources, limits, &Progress::new()).await.unwrap_err();
    assert!(error.is_limit_exceeded(), "{error}");
}

/// Set for the process that runs a test again as a user without privileges.
const UNPRIVILEGED: &str = "DAYTONA_OBJSTORE_TEST_UNPRIVILEGED";

/// Returns true to a process that permissions mean something to.
///
/// Otherwise runs the test once more, as the user nobody.
fn is_unprivileged(test: &str) -> bool {
    let probe = tempfile::NamedTempFile::new().unwrap();
    if std::env::var_os(UNPRIVILEGED).is_some() || probe.as_file().metadata().unwrap().uid() != 0 {
        return true;
    }
    // Where the program lies may be closed to others.
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("trees");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let output = Command::new(program)
        .args(["--exact", test])
        .env(UNPRIVILEGED, "1")
        .current_dir("/")
        .uid(65534)
        .gid(65534)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

#[tokio::test]
async fn what_may_not_be_read_is_named_with_the_reason() {
    if !is_unprivileged("what_may_not_be_read_is_named_with_the_reason") {
        return;
    }
    let tree = tempfile::tempdir().unwrap();
    let file = tree.path().join("file");
    let folder = tree.path().join("folder");
    let closed = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o000)).unwrap();

    fs::write(&file, "secret").unwrap();
    closed(&file);
    refused(tree.path(), &file, "cannot open ").await;

    fs::remove_file(&file).unwrap();
    fs::create_dir(&folder).unwrap();
    closed(&folder);
    refused(tree.path(), &folder, "cannot list the directory ").await;

    // Its names can be read, and nothing else of what is in it.
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    fs::write(folder.join("inner"), "").unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o400)).unwrap();
    refused(tree.path(), &folder.join("inner"), "cannot open ").await;
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
}

async fn refused(tree: &Path, path: &Path, beginning: &str) {
    let error = scanned(tree).await.unwrap_err();
    assert!(error.to_string().starts_with(beginning), "{error}");
    assert_eq!(error.path(), Some(path));
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains("ermission denied"), "{cause}");
}

#[tokio::test]
async fn file_of_another_owner_is_taken_when_it_can_be_read() {
    if !is_unprivileged("file_of_another_owner_is_taken_when_it_can_be_read") {
        return;
    }
    let file = PathBuf::from("/etc/passwd");
    let sources = vec![Source::new(&file, "passwd")];
    let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
    let own = tempfile::tempdir().unwrap();
    assert_ne!(fs::metadata(&file).unwrap().uid(), fs::metadata(own.path()).unwrap().uid());
    assert_eq!(manifest.total_bytes(), fs::metadata(&file).unwrap().len());
}
