//! Packs: the tree that the builder unpacks equals the tree on disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use futures_util::TryStreamExt;
use proptest::prelude::*;
use tempfile::TempDir;

use daytona_objstore::{
    Error, Filter, Limits, ModePolicy, Pack, PackEntryKind, PackManifest, PackShard, PackTimes,
    Progress, ScanOptions, Shard, Source, SpecialFiles, archive, scan_pack,
};

use crate::tree::{set_mode, tree};

const FIXED_TIME: u64 = 315_619_200;

async fn packed(pack: Pack) -> Result<PackManifest, Error> {
    packed_with(pack, Limits::default()).await
}

async fn packed_with(pack: Pack, options: impl Into<ScanOptions>) -> Result<PackManifest, Error> {
    scan_pack(pack, options, &Progress::new()).await
}

async fn pack_of(directory: &Path) -> PackManifest {
    packed(Pack::new(vec![Source::new(directory, "")])).await.unwrap()
}

/// Returns the compressed archive of a shard, as the context contains it.
async fn compressed(shard: PackShard) -> Result<Vec<u8>, Error> {
    let path = shard.archive_path(".packed");
    let chunks: Vec<_> = archive(shard.into_shard(".packed")).try_collect().await?;
    let object = chunks.concat();
    let mut object = tar::Archive::new(&object[..]);
    let mut entries = object.entries().unwrap();
    let mut entry = entries.next().unwrap().unwrap();
    assert_eq!(entry.path_bytes(), path.as_bytes());
    assert!(entry.header().entry_type().is_file());
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).unwrap();
    assert!(entries.next().is_none(), "the object has one entry");
    Ok(bytes)
}

/// Returns the tar archive of a shard.
async fn plain(shard: PackShard) -> Vec<u8> {
    zstd::decode_all(&compressed(shard).await.unwrap()[..]).unwrap()
}

/// A file, directory or link: its kind with the content or target, and its mode.
type Node = (&'static str, Vec<u8>, u32);

/// Returns all members of a directory on disk, by path.
fn nodes_on_disk(root: &Path) -> BTreeMap<String, Node> {
    let mut nodes = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(directory) = pending.pop() {
        for member in fs::read_dir(directory).unwrap() {
            let path = member.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let node = if metadata.is_symlink() {
                ("link", fs::read_link(&path).unwrap().as_os_str().as_bytes().to_vec(), 0o777)
            } else if metadata.is_dir() {
                pending.push(path.clone());
                ("directory", Vec::new(), metadata.mode() & 0o7777)
            } else {
                ("file", fs::read(&path).unwrap(), metadata.mode() & 0o7777)
            };
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            nodes.insert(name, node);
        }
    }
    nodes
}

/// Returns the entries of tar archives, by path. A later one replaces an earlier one.
fn nodes_in(archives: &[Vec<u8>]) -> BTreeMap<String, Node> {
    let mut nodes = BTreeMap::new();
    for bytes in archives {
        for entry in tar::Archive::new(&bytes[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mode = entry.header().mode().unwrap();
            let node = match entry.header().entry_type() {
                tar::EntryType::Directory => {
                    assert!(path.ends_with('/'), "{path}");
                    ("directory", Vec::new(), mode)
                }
                tar::EntryType::Symlink => {
                    ("link", entry.link_name_bytes().unwrap().into_owned(), mode)
                }
                kind => {
                    assert!(kind.is_file(), "{path}: {kind:?}");
                    let mut content = Vec::new();
                    entry.read_to_end(&mut content).unwrap();
                    ("file", content, mode)
                }
            };
            nodes.insert(path.trim_end_matches('/').to_owned(), node);
        }
    }
    nodes
}

async fn nodes_of(manifest: &PackManifest) -> BTreeMap<String, Node> {
    let mut archives = Vec::new();
    for shard in manifest.shards() {
        archives.push(plain(shard).await);
    }
    nodes_in(&archives)
}

fn paths(manifest: &PackManifest) -> Vec<&str> {
    manifest.entries().iter().map(|entry| entry.path()).collect()
}

fn digests(manifest: &PackManifest) -> Vec<String> {
    manifest.shards().iter().map(|shard| shard.digest().to_string()).collect()
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
        !self.excluded.iter().any(|rule| is_below(&rule))
            || self.included.iter().any(|rule| is_below(&rule))
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
    assert_eq!(plain(shard.clone()).await, [0; 1024]);
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
