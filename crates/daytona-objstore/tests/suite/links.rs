//! Links, special files, limits and errors of a scan.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use daytona_objstore::{
    BrokenLinks, Entry, Filter, Limits, LinkPolicy, Manifest, Source, SpecialFiles,
};

use crate::tree::{scanned, scanned_with, tree};

/// Returns the archive paths and the contents of all files.
fn contents(manifest: &Manifest) -> Vec<(String, String)> {
    let content = |entry: &Entry| fs::read_to_string(entry.local().unwrap()).unwrap();
    let entries = manifest.entries().iter();
    entries.map(|entry| (entry.path().to_owned(), content(entry))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

async fn rejected(source: Source, path: &Path, reason: &str) {
    let error = scanned(source).await.unwrap_err();
    assert_eq!(error.path(), Some(path), "{error}");
    assert!(error.to_string().contains(reason), "{error}");
}

#[tokio::test]
async fn archive_path_is_the_prefix_of_a_directory_and_the_path_of_a_file() {
    let tree = tree(&["a", "sub/b"]);
    let manifest = scanned(Source::new(tree.path(), "app")).await.unwrap();
    assert_eq!(contents(&manifest), pairs(&[("app/a", "a"), ("app/sub/b", "sub/b")]));
    let manifest = scanned(Source::new(tree.path(), "")).await.unwrap();
    assert_eq!(contents(&manifest), pairs(&[("a", "a"), ("sub/b", "sub/b")]));
    let manifest = scanned(Source::new(tree.path().join("a"), "app/renamed")).await.unwrap();
    assert_eq!(contents(&manifest), pairs(&[("app/renamed", "a")]));
}

#[tokio::test]
async fn links_inside_the_root_become_copies_of_their_targets() {
    let tree = tree(&["a", "sub/b"]);
    symlink("../a", tree.path().join("sub/to-file")).unwrap();
    symlink("sub", tree.path().join("to-directory")).unwrap();
    symlink("to-directory/to-file", tree.path().join("to-link")).unwrap();
    let manifest = scanned(Source::new(tree.path(), "")).await.unwrap();
    let expected = [
        ("a", "a"),
        ("sub/b", "sub/b"),
        ("sub/to-file", "a"),
        ("to-directory/b", "sub/b"),
        ("to-directory/to-file", "a"),
        ("to-link", "a"),
    ];
    assert_eq!(contents(&manifest), pairs(&expected));
}

#[tokio::test]
async fn link_out_of_the_root_is_an_error_unless_allowed() {
    let outside = tree(&["secret"]);
    let tree = tree(&["a"]);
    let link = tree.path().join("link");
    symlink(outside.path().join("secret"), &link).unwrap();

    rejected(Source::new(tree.path(), ""), &link, "which is outside of").await;
    rejected(Source::new(&link, "link"), &link, "which is outside of").await;
    let source = Source::new(tree.path(), "").links(LinkPolicy::FollowAnywhere);
    assert_eq!(contents(&scanned(source).await.unwrap()), pairs(&[("a", "a"), ("link", "secret")]));
}

#[tokio::test]
async fn links_may_leave_the_source_within_the_root() {
    let tree = tree(&["shared/b", "src/a"]);
    let link = tree.path().join("src/link");
    symlink("../shared", &link).unwrap();

    rejected(Source::new(tree.path().join("src"), ""), &link, "which is outside of").await;
    let source = Source::new(tree.path().join("src"), "").root(tree.path());
    let expected = [("a", "src/a"), ("link/b", "shared/b")];
    assert_eq!(contents(&scanned(source).await.unwrap()), pairs(&expected));

    let src = tree.path().join("src");
    let source = Source::new(&src, "").root(tree.path().join("shared"));
    rejected(source, &src, "which is outside of").await;
}

#[tokio::test]
async fn dangling_link_is_an_error() {
    let tree = tree(&[]);
    let link = tree.path().join("link");
    symlink("no-such-file", &link).unwrap();
    rejected(Source::new(tree.path(), ""), &link, "\"no-such-file\", which does not exist").await;
    rejected(Source::new(&link, "x"), &link, "\"no-such-file\", which does not exist").await;
}

#[tokio::test]
async fn link_cycle_is_an_error() {
    let tree = tree(&["sub/a"]);
    let up = tree.path().join("sub/up");
    symlink("..", &up).unwrap();
    rejected(Source::new(tree.path(), ""), &up, "without end").await;

    fs::remove_file(&up).unwrap();
    let itself = tree.path().join("itself");
    symlink("itself", &itself).unwrap();
    rejected(Source::new(tree.path(), ""), &itself, "without end").await;
}

#[tokio::test]
async fn link_cycle_through_a_directory_outside_of_the_source_is_an_error() {
    let tree = tree(&["one/a", "two/b"]);
    symlink("../two", tree.path().join("one/to-two")).unwrap();
    symlink("../one", tree.path().join("two/to-one")).unwrap();
    let source = Source::new(tree.path().join("one"), "").root(tree.path());
    rejected(source, &tree.path().join("one/to-two/to-one"), "without end").await;
}

#[tokio::test]
async fn links_without_a_usable_target_can_be_omitted() {
    let outside = tree(&["secret"]);
    let root = tree(&["app/a", "app/sub/b", "other/c", "other/usr/python"]);
    let secret = outside.path().join("secret");
    let links = [
        ("app/nowhere", "none"),
        ("app/below-a-file", "a/none"),
        ("app/itself", "itself"),
        ("app/one-way", "other-way"),
        ("app/other-way", "one-way"),
        ("app/above", "../.."),
        ("app/whole", ".."),
        ("app/sub/here", "."),
        ("app/sub/up", "../sub"),
        ("app/outside", secret.to_str().unwrap()),
        ("app/absolute", "/other/usr/python"),
        ("app/to-other", "../other"),
        ("other/back", "../app/sub"),
        ("other/up", "../app"),
    ];
    for (link, target) in links {
        symlink(target, root.path().join(link)).unwrap();
    }
    let app = root.path().join("app");
    let source = Source::new(&app, "app").root(root.path());
    let omitted = source.clone().broken_links(BrokenLinks::Omit);
    let expected = [
        ("app/a", "app/a"),
        ("app/absolute", "other/usr/python"),
        ("app/sub/b", "app/sub/b"),
        ("app/to-other/back/b", "app/sub/b"),
        ("app/to-other/c", "other/c"),
        ("app/to-other/usr/python", "other/usr/python"),
    ];
    assert_eq!(contents(&scanned(omitted.clone()).await.unwrap()), pairs(&expected));

    let followed = omitted.links(LinkPolicy::FollowAnywhere);
    let mut expected = expected.to_vec();
    expected.retain(|(path, _)| *path != "app/absolute");
    expected.insert(1, ("app/outside", "secret"));
    assert_eq!(contents(&scanned(followed).await.unwrap()), pairs(&expected));

    assert!(scanned(source).await.is_err(), "such a link is an error by default");
    for name in ["nowhere", "itself"] {
        let link = app.join(name);
        let source = Source::new(&link, "x").broken_links(BrokenLinks::Omit);
        assert!(scanned(source).await.is_err(), "a source must have a target: {name}");
    }
}

#[tokio::test]
async fn links_that_multiply_directories_exceed_the_limit() {
    let tree = tree(&[]);
    for level in 0..40 {
        fs::create_dir(tree.path().join(level.to_string())).unwrap();
        for name in ["left", "right"] {
            let link = tree.path().join(format!("{level}/{name}"));
            symlink(format!("../{}", level + 1), link).unwrap();
        }
    }
    fs::create_dir(tree.path().join("40")).unwrap();
    let limits = Limits::default().max_files(5000);
    let error = scanned_with(limits, Source::new(tree.path(), "")).await.unwrap_err();
    assert!(error.is_limit_exceeded(), "{error}");
}

#[tokio::test]
async fn special_files_in_directories_can_be_omitted() {
    let tree = tree(&[]);
    let at = |name: &str| tree.path().join(name);
    fs::write(at("file"), "").unwrap();
    assert!(Command::new("mkfifo").arg(at("fifo")).status().unwrap().success());
    let _listener = UnixListener::bind(at("socket")).unwrap();
    symlink("fifo", at("link")).unwrap();
    let source = Source::new(tree.path(), "").special_files(SpecialFiles::Omit);
    let manifest = scanned_with(Limits::default(), source).await.unwrap();
    let paths: Vec<&str> = manifest.entries().iter().map(|entry| entry.path()).collect();
    assert_eq!(paths, ["file"]);
    let source = Source::new(at("fifo"), "fifo").special_files(SpecialFiles::Omit);
    rejected(source, &at("fifo"), "is a FIFO").await;
}

#[tokio::test]
async fn special_files_are_errors_and_are_not_opened() {
    let tree = tree(&[]);
    let fifo = tree.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    // Opening a FIFO would wait for a writer.
    rejected(Source::new(tree.path(), ""), &fifo, "is a FIFO").await;
    rejected(Source::new(&fifo, "fifo"), &fifo, "is a FIFO").await;

    fs::remove_file(&fifo).unwrap();
    let socket = tree.path().join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    rejected(Source::new(tree.path(), ""), &socket, "is a socket").await;

    let null = Path::new("/dev/null");
    rejected(Source::new(null, "null"), null, "is a character device").await;
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn name_that_is_not_utf8_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let tree = tree(&[]);
    let name = tree.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    fs::write(&name, "").unwrap();
    rejected(Source::new(tree.path(), ""), &name, "not valid UTF-8").await;
}

#[tokio::test]
async fn source_that_does_not_exist_is_an_error() {
    let tree = tree(&["a"]);
    let missing = tree.path().join("missing");
    rejected(Source::new(&missing, "x"), &missing, "cannot find").await;
    let below_a_file = tree.path().join("a/b");
    rejected(Source::new(&below_a_file, "x"), &below_a_file, "cannot find").await;
}

#[tokio::test]
async fn empty_directories_are_reported() {
    let tree = tree(&["full/a"]);
    fs::create_dir_all(tree.path().join("outer/inner")).unwrap();
    let manifest = scanned(Source::new(tree.path(), "")).await.unwrap();
    assert_eq!(manifest.empty_directories(), [tree.path().join("outer/inner")]);
}

#[tokio::test]
async fn very_deep_tree_exceeds_the_path_limit() {
    let tree = tree(&[]);
    let depth = 1500;
    fs::create_dir_all(tree.path().join("d/".repeat(depth))).unwrap();
    assert!(scanned(Source::new(tree.path(), "")).await.is_ok());

    let limits = Limits::default().max_path_len(1000);
    let error = scanned_with(limits, Source::new(tree.path(), "")).await.unwrap_err();
    assert!(error.to_string().contains("1001 bytes in its archive path"), "{error}");
}

#[tokio::test]
async fn error_states_the_limit_and_the_value() {
    let tree = tree(&["a", "bb"]);
    for (limits, expected) in [
        (Limits::default().max_files(2), ": 3 files and directories, and the limit is 2"),
        (Limits::default().max_bytes(2), ": 3 bytes, and the limit is 2"),
        (Limits::default().max_path_len(1), ": 2 bytes in its archive path, and the limit is 1"),
    ] {
        let error = scanned_with(limits, Source::new(tree.path(), "")).await.unwrap_err();
        assert!(error.is_limit_exceeded());
        assert!(error.to_string().ends_with(expected), "{error}");
    }
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:04}")).collect()
}

#[tokio::test]
async fn large_directory_is_scanned_whole() {
    let tree = tempfile::tempdir().unwrap();
    let names = numbered(1000);
    for name in &names {
        fs::write(tree.path().join(name), name).unwrap();
    }
    fs::create_dir(tree.path().join("0300-")).unwrap();
    fs::write(tree.path().join("0300-/below"), "").unwrap();

    let manifest = scanned(Source::new(tree.path(), "")).await.unwrap();

    let (below, files): (Vec<_>, Vec<_>) =
        manifest.entries().iter().partition(|entry| entry.path().contains('/'));
    assert_eq!(files.iter().map(|entry| entry.path()).collect::<Vec<_>>(), names);
    assert_eq!(below.len(), 1);
    for entry in files {
        assert_eq!(*entry.digest(), blake3::hash(entry.path().as_bytes()).into());
    }
}

#[tokio::test]
async fn first_error_in_order_is_reported() {
    let tree = tempfile::tempdir().unwrap();
    for name in numbered(1000) {
        fs::write(tree.path().join(name), "").unwrap();
    }
    let _sockets: Vec<_> = ["0400", "0500", "0900"]
        .map(|name| {
            fs::remove_file(tree.path().join(name)).unwrap();
            UnixListener::bind(tree.path().join(name)).unwrap()
        })
        .into();
    for _ in 0..20 {
        rejected(Source::new(tree.path(), ""), &tree.path().join("0400"), "is a socket").await;
    }
}

#[derive(Debug)]
struct PanickingFilter;

impl Filter for PanickingFilter {
    fn includes(&self, name: &str) -> bool {
        assert!(name != "b", "expected by the test");
        true
    }

    fn subdirectory(&self, _name: &str) -> Option<Arc<dyn Filter>> {
        Some(Arc::new(Self))
    }
}

#[tokio::test]
async fn filter_that_panics_is_an_error_of_the_scan() {
    let tree = tree(&["one/a", "two/b", "three/c", "four/b"]);
    let source = Source::new(tree.path(), "").filter(PanickingFilter);
    let error = scanned(source).await.unwrap_err();
    assert_eq!(error.to_string(), "stopped before it was possible to scan the context");
}
