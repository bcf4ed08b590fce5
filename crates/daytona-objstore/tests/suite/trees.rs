//! Large and unusual trees, from the scan to the archive.

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

/// The modes and the contents of files by name, as the builder keeps them.
type Files = BTreeMap<String, (u32, Vec<u8>)>;

async fn scanned(tree: &Path) -> Result<Manifest, Error> {
    scan(vec![Source::new(tree, "")], Limits::default(), &Progress::new()).await
}

async fn bytes_of(shard: &Shard) -> Vec<u8> {
    let chunks: Vec<_> = archive(shard).try_collect().await.unwrap();
    chunks.concat()
}

/// Merges archives as the builder does.
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

/// Creates files with unusual names, links and hard links. Returns the expected files.
fn unusual_files(tree: &Path) -> Files {
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
    let expected = unusual_files(tree.path());
    let manifest = scanned(tree.path()).await.unwrap();

    let shards = manifest.shards();

    assert!(shards.len() > 1, "the tree is too small");
    assert!(merged(&shards).await == expected);
    assert!(merged(&[Shard::from(&manifest)]).await == expected);
}

#[tokio::test]
async fn equal_trees_in_different_directories_have_equal_shards() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let below = other.path().join("some/where/else");
    unusual_files(one.path());
    fs::create_dir_all(&below).unwrap();
    unusual_files(&below);

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
    unusual_files(tree.path());
    let before = scanned(tree.path()).await.unwrap().shards();
    fs::write(tree.path().join("empty"), "not any more").unwrap();
    let after = scanned(tree.path()).await.unwrap().shards();

    let is_new = |shard: &&Shard| before.iter().all(|other| other.digest() != shard.digest());
    assert_eq!(after.iter().filter(is_new).count(), 1);
}

#[tokio::test]
async fn tree_of_200_000_files_is_archived() {
    let tree = tempfile::tempdir().unwrap();
    let names: Vec<_> = (0..2000).map(|index| format!("{index:04}")).collect();
    fs::create_dir(tree.path().join("real")).unwrap();
    for name in &names {
        fs::write(tree.path().join("real").join(name), "").unwrap();
    }
    // The same directory a hundred times.
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
        // An empty file with a short name has one block. The trailer has two.
        for header in bytes[..bytes.len() - 1024].chunks_exact(512) {
            let name = entries.next().unwrap().path();
            assert!(header.starts_with(name.as_bytes()), "{name}");
        }
    }
    assert!(entries.next().is_none());
}

/// A directory too deep for `TempDir`, which needs a file descriptor for each level.
struct DeepTree(Option<TempDir>);

impl Drop for DeepTree {
    fn drop(&mut self) {
        if let Some(tree) = self.0.take() {
            Command::new("rm").arg("-rf").arg(tree.keep()).status().unwrap();
        }
    }
}

#[tokio::test]
async fn directory_with_a_path_that_is_too_long_is_an_error() {
    let tree = DeepTree(Some(tempfile::tempdir().unwrap()));
    let top = tree.0.as_ref().unwrap().path();
    // No path reaches the bottom, so the tree is built from the bottom up.
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

/// Set for a test process without privileges.
const UNPRIVILEGED: &str = "DAYTONA_OBJSTORE_TEST_UNPRIVILEGED";

/// Returns `true` if this process is unprivileged. Otherwise runs the test as the user nobody.
fn is_unprivileged(test: &str) -> bool {
    let probe = tempfile::NamedTempFile::new().unwrap();
    if std::env::var_os(UNPRIVILEGED).is_some() || probe.as_file().metadata().unwrap().uid() != 0 {
        return true;
    }
    // Other users may have no access to the directory of the program.
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("suite");
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
async fn missing_permission_is_named_with_the_cause() {
    if !is_unprivileged("trees::missing_permission_is_named_with_the_cause") {
        return;
    }
    let tree = tempfile::tempdir().unwrap();
    let file = tree.path().join("file");
    let folder = tree.path().join("folder");
    let deny = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o000)).unwrap();

    fs::write(&file, "secret").unwrap();
    deny(&file);
    rejected(tree.path(), &file, "cannot open ").await;

    fs::remove_file(&file).unwrap();
    fs::create_dir(&folder).unwrap();
    deny(&folder);
    rejected(tree.path(), &folder, "cannot list the directory ").await;

    // The directory can be listed, but its files cannot be opened.
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
    fs::write(folder.join("inner"), "").unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o400)).unwrap();
    rejected(tree.path(), &folder.join("inner"), "cannot open ").await;
    fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
}

async fn rejected(tree: &Path, path: &Path, beginning: &str) {
    let error = scanned(tree).await.unwrap_err();
    assert!(error.to_string().starts_with(beginning), "{error}");
    assert_eq!(error.path(), Some(path));
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains("ermission denied"), "{cause}");
}

#[tokio::test]
async fn readable_file_of_another_owner_is_included() {
    if !is_unprivileged("trees::readable_file_of_another_owner_is_included") {
        return;
    }
    let file = PathBuf::from("/etc/passwd");
    let sources = vec![Source::new(&file, "passwd")];
    let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
    let own = tempfile::tempdir().unwrap();
    assert_ne!(fs::metadata(&file).unwrap().uid(), fs::metadata(own.path()).unwrap().uid());
    assert_eq!(manifest.total_bytes(), fs::metadata(&file).unwrap().len());
}
