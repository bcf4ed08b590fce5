//! Packs: the tree that the builder unpacks equals the tree on disk.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use daytona_objstore::{
    Filter, Limits, ModePolicy, Pack, PackEntryKind, PackManifest, PackTimes, Progress,
    ScanOptions, Source, SpecialFiles,
};

use crate::tree::{set_mode, tree};
use crate::unpack::{
    compressed, digests, nodes_of, nodes_on_disk, pack_of, packed, packed_with, plain,
};

const FIXED_TIME: u64 = 315_619_200;

fn paths(manifest: &PackManifest) -> Vec<&str> {
    manifest.entries().iter().map(|entry| entry.path()).collect()
}

fn mkdir(tree: &TempDir, name: &str, mode: u32) {
    fs::create_dir_all(tree.path().join(name)).unwrap();
    set_mode(&tree.path().join(name), mode);
}

#[tokio::test]
async fn pack_has_links_directories_and_modes() {
    let tree = tree(&["bin/tool", "bin/setuid", "private/key"]);
    for (name, mode) in [("bin/tool", 0o755), ("bin/setuid", 0o4755), ("private/key", 0o600)] {
        set_mode(&tree.path().join(name), mode);
    }
    for (name, mode) in
        [("empty", 0o755), ("sticky", 0o1777), ("group", 0o2775), ("private", 0o700)]
    {
        mkdir(&tree, name, mode);
    }
    let long = "x/".repeat(150);
    for (name, target) in [
        ("relative", "bin/tool"),
        ("absolute", "/etc/hostname"),
        ("dangling", "no/such/file"),
        ("loop", "loop"),
        ("directory", "bin"),
        ("outside", "../../.."),
        ("long", &long),
    ] {
        symlink(target, tree.path().join(name)).unwrap();
    }

    let manifest = pack_of(tree.path()).await;

    assert_eq!(nodes_of(&manifest).await, nodes_on_disk(tree.path()));
    let link = manifest.entries().iter().find(|entry| entry.path() == "long").unwrap();
    let PackEntryKind::Link { target, .. } = link.kind() else { panic!("not a link") };
    assert_eq!(target, long.as_bytes());
    assert_eq!(link.local(), Some(tree.path().canonicalize().unwrap().join("long")));
}

#[tokio::test]
async fn hard_links_of_a_pack_are_plain_files() {
    let tree = tree(&["one"]);
    fs::hard_link(tree.path().join("one"), tree.path().join("two")).unwrap();
    assert_eq!(nodes_of(&pack_of(tree.path()).await).await, nodes_on_disk(tree.path()));
}

#[tokio::test]
async fn link_target_may_have_any_bytes() {
    let tree = tree(&[]);
    let target = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    symlink(target, tree.path().join("link")).unwrap();
    let nodes = nodes_of(&pack_of(tree.path()).await).await;
    assert_eq!(nodes["link"], ("link", b"\xff\xfe".to_vec(), 0o777));
}

#[tokio::test]
async fn name_that_is_not_utf8_is_an_error_of_a_pack() {
    let tree = tree(&[]);
    symlink("x", tree.path().join(std::ffi::OsStr::from_bytes(b"\xff"))).unwrap();
    let error = packed(Pack::new(vec![Source::new(tree.path(), "")])).await.unwrap_err();
    assert!(error.to_string().contains("not valid UTF-8"), "{error}");
}

#[tokio::test]
async fn source_that_is_a_file_is_an_entry_at_its_path() {
    let tree = tree(&["a/file"]);
    let source = Source::new(tree.path().join("a/file"), "x/y/renamed");
    let manifest = packed(Pack::new(vec![source])).await.unwrap();
    assert_eq!(paths(&manifest), ["x", "x/y", "x/y/renamed"]);
    let modes: Vec<_> = manifest.entries().iter().map(|entry| entry.mode()).collect();
    assert_eq!(modes, [0o755, 0o755, 0o644], "parents have the default mode");
}

#[tokio::test]
async fn source_that_is_a_link_is_followed() {
    let tree = tree(&["real/file"]);
    symlink("file", tree.path().join("real/inner")).unwrap();
    symlink("real", tree.path().join("link")).unwrap();
    let manifest = pack_of(&tree.path().join("link")).await;
    assert_eq!(nodes_of(&manifest).await, nodes_on_disk(&tree.path().join("real")));
}

#[tokio::test]
async fn directory_source_has_its_own_entry_only() {
    let tree = tree(&["services/web/app/main", "services/web/other", "services/db"]);
    mkdir(&tree, "services", 0o700);
    mkdir(&tree, "services/web", 0o711);
    let at = |name: &str| tree.path().join(name);
    let sources = vec![
        Source::directory(at("services"), "services"),
        Source::directory(at("services/web"), "services/web"),
        Source::new(at("services/web/app"), "services/web/app"),
    ];
    let manifest = packed(Pack::new(sources)).await.unwrap();
    let found: Vec<_> =
        manifest.entries().iter().map(|entry| (entry.path(), entry.mode())).collect();
    let app = fs::metadata(at("services/web/app")).unwrap().mode() & 0o7777;
    let app = ModeOf(app).without_umask();
    assert_eq!(
        found,
        [
            ("services", 0o700),
            ("services/web", 0o711),
            ("services/web/app", app),
            ("services/web/app/main", 0o644)
        ]
    );

    let file = Source::directory(at("services/db"), "db");
    let error = packed(Pack::new(vec![file])).await.unwrap_err();
    assert!(error.to_string().ends_with("it is not a directory"), "{error}");
}

/// A mode that depends on the umask of the test.
struct ModeOf(u32);

impl ModeOf {
    fn without_umask(self) -> u32 {
        if self.0 == 0o775 { 0o755 } else { self.0 }
    }
}

#[tokio::test]
async fn later_source_replaces_an_earlier_one() {
    let (one, two) = (tree(&["same", "only-one", "dir/x"]), tree(&["only-two", "dir/y"]));
    symlink("target", two.path().join("same")).unwrap();
    set_mode(&two.path().join("dir"), 0o700);
    let sources = |order: [&TempDir; 2]| {
        Pack::new(order.into_iter().map(|tree| Source::new(tree.path(), "")).collect())
    };

    let manifest = packed(sources([&one, &two])).await.unwrap();
    let nodes = nodes_of(&manifest).await;
    assert_eq!(
        nodes.keys().collect::<Vec<_>>(),
        ["dir", "dir/x", "dir/y", "only-one", "only-two", "same"]
    );
    assert_eq!(nodes["same"], ("link", b"target".to_vec(), 0o777));
    assert_eq!(nodes["dir"].2, 0o700);

    let nodes = nodes_of(&packed(sources([&two, &one])).await.unwrap()).await;
    assert_eq!(nodes["same"], ("file", b"same".to_vec(), 0o644));

    let memory = Source::content("new", "same").mode(0o600);
    let pack = Pack::new(vec![Source::new(one.path(), ""), memory]);
    let nodes = nodes_of(&packed(pack).await.unwrap()).await;
    assert_eq!(nodes["same"], ("file", b"new".to_vec(), 0o600));
}

#[tokio::test]
async fn file_over_a_directory_is_an_error() {
    let (file, directory) = (tree(&["x"]), tree(&["x/y"]));
    let empty = tree(&[]);
    mkdir(&empty, "x", 0o755);
    let implied = Source::content("text", "x/z");
    let file = || Source::new(file.path(), "");
    for other in [Source::new(directory.path(), ""), Source::new(empty.path(), ""), implied] {
        for sources in [vec![file(), other.clone()], vec![other.clone(), file()]] {
            let error = packed(Pack::new(sources)).await.unwrap_err();
            assert!(error.to_string().contains("the file or link \"x\""), "{error}");
        }
    }
}

/// Excludes paths, and everything below them unless it is included again.
#[derive(Debug, Clone)]
struct Rules {
    excluded: &'static [&'static str],
    included: &'static [&'static str],
    at: String,
}

impl Rules {
    fn path(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}/{name}", self.at) }
    }
}

impl Filter for Rules {
    fn includes(&self, name: &str) -> bool {
        let path = self.path(name);
        let is_below = |rule: &&str| path == **rule || path.starts_with(&format!("{rule}/"));
        !self.excluded.iter().any(&is_below) || self.included.iter().any(is_below)
    }

    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
        let at = self.path(name);
        let is_possible = self.includes(name)
            || self.included.iter().any(|rule| rule.starts_with(&format!("{at}/")));
        is_possible.then(|| Arc::new(Self { at, ..self.clone() }) as Arc<dyn Filter>)
    }
}

#[tokio::test]
async fn excluded_directory_has_an_entry_only_with_included_members() {
    let tree = tree(&["keep/a", "gone/b", "part/c", "part/again/d", "none/again/e"]);
    mkdir(&tree, "part", 0o711);
    mkdir(&tree, "keep/empty", 0o755);
    symlink("x", tree.path().join("part/link")).unwrap();
    let filter = Rules {
        excluded: &["gone", "part", "none"],
        included: &["part/again", "none/missing"],
        at: String::new(),
    };
    let source = Source::new(tree.path(), "").filter(filter);
    let manifest = packed(Pack::new(vec![source])).await.unwrap();
    assert_eq!(
        paths(&manifest),
        ["keep", "keep/a", "keep/empty", "part", "part/again", "part/again/d"]
    );
    let part = manifest.entries().iter().find(|entry| entry.path() == "part").unwrap();
    assert_eq!(part.mode(), 0o711);
}

#[tokio::test]
async fn special_files_of_a_pack_can_be_omitted() {
    let tree = tree(&["file"]);
    assert!(Command::new("mkfifo").arg(tree.path().join("fifo")).status().unwrap().success());
    let source = || Source::new(tree.path(), "");
    let error = packed(Pack::new(vec![source()])).await.unwrap_err();
    assert!(error.to_string().contains("is a FIFO"), "{error}");
    let omitted = source().special_files(SpecialFiles::Omit);
    assert_eq!(paths(&packed(Pack::new(vec![omitted])).await.unwrap()), ["file"]);
}

#[tokio::test]
async fn umask_does_not_change_a_pack() {
    let with_umask = |group: u32| {
        let tree = tree(&["dir/file", "dir/tool"]);
        for (name, mode) in [("dir/file", 0o644), ("dir/tool", 0o755), ("dir", 0o755)] {
            set_mode(&tree.path().join(name), mode | group);
        }
        tree
    };
    let (narrow, wide) = (with_umask(0), with_umask(0o020));
    assert_eq!(digests(&pack_of(narrow.path()).await), digests(&pack_of(wide.path()).await));

    let pack = Pack::new(vec![Source::new(wide.path(), "")]);
    let options = ScanOptions::default().modes(ModePolicy::KeepAll);
    let kept = packed_with(pack, options).await.unwrap();
    assert_eq!(nodes_of(&kept).await, nodes_on_disk(wide.path()));
}

#[tokio::test]
async fn chmod_applies_to_files_and_directories() {
    let tree = tree(&["dir/file"]);
    symlink("file", tree.path().join("dir/link")).unwrap();
    let sources = vec![Source::new(tree.path(), "implied"), Source::content("x", "memory")];
    let manifest = packed(Pack::new(sources).chmod(0o4750)).await.unwrap();
    let modes: Vec<_> = nodes_of(&manifest).await.into_values().map(|node| node.2).collect();
    // The source gives `implied`: it is the directory itself.
    assert_eq!(modes, [0o4750, 0o4750, 0o4750, 0o777, 0o4750]);
}

#[tokio::test]
async fn owner_and_times_are_in_the_archive() {
    let tree = tree(&["file"]);
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_500_000_000);
    let file = fs::File::options().write(true).open(tree.path().join("file")).unwrap();
    file.set_times(fs::FileTimes::new().set_modified(time)).unwrap();
    let pack = || Pack::new(vec![Source::new(tree.path(), ""), Source::content("", "new/x")]);
    let fields = |bytes: Vec<u8>| {
        let mut fields = Vec::new();
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let entry = entry.unwrap();
            let header = entry.header();
            assert_eq!(header.username_bytes(), Some(&b""[..]));
            fields.push((header.uid().unwrap(), header.gid().unwrap(), header.mtime().unwrap()));
        }
        fields
    };

    let shard = packed(pack()).await.unwrap().shards().remove(0);
    assert_eq!(fields(plain(shard).await), [(0, 0, FIXED_TIME); 3]);

    let pack = pack().owner(1000, 3_000_000).times(PackTimes::OfFiles);
    let shard = packed(pack).await.unwrap().shards().remove(0);
    assert_eq!(
        fields(plain(shard).await),
        [
            (1000, 3_000_000, 1_500_000_000),
            (1000, 3_000_000, FIXED_TIME),
            (1000, 3_000_000, FIXED_TIME)
        ]
    );
}

#[tokio::test]
async fn link_or_file_that_changed_since_the_scan_is_named() {
    let changes: [fn(&Path); 5] = [
        |root| fs::write(root.join("file"), "else").unwrap(),
        |root| fs::remove_file(root.join("file")).unwrap(),
        |root| fs::remove_file(root.join("link")).unwrap(),
        |root| {
            fs::remove_file(root.join("link")).unwrap();
            symlink("other", root.join("link")).unwrap();
        },
        |root| {
            fs::remove_file(root.join("link")).unwrap();
            fs::write(root.join("link"), "file").unwrap();
        },
    ];
    for change in changes {
        let tree = tree(&["file"]);
        symlink("file", tree.path().join("link")).unwrap();
        let shard = pack_of(tree.path()).await.shards().remove(0);
        change(tree.path());
        let error = compressed(shard).await.unwrap_err();
        assert!(error.is_changed_while_reading(), "{error}");
    }
}

#[tokio::test]
async fn limits_count_links_and_directories() {
    let tree = tree(&["dir/file"]);
    symlink("x", tree.path().join("link")).unwrap();
    let pack = || Pack::new(vec![Source::new(tree.path(), "")]);
    // The source, the directory, the file and the link.
    assert!(packed_with(pack(), Limits::default().max_files(4)).await.is_ok());
    let error = packed_with(pack(), Limits::default().max_files(3)).await.unwrap_err();
    assert!(error.is_limit_exceeded(), "{error}");
}

#[tokio::test]
async fn plain_scan_ignores_directory_sources() {
    let tree = tree(&["file"]);
    let sources = vec![Source::directory(tree.path(), "x")];
    let manifest =
        daytona_objstore::scan(sources, Limits::default(), &Progress::new()).await.unwrap();
    assert!(manifest.is_empty());
}
