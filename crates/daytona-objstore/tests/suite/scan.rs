//! Scans: digests, entries and conflicts.

use std::fs;
use std::path::Path;

use daytona_objstore::{
    Entry, Error, Limits, Manifest, ModePolicy, Progress, ScanOptions, Source, scan,
};
use tempfile::TempDir;

use crate::tree::{set_mode, tree_of};

async fn scan_all(sources: Vec<Source>) -> Result<Manifest, Error> {
    scan(sources, Limits::default(), &Progress::new()).await
}

async fn manifest_of(tree: &TempDir) -> Manifest {
    scan_all(vec![Source::new(tree.path(), "")]).await.unwrap()
}

#[tokio::test]
async fn digest_does_not_depend_on_the_machine() {
    let here = tree_of(&[("run.sh", "one"), ("src/main.py", "two")]);
    let there = tempfile::tempdir().unwrap();
    let copy = there.path().join("somewhere/else");
    fs::create_dir_all(copy.join("src")).unwrap();
    // Another order, another time, another umask.
    fs::write(copy.join("src/main.py"), "two").unwrap();
    fs::write(copy.join("run.sh"), "one").unwrap();
    let file = fs::File::options().write(true).open(copy.join("run.sh")).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    set_mode(&copy.join("run.sh"), 0o664);
    set_mode(&copy.join("src/main.py"), 0o644);

    let one = manifest_of(&here).await;
    let other = scan_all(vec![Source::new(copy, "")]).await.unwrap();

    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.entries()[0].mode(), 0o644);
}

#[tokio::test]
async fn modes_that_are_set_on_purpose_are_kept() {
    let tree = tree_of(&[("file", "content")]);
    let file = tree.path().join("file");
    for mode in [0o600, 0o660, 0o666, 0o777, 0o1755, 0o2755, 0o4755, 0o4775] {
        set_mode(&file, mode);
        assert_eq!(manifest_of(&tree).await.entries()[0].mode(), mode, "{mode:o}");
    }
    for (mode, cleared) in [(0o664, 0o644), (0o775, 0o755)] {
        set_mode(&file, mode);
        let sources = || vec![Source::new(tree.path(), "")];
        let options = ScanOptions::default().modes(ModePolicy::KeepAll);
        let kept = scan(sources(), options, &Progress::new()).await.unwrap();
        assert_eq!(kept.entries()[0].mode(), mode);
        assert_eq!(manifest_of(&tree).await.entries()[0].mode(), cleared);
        assert_ne!(kept.digest(), manifest_of(&tree).await.digest());
    }
}

/// The value was computed from the documented encoding by another implementation.
#[tokio::test]
async fn digest_of_a_known_tree_is_pinned() {
    let tree = tree_of(&[
        ("app/main.py", "print('hello')\n"),
        ("app/run.sh", "#!/bin/sh\n"),
        ("app/ü", ""),
    ]);
    set_mode(&tree.path().join("app/run.sh"), 0o755);
    assert_eq!(
        manifest_of(&tree).await.digest().to_string(),
        "60e08a999efebad9cd373897dbda032bed77db6cdcfcca91491de71d53240b07"
    );
}

#[tokio::test]
async fn digest_depends_on_names_contents_and_modes() {
    let tree = tree_of(&[("file", "content")]);
    let file = tree.path().join("file");
    let original = manifest_of(&tree).await;

    set_mode(&file, 0o755);
    assert_ne!(manifest_of(&tree).await.digest(), original.digest());
    set_mode(&file, 0o644);
    fs::write(&file, "Content").unwrap();
    assert_ne!(manifest_of(&tree).await.digest(), original.digest());
    fs::write(&file, "content").unwrap();
    assert_eq!(manifest_of(&tree).await.digest(), original.digest());
    fs::rename(&file, tree.path().join("file2")).unwrap();
    assert_ne!(manifest_of(&tree).await.digest(), original.digest());
}

#[tokio::test]
async fn mode_has_no_file_type() {
    let tree = tree_of(&[("file", "")]);
    set_mode(&tree.path().join("file"), 0o6777);
    assert_eq!(manifest_of(&tree).await.entries()[0].mode(), 0o6777);
}

#[tokio::test]
async fn entries_are_sorted_by_bytes() {
    let tree = tree_of(&[("a/b", ""), ("a-b", ""), ("a.b", ""), ("é", ""), ("z", "")]);
    let manifest = manifest_of(&tree).await;
    let paths: Vec<_> = manifest.entries().iter().map(Entry::path).collect();
    assert_eq!(paths, ["a-b", "a.b", "a/b", "z", "é"]);
}

#[tokio::test]
async fn hard_links_are_plain_files() {
    let tree = tree_of(&[("one", "content")]);
    fs::hard_link(tree.path().join("one"), tree.path().join("two")).unwrap();
    let manifest = manifest_of(&tree).await;
    assert_eq!(manifest.entries().len(), 2);
    assert_eq!(manifest.entries()[0].digest(), manifest.entries()[1].digest());
    assert_eq!(manifest.total_bytes(), 14);
}

#[tokio::test]
async fn empty_sources_give_an_empty_context() {
    let tree = tree_of(&[]);
    let manifest = manifest_of(&tree).await;
    assert!(manifest.is_empty());
    assert_eq!(manifest.empty_directories(), [tree.path()]);
    assert!(scan_all(Vec::new()).await.unwrap().is_empty());
}

#[tokio::test]
async fn files_with_the_same_archive_path_must_be_equal() {
    let tree = tree_of(&[("one", "same"), ("two", "same"), ("three", "other")]);
    let source = |name| Source::new(tree.path().join(name), "target");

    let manifest = scan_all(vec![source("one"), source("two"), source("one")]).await.unwrap();
    assert_eq!(manifest.entries().len(), 1);

    let error = scan_all(vec![source("one"), source("three")]).await.unwrap_err().to_string();
    for name in ["/one\"", "/three\"", "\"target\""] {
        assert!(error.contains(name), "{error}");
    }
    set_mode(&tree.path().join("two"), 0o755);
    assert!(scan_all(vec![source("one"), source("two")]).await.is_err());
}

#[tokio::test]
async fn content_in_memory_follows_the_rules_of_files() {
    let tree = tree_of(&[("a", "1"), ("c", "3")]);
    let disk = || Source::new(tree.path(), "");
    let manifest = scan_all(vec![disk(), Source::content("2", "b")]).await.unwrap();
    let paths: Vec<_> = manifest.entries().iter().map(Entry::path).collect();
    assert_eq!(paths, ["a", "b", "c"]);
    assert_eq!(manifest.total_bytes(), 3);

    assert!(scan_all(vec![disk(), Source::content("1", "a")]).await.is_ok());
    let error = scan_all(vec![disk(), Source::content("2", "a")]).await.unwrap_err();
    assert!(error.to_string().ends_with("would become \"a\" in the context, and they differ"));
    let error = scan_all(vec![disk(), Source::content("2", "a/b")]).await.unwrap_err();
    assert!(error.to_string().ends_with("and \"a/b\" needs a directory of that name"));
    assert!(scan_all(vec![Source::content("2", "../b")]).await.is_err());

    let limits = Limits::default().max_bytes(1);
    let sources = vec![Source::content("2", "b"), Source::content("3", "c")];
    let error = scan(sources, limits, &Progress::new()).await.unwrap_err();
    assert!(error.is_limit_exceeded());
    assert_eq!(error.path(), Some(Path::new("c")));
}

#[tokio::test]
async fn overlapping_sources_are_read_once() {
    let tree = tree_of(&[("src/a", "12345")]);
    let progress = Progress::new();
    let sources = vec![Source::new(tree.path(), ""), Source::new(tree.path().join("src"), "src")];
    let manifest = scan(sources, Limits::default(), &progress).await.unwrap();
    assert_eq!(manifest.entries().len(), 1);
    assert_eq!(progress.snapshot().files_scanned, 1);
    assert_eq!(progress.snapshot().bytes_scanned, 5);
}

#[tokio::test]
async fn path_of_a_file_and_a_directory_is_an_error() {
    let tree = tree_of(&[("one", ""), ("two/x", ""), ("other", "")]);
    let source = |name, target| Source::new(tree.path().join(name), target);
    let sources = vec![source("one", "a"), source("two", "a"), source("other", "a-b")];
    let error = scan_all(sources).await.unwrap_err();
    assert_eq!(error.path(), Some(tree.path().join("one").as_path()));
    assert!(error.to_string().contains("/two/x\" needs a directory"), "{error}");
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn read_error_names_the_file_and_the_cause() {
    // Reading it from the start fails for every user, even root.
    let error = scan_all(vec![Source::new("/proc/self/mem", "mem")]).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot read \"/proc/"), "{error}");
    assert!(error.path().unwrap().ends_with("mem"));
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(error.to_string().ends_with(&format!("\": {cause}")), "{error}");
}
