//! The scan: from sources to a manifest.

mod directory;
mod hash_files;
mod pack;
mod read_ahead;
mod resolve;
mod rooted;
mod run;
mod source_root;
mod walk;

use std::collections::{HashMap, HashSet};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use self::hash_files::hash_all;
pub use self::pack::{check_pack, scan_pack};
use self::run::{ACTION, ScanRun, WalkMode, stopped};
use self::walk::walk;
use crate::error::Kind;
use crate::found_file::{FileDigest, FoundFile};
use crate::{Entry, Error, Manifest, ModePolicy, Progress, ScanOptions, Source, disk};

/// Scans sources, and returns the manifest of the context.
///
/// The scan reads every file once, in parallel on all cores. It skips a file whose digest is in the
/// [`DigestCache`](crate::DigestCache). It may read a small file twice if the file changed within the
/// last three seconds.
///
/// A symbolic link becomes a copy of its target, and a hard link becomes a plain file.
///
/// The options are [`ScanOptions`] or [`Limits`](crate::Limits).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let tree = tempfile::tempdir()?;
/// std::fs::write(tree.path().join("main.py"), "print('hello')\n")?;
///
/// let sources = vec![Source::new(tree.path(), "app")];
/// let manifest = scan(sources, Limits::default(), &Progress::new()).await?;
/// assert_eq!(manifest.entries()[0].path(), "app/main.py");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns an error that names the path in these cases:
///
/// - A source or a file cannot be read, or changes while it is read.
/// - A name is not UTF-8, or an archive path is invalid.
/// - A member is a FIFO, a socket or a device, unless the source omits them.
/// - A link is dangling, leaves its root, or leads to a directory that contains it, unless the source
///   omits such links.
/// - Two different files have the same archive path.
/// - The context exceeds its limits.
///
/// # Cancel safety
///
/// The scan stops when the future is dropped. It leaves nothing behind.
pub async fn scan(
    sources: Vec<Source>,
    options: impl Into<ScanOptions>,
    progress: &Progress,
) -> Result<Manifest, Error> {
    let (options, progress) = (options.into(), progress.clone());
    on_thread(move |is_cancelled| {
        scan_now(&sources, &options, SystemTime::now(), &progress, is_cancelled)
    })
    .await
}

/// Runs a scan on a thread of its own, because it may take minutes.
async fn on_thread<T: Send + 'static>(
    scan: impl FnOnce(&(dyn Fn() -> bool + Sync)) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = oneshot::channel::<Result<T, Error>>();
    thread::Builder::new()
        .name("context-scan".into())
        .spawn(move || {
            let result = scan(&|| sender.is_closed());
            // The future may have been dropped.
            let _ = sender.send(result);
        })
        .map_err(|source| Kind::Thread { action: ACTION, source })?;
    receiver.await.unwrap_or_else(|_| Err(stopped()))
}

/// Checks sources without reading their files.
///
/// It returns the errors of [`scan`] that do not depend on content: of links, names, limits, and files
/// that cannot be opened. It reads only files that have the same archive path. Blocks while it lists the
/// directories.
///
/// ```
/// use daytona_objstore::{Limits, Source, check};
///
/// let tree = tempfile::tempdir()?;
/// std::fs::write(tree.path().join("main.py"), "print('hello')\n")?;
/// check(&[Source::new(tree.path(), "app")], Limits::default())?;
/// let error = check(&[Source::new("no/such/file", "file")], Limits::default()).unwrap_err();
/// assert!(error.path().unwrap().ends_with("no/such/file"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`scan`], except that no file can change while it is read.
pub fn check(sources: &[Source], options: impl Into<ScanOptions>) -> Result<(), Error> {
    let progress = Progress::new();
    let run = ScanRun::unread(WalkMode::Follow, &progress);
    manifest(sources, &options.into(), &run).map(drop)
}

fn scan_now(
    sources: &[Source],
    options: &ScanOptions,
    started: SystemTime,
    progress: &Progress,
    is_cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Manifest, Error> {
    let cache = options.cache.as_ref().map(|cache| cache.load(started));
    let started = started.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mode = WalkMode::Follow;
    let run = ScanRun { mode, started, cache, progress, is_cancelled, reads_files: true };
    manifest(sources, options, &run)
}

/// Returns the manifest of sources. Its digests are placeholders if the run reads no files.
fn manifest(
    sources: &[Source],
    options: &ScanOptions,
    run: &ScanRun<'_>,
) -> Result<Manifest, Error> {
    let mut found = walk(sources, options.limits, run)?;
    // They are almost sorted, which a stable sort exploits.
    found.files.sort_by(|one, other| {
        let by_archive_path = one.archive_path.cmp(&other.archive_path);
        by_archive_path.then_with(|| one.local().cmp(&other.local()))
    });
    found.files.dedup_by(|one, other| {
        one.archive_path == other.archive_path && one.local() == other.local()
    });

    found.empty_directories.sort();
    found.empty_directories.dedup();

    if !run.reads_files {
        let in_memory = found.in_memory.iter().map(|(entry, _)| entry.path()).collect();
        open_all(&mut found.files, &in_memory)?;
    }
    hash_all(&mut found.files, run)?;
    if let Some(cache) = &run.cache {
        cache.save(&found.files);
    }
    // A file has no digest if the scan was cancelled, or if a thread has panicked.
    let entry = |file| entry(file, options.modes);
    let entries: Option<Vec<Entry>> = found.files.into_iter().map(entry).collect();
    let mut entries = entries.ok_or_else(stopped)?;
    // `collect` may reuse the larger allocation of the files.
    entries.shrink_to_fit();
    if !found.in_memory.is_empty() {
        entries.extend(found.in_memory.into_iter().map(|(mut entry, modes)| {
            entry.mode = modes.unwrap_or(options.modes).apply(entry.mode);
            entry
        }));
        entries.sort_by(|one, other| one.path.cmp(&other.path));
    }
    merge_duplicates(&mut entries)?;
    if sources.len() > 1 {
        check_no_file_is_a_directory(&entries)?;
    }
    Ok(Manifest::new(entries, found.empty_directories))
}

/// Opens each file, and sets a placeholder for its digest. A file whose archive path another one has
/// gets none, so that both are read and compared.
fn open_all(files: &mut [FoundFile], in_memory: &HashSet<&str>) -> Result<(), Error> {
    for index in 0..files.len() {
        let file = &files[index];
        let neighbours = [index.wrapping_sub(1), index + 1];
        let mut others = neighbours.iter().filter_map(|index| files.get(*index));
        let is_doubled = in_memory.contains(&*file.archive_path)
            || others.any(|other| other.archive_path == file.archive_path);
        if !is_doubled {
            disk::open(&file.local())?;
            files[index].digest = Some(FileDigest::from_disk(blake3::hash(b"").into()));
        }
    }
    Ok(())
}

/// Returns the entry of a file, or `None` if the file has no digest.
fn entry(file: FoundFile, modes: ModePolicy) -> Option<Entry> {
    let FoundFile { archive_path, content, stat, modes: own, digest } = file;
    let (digest, size) = (digest?.value, stat.size());
    let mode = own.unwrap_or(modes).apply(stat.mode);
    Some(Entry { path: archive_path, mode, size, digest, content })
}

/// Merges equal files with the same archive path. Fails if they differ.
fn merge_duplicates(entries: &mut Vec<Entry>) -> Result<(), Error> {
    let mut conflict = None;
    entries.dedup_by(|entry, last| {
        let is_same_path = entry.path == last.path;
        if is_same_path && (entry.mode, entry.digest) != (last.mode, last.digest) {
            conflict.get_or_insert_with(|| Kind::Duplicate {
                archive_path: entry.path.to_string(),
                first: last.display_path(),
                second: entry.display_path(),
            });
        }
        is_same_path
    });
    conflict.map_or(Ok(()), |conflict| Err(conflict.into()))
}

/// Fails if a file has the archive path of a directory. Only several sources can cause that.
fn check_no_file_is_a_directory(entries: &[Entry]) -> Result<(), Error> {
    let by_path: HashMap<&str, &Entry> =
        entries.iter().map(|entry| (entry.path(), entry)).collect();
    for entry in entries {
        for (slash, _) in entry.path.match_indices('/') {
            if let Some(file) = by_path.get(&entry.path[..slash]) {
                return Err(Kind::FileIsDirectory {
                    archive_path: file.path.to_string(),
                    file: file.display_path(),
                    below: entry.display_path(),
                }
                .into());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, FileTimes};
    use std::io::Write;
    use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, symlink};
    use std::path::Path;

    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;
    use crate::cache::testing::CachedTree;
    use crate::metadata::SETTLED_AFTER;
    use crate::{Limits, ProgressSnapshot};

    #[test]
    fn check_finds_the_errors_that_do_not_depend_on_content() {
        let tree = CachedTree::new(&[("a", "one"), ("b", "two")]);
        let source = |name: &str, archive_path: &str| {
            Source::new(tree.path().join(name), archive_path).root(tree.path())
        };
        let refusal = |sources: &[Source]| {
            check(sources, Limits::default()).map_err(|error| error.to_string()).err()
        };
        assert_eq!(refusal(&[Source::new(tree.path(), "")]), None);
        assert_eq!(refusal(&[source("a", "x"), source("a", "x")]), None);
        assert_eq!(refusal(&[source("a", "x"), Source::content("one", "x")]), None);
        let doubled = refusal(&[source("a", "x"), source("b", "x")]).unwrap();
        assert!(doubled.contains("and they differ"), "{doubled}");
        let below = refusal(&[source("a", "x"), source("b", "x/y")]).unwrap();
        assert!(below.contains("needs a directory of that name"), "{below}");
        symlink("none", tree.path().join("dangling")).unwrap();
        let pack = crate::Pack::new(vec![Source::new(tree.path(), "")]);
        check_pack(&pack, Limits::default()).unwrap();
        let dangling = refusal(&[Source::new(tree.path(), "")]).unwrap();
        assert!(dangling.contains("does not exist"), "{dangling}");
    }

    #[test]
    fn modes_of_a_source_take_precedence() {
        let tree = tempfile::tempdir().unwrap();
        for name in ["kept", "cleared"] {
            let dir = tree.path().join(name);
            fs::create_dir(&dir).unwrap();
            fs::write(dir.join("a"), "a").unwrap();
            fs::set_permissions(dir.join("a"), fs::Permissions::from_mode(0o664)).unwrap();
        }
        symlink("a", tree.path().join("kept/link")).unwrap();
        let sources = [
            Source::new(tree.path().join("kept"), "kept").modes(ModePolicy::KeepAll),
            Source::new(tree.path().join("cleared"), "cleared"),
            Source::content("a", "memory").mode(0o664).modes(ModePolicy::KeepAll),
        ];
        let options = ScanOptions::default();
        let scanned = scan_now(&sources, &options, SystemTime::now(), &Progress::new(), &|| false);
        let scanned = scanned.unwrap();
        let modes: Vec<_> =
            scanned.entries().iter().map(|entry| (entry.path(), entry.mode())).collect();
        let expected =
            [("cleared/a", 0o644), ("kept/a", 0o664), ("kept/link", 0o664), ("memory", 0o664)];
        assert_eq!(modes, expected);
    }

    #[test]
    fn cancelled_scan_is_an_error() {
        let tree = CachedTree::new(&[("a-b", "two")]);
        let sources = [Source::new(tree.path(), "")];
        let options = ScanOptions::default();
        let error = scan_now(&sources, &options, SystemTime::now(), &Progress::new(), &|| true);
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "stopped before it was possible to scan the context");
    }

    impl CachedTree {
        /// Scans as if all files had been settled for a long time.
        fn scan_later(&self) -> (Manifest, ProgressSnapshot) {
            self.wait_for_clock_tick();
            self.scan_at(SystemTime::now() + 2 * SETTLED_AFTER)
        }

        fn scan_at(&self, started: SystemTime) -> (Manifest, ProgressSnapshot) {
            let options = ScanOptions::default().cache(self.cache.clone());
            let progress = Progress::new();
            let sources = [Source::new(self.path(), "")];
            let manifest = scan_now(&sources, &options, started, &progress, &|| false).unwrap();
            (manifest, progress.snapshot())
        }

        fn scan_without_cache(&self) -> Manifest {
            let (options, sources) = (ScanOptions::default(), [Source::new(self.path(), "")]);
            scan_now(&sources, &options, SystemTime::now(), &Progress::new(), &|| false).unwrap()
        }

        /// Waits until the clock of the file system has advanced.
        fn wait_for_clock_tick(&self) {
            let probe = self.directory.path().join("probe");
            let change = || {
                fs::write(&probe, "").unwrap();
                let metadata = fs::metadata(&probe).unwrap();
                (metadata.ctime(), metadata.ctime_nsec())
            };
            let before = change();
            while change() == before {}
        }
    }

    #[test]
    fn unchanged_files_are_not_read_again() {
        let tree = CachedTree::new(&[("one", "1"), ("two", "22")]);
        let (first, progress) = tree.scan_later();
        assert_eq!((progress.files_scanned, progress.files_from_cache), (2, 0));

        let (second, progress) = tree.scan_later();
        assert_eq!((progress.files_scanned, progress.files_from_cache), (0, 2));
        assert_eq!(second, first);

        fs::write(tree.file("two"), "xx").unwrap();
        let (third, progress) = tree.scan_later();
        assert_eq!((progress.files_scanned, progress.files_from_cache), (1, 1));
        assert_eq!(third, tree.scan_without_cache());
    }

    #[test]
    fn file_that_changed_just_before_it_was_read_is_read_again() {
        let tree = CachedTree::new(&[("new", "1")]);
        for _ in 0..2 {
            let (_, progress) = tree.scan_at(SystemTime::now());
            assert_eq!(progress.files_from_cache, 0);
        }
        assert!(!tree.cache.path().exists(), "a cache was written");
    }

    #[test]
    fn moved_file_is_read_again() {
        let tree = CachedTree::new(&[("one", "1")]);
        tree.scan_later();
        fs::rename(tree.file("one"), tree.file("two")).unwrap();
        assert_eq!(tree.scan_later().1.files_from_cache, 0);
    }

    #[test]
    fn each_name_of_a_file_is_cached() {
        let tree = CachedTree::new(&[("one", "1")]);
        fs::hard_link(tree.file("one"), tree.file("two")).unwrap();
        symlink("one", tree.file("three")).unwrap();
        assert_eq!(tree.scan_later().1.files_scanned, 3);
        assert_eq!(tree.scan_later().1.files_from_cache, 3);
    }

    /// The target of links. No edit uses its name.
    const LINK_TARGET: &str = "target";

    /// A way to change a file. Some use a second file, mostly of the same size.
    #[derive(Debug, Clone, Copy)]
    enum Edit {
        RewriteKeepingSizeAndTime,
        WriteInPlaceKeepingTime,
        TruncateAndRewrite,
        Append,
        RenameAnotherOver,
        Swap,
        RemoveAndCreate,
        WriteThroughHardLink,
        ReplaceByHardLink,
        ReplaceByLink,
        MakeExecutable,
        SetTimeBack,
    }

    const EDITS: [Edit; 12] = [
        Edit::RewriteKeepingSizeAndTime,
        Edit::WriteInPlaceKeepingTime,
        Edit::TruncateAndRewrite,
        Edit::Append,
        Edit::RenameAnotherOver,
        Edit::Swap,
        Edit::RemoveAndCreate,
        Edit::WriteThroughHardLink,
        Edit::ReplaceByHardLink,
        Edit::ReplaceByLink,
        Edit::MakeExecutable,
        Edit::SetTimeBack,
    ];

    impl Edit {
        fn apply(self, file: &Path, other: &Path, content: &str) {
            let temporary = file.with_extension("temporary");
            let times = || {
                let metadata = fs::metadata(file).unwrap();
                let modified = metadata.modified().unwrap();
                FileTimes::new().set_modified(modified).set_accessed(modified)
            };
            let open = |path| fs::File::options().write(true).open(path).unwrap();
            match self {
                Self::RewriteKeepingSizeAndTime => {
                    let times = times();
                    fs::write(file, content).unwrap();
                    open(file).set_times(times).unwrap();
                }
                Self::WriteInPlaceKeepingTime => {
                    let times = times();
                    open(file).write_all_at(&content.as_bytes()[..1], 0).unwrap();
                    open(file).set_times(times).unwrap();
                }
                Self::TruncateAndRewrite => {
                    open(file).set_len(0).unwrap();
                    fs::write(file, content).unwrap();
                }
                Self::Append => {
                    let mut file = fs::File::options().append(true).open(file).unwrap();
                    file.write_all(content.as_bytes()).unwrap();
                }
                Self::RenameAnotherOver => {
                    let times = times();
                    fs::write(&temporary, content).unwrap();
                    open(&temporary).set_times(times).unwrap();
                    fs::rename(&temporary, file).unwrap();
                }
                Self::Swap => {
                    fs::rename(file, &temporary).unwrap();
                    fs::rename(other, file).unwrap();
                    fs::rename(&temporary, other).unwrap();
                }
                Self::RemoveAndCreate => {
                    let times = times();
                    fs::remove_file(file).unwrap();
                    fs::write(file, content).unwrap();
                    open(file).set_times(times).unwrap();
                }
                Self::WriteThroughHardLink => {
                    let times = times();
                    let real = fs::canonicalize(file).unwrap();
                    fs::hard_link(real, &temporary).unwrap();
                    fs::write(&temporary, content).unwrap();
                    open(&temporary).set_times(times).unwrap();
                    fs::remove_file(&temporary).unwrap();
                }
                Self::ReplaceByHardLink => {
                    let real = fs::canonicalize(other).unwrap();
                    fs::hard_link(real, &temporary).unwrap();
                    fs::remove_file(file).unwrap();
                    fs::rename(&temporary, file).unwrap();
                }
                Self::ReplaceByLink => {
                    fs::remove_file(file).unwrap();
                    symlink(LINK_TARGET, file).unwrap();
                }
                Self::MakeExecutable => {
                    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
                }
                Self::SetTimeBack => {
                    let epoch = FileTimes::new().set_modified(UNIX_EPOCH);
                    open(file).set_times(epoch).unwrap();
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 64,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn every_edit_is_detected(
            edits in prop::collection::vec(
                (prop::sample::select(&EDITS), any::<Index>(), any::<Index>(), "[a-z]{4}", any::<bool>()),
                1..12,
            ),
        ) {
            let names = ["one", "two", "three"];
            let tree = CachedTree::new(&["one", "two", "three", LINK_TARGET].map(|name| (name, "abcd")));
            tree.scan_later();
            for (edit, which, other, content, at_once) in edits {
                let (file, other) = (which.index(3), other.index(2));
                let other = if other == file { 2 } else { other };
                edit.apply(&tree.file(names[file]), &tree.file(names[other]), &content);

                // At once is before the clock has advanced. Later is after all files have settled.
                let (cached, _) =
                    if at_once { tree.scan_at(SystemTime::now()) } else { tree.scan_later() };
                prop_assert_eq!(cached, tree.scan_without_cache(), "{:?}", edit);
            }
        }
    }
}
