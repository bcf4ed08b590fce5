//! The cache of file digests.
//!
//! A file with the same device, inode, size and times as in an earlier scan is not read again. Its
//! metadata cannot reveal a change within one tick of the file system's clock. So the digest of a
//! file that changed shortly before it was read is not saved. Git has the same rule for its index.

mod path_hash;
mod private_file;
mod records;
mod update;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) use path_hash::{DirectoryHash, PathHash};
use records::{CacheFileError, Key, Record, Records};
use update::Update;

use crate::disk;
use crate::found_file::{DigestOrigin, FileDigest, FoundFile};
use crate::metadata::FileStat;

const DEFAULT_MAX_BYTES: u64 = 32 << 20;

/// A cache of file digests between scans, in one file on disk.
///
/// A scan with a cache does not read a file whose device, inode, size and times are the same as in
/// an earlier scan. A file that changed within three seconds before it was read is read again,
/// because its times could hide another change.
///
/// Metadata does not reveal every change, such as a write through a memory mapping. No wrong
/// archive is uploaded then, because the upload computes every digest again.
///
/// Any number of trees and processes can share a cache. Its file is replaced atomically. It contains
/// hashes of paths, not paths.
///
/// A cache that is damaged, has another version or is writable by other users is ignored with a
/// warning. A cache that cannot be written is a warning too, not a failed scan. On systems other
/// than Unix nothing is cached.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{DigestCache, Progress, ScanOptions, Source, scan};
///
/// # let directory = tempfile::tempdir()?;
/// # let file = directory.path().join("digests");
/// let cache = DigestCache::at(file);
/// let options = ScanOptions::default().cache(cache);
/// let manifest = scan(vec![Source::new("src", "src")], options, &Progress::new()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestCache {
    file: PathBuf,
    max_bytes: u64,
}

impl DigestCache {
    /// Creates a cache in a file. The first scan creates the file and its directory.
    #[must_use]
    pub fn at(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), max_bytes: DEFAULT_MAX_BYTES }
    }

    /// Creates the cache of the current user: `daytona/digests` in `$XDG_CACHE_HOME` or `~/.cache`.
    ///
    /// Returns `None` if neither `XDG_CACHE_HOME` nor `HOME` is an absolute path.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        Self::in_home(std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME"))
    }

    fn in_home(xdg_cache_home: Option<OsString>, home: Option<OsString>) -> Option<Self> {
        let absolute = |path: OsString| Some(PathBuf::from(path)).filter(|path| path.is_absolute());
        let directory = xdg_cache_home
            .and_then(absolute)
            .or_else(|| home.and_then(absolute).map(|home| home.join(".cache")))?;
        Some(Self::at(directory.join("daytona").join("digests")))
    }

    /// Sets the maximum size of the file. Default: 32 MiB, which is enough for 360,000 files.
    ///
    /// The records that were unused for the longest time are removed first.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Returns the path of the cache file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Loads the cached digests for a scan that starts at `scan_start`.
    pub(crate) fn load(&self, scan_start: SystemTime) -> CachedDigests<'_> {
        let scan_start = scan_start.duration_since(UNIX_EPOCH).unwrap_or_default();
        CachedDigests { cache: self, records: self.records(), scan_start }
    }

    /// Opens the file. An invalid file counts as empty.
    fn records(&self) -> Records {
        match self.open() {
            Ok(records) => records,
            Err(CacheFileError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
                Records::default()
            }
            Err(reason) => {
                tracing::warn!(path = %self.file.display(), %reason, "ignored the digest cache");
                Records::default()
            }
        }
    }

    fn open(&self) -> Result<Records, CacheFileError> {
        let file = disk::open_without_waiting(&self.file)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(CacheFileError::Invalid("it is not a file"));
        }
        if private_file::is_writable_by_others(&metadata) {
            return Err(CacheFileError::Invalid("others may write to it"));
        }
        if metadata.len() > self.max_bytes {
            return Err(CacheFileError::Invalid("it is larger than its maximum size"));
        }
        Records::open(file, metadata.len())
    }
}

/// The cached digests of earlier scans, for one scan.
pub(crate) struct CachedDigests<'a> {
    cache: &'a DigestCache,
    records: Records,
    /// The start of the scan, since the beginning of 1970.
    scan_start: Duration,
}

impl CachedDigests<'_> {
    /// Returns the digest of a file, if the file is unchanged since it was read.
    pub(crate) fn find(&self, path: PathHash, stat: &FileStat) -> Option<FileDigest> {
        let identity = stat.identity()?;
        let record = self.records.find(Key::of(path, &identity))?;
        (record.identity() == identity).then(|| FileDigest::from_cache(record.digest()))
    }

    /// Saves the digests that the scan has computed.
    ///
    /// Records that other processes have written during the scan are kept.
    pub(crate) fn save(&self, files: &[FoundFile]) {
        let path = self.cache.file.display();
        if self.records.is_damaged() {
            tracing::warn!(%path, reason = "it is damaged", "ignored parts of the digest cache");
        }
        let minute = (self.scan_start.as_secs() / 60).try_into().unwrap_or(u32::MAX);
        let with_origin = |origin| {
            let digested = files.iter().filter_map(|file| Some((file, file.digest?)));
            digested.filter(move |(_, digest)| digest.origin == origin)
        };
        let new = with_origin(DigestOrigin::Disk).filter_map(|(file, digest)| {
            let identity =
                file.stat.identity().filter(|_| file.stat.is_settled(self.scan_start))?;
            Some(Record::new(PathHash::of(&file.local()), identity, minute, digest.value))
        });
        let new: Vec<_> = new.collect();
        if new.is_empty() {
            return;
        }
        let used = with_origin(DigestOrigin::Cache).filter_map(|(file, _)| {
            Some(Key::of(PathHash::of(&file.local()), &file.stat.identity()?))
        });
        let old = self.cache.records();
        let update = Update::new(&old, new, used.collect(), minute);
        let max_bytes = self.cache.max_bytes;
        let write = |file| update.write(max_bytes, file);
        if let Err(error) = private_file::replace(&self.cache.file, write) {
            tracing::warn!(%path, %error, "could not write the digest cache");
        }
    }
}

/// A fixture for tests of the cache.
#[cfg(test)]
#[cfg(unix)]
pub(crate) mod testing {
    use std::{fs, path::PathBuf};

    use tempfile::TempDir;

    use super::DigestCache;

    /// A directory of files, and a cache outside of it.
    pub(crate) struct CachedTree {
        pub(crate) directory: TempDir,
        pub(crate) cache: DigestCache,
    }

    impl CachedTree {
        pub(crate) fn new(files: &[(&str, &str)]) -> Self {
            let directory = tempfile::tempdir().unwrap();
            fs::create_dir(directory.path().join("tree")).unwrap();
            let cache = DigestCache::at(directory.path().join("cache/digests"));
            let tree = Self { directory, cache };
            for (name, content) in files {
                fs::write(tree.file(name), content).unwrap();
            }
            tree
        }

        pub(crate) fn path(&self) -> PathBuf {
            self.directory.path().join("tree")
        }

        pub(crate) fn file(&self, name: &str) -> PathBuf {
            self.path().join(name)
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::process::Command;
    use std::sync::{Arc, Mutex};
    use std::thread;

    use super::private_file::ABANDONED_AFTER;
    use super::testing::CachedTree;
    use super::*;
    use crate::Digest;
    use crate::content::Content;
    use crate::metadata::SETTLED_AFTER;

    /// The result of a lookup of all files.
    struct Refresh {
        digests: Vec<Digest>,
        from_cache: usize,
    }

    impl CachedTree {
        /// Refreshes the cache as if all files had been settled for a long time.
        fn refresh(&self) -> Refresh {
            self.refresh_at(SystemTime::now() + 2 * SETTLED_AFTER)
        }

        fn refresh_at(&self, scan_start: SystemTime) -> Refresh {
            refresh(&self.cache, &self.path(), scan_start)
        }
    }

    /// Looks up the files of a directory, hashes those that are not cached, and saves them.
    fn refresh(cache: &DigestCache, directory: &Path, scan_start: SystemTime) -> Refresh {
        let cached = cache.load(scan_start);
        let content = Arc::new(Content::Directory(directory.to_owned()));
        let mut names: Vec<_> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let file = |name: String| {
            let path = directory.join(&name);
            let stat = disk::metadata(&path).unwrap().stat;
            let hash = || FileDigest::from_disk(blake3::hash(&fs::read(&path).unwrap()).into());
            let digest = Some(cached.find(PathHash::of(&path), &stat).unwrap_or_else(hash));
            FoundFile {
                archive_path: name.into(),
                content: content.clone(),
                stat,
                modes: None,
                digest,
            }
        };
        let files: Vec<_> = names.into_iter().map(file).collect();
        cached.save(&files);
        let digests: Vec<_> = files.iter().flat_map(|file| file.digest).collect();
        let from_cache = digests.iter().filter(|it| it.origin == DigestOrigin::Cache).count();
        Refresh { digests: digests.iter().map(|digest| digest.value).collect(), from_cache }
    }

    #[test]
    fn invalid_cache_is_ignored_with_a_warning_and_replaced() {
        let corrupt = |change: fn(&mut Vec<u8>)| {
            move |file: &Path| {
                let mut bytes = fs::read(file).unwrap();
                change(&mut bytes);
                fs::write(file, bytes).unwrap();
            }
        };
        type Corrupt = Box<dyn Fn(&Path)>;
        let cases: [(&str, Corrupt); 11] = [
            ("is empty", Box::new(corrupt(Vec::clear))),
            ("is too short", Box::new(corrupt(|bytes| bytes.truncate(63)))),
            ("is damaged", Box::new(corrupt(|bytes| bytes.truncate(64)))),
            ("is damaged", Box::new(corrupt(|bytes| bytes.truncate(64 + 56 + 91)))),
            ("is damaged", Box::new(corrupt(|bytes| bytes.push(0)))),
            ("is damaged", Box::new(corrupt(|bytes| bytes[64 + 30] ^= 1))),
            ("is damaged", Box::new(corrupt(|bytes| bytes[64 + 56 + 70] ^= 1))),
            ("another version", Box::new(corrupt(|bytes| bytes[16] = 1))),
            ("not a digest cache", Box::new(|file| fs::write(file, "a".repeat(200)).unwrap())),
            (
                "others may write to it",
                Box::new(|file| {
                    fs::set_permissions(file, fs::Permissions::from_mode(0o620)).unwrap()
                }),
            ),
            (
                "is not a file",
                Box::new(|file| {
                    fs::remove_file(file).unwrap();
                    assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
                }),
            ),
        ];
        for (reason, corrupt) in cases {
            let tree = CachedTree::new(&[("one", "1"), ("two", "2")]);
            let first = tree.refresh();
            corrupt(tree.cache.path());

            let (warnings, second) = with_warnings(|| tree.refresh());

            assert_eq!(second.digests, first.digests);
            assert_eq!(second.from_cache, 0, "{reason}");
            assert!(warnings.contains("the digest cache"), "{warnings}");
            assert!(warnings.contains(reason), "{warnings}");
            assert_eq!(tree.refresh().from_cache, 2, "{reason}: the cache was not replaced");
        }
    }

    #[test]
    fn damaged_chunk_does_not_invalidate_the_others() {
        let tree = CachedTree::new(&[]);
        for number in 0..1300 {
            fs::write(tree.file(&number.to_string()), number.to_string()).unwrap();
        }
        let first = tree.refresh();
        assert_eq!((first.digests.len(), first.from_cache), (1300, 0));
        let mut bytes = fs::read(tree.cache.path()).unwrap();
        // The last byte of the second of three chunks.
        bytes[64 + 3 * 56 + 1023 * 92] ^= 1;
        fs::write(tree.cache.path(), bytes).unwrap();

        let (warnings, second) = with_warnings(|| tree.refresh());

        assert_eq!(second.digests, first.digests);
        assert_eq!(second.from_cache, 1300 - 512);
        assert!(warnings.contains("ignored parts of the digest cache"), "{warnings}");
        assert_eq!(tree.refresh().from_cache, 1300);
    }

    #[test]
    fn cache_that_cannot_be_written_is_a_warning() {
        let mut tree = CachedTree::new(&[("one", "1")]);
        tree.cache = DigestCache::at(tree.file("one").join("digests"));
        let (warnings, refresh) = with_warnings(|| tree.refresh());
        assert_eq!(refresh.digests, [Digest::from(blake3::hash(b"1"))]);
        assert!(warnings.contains("could not write the digest cache"), "{warnings}");
        let cause = fs::create_dir_all(tree.file("one").join("digests")).unwrap_err();
        assert!(warnings.contains(&cause.to_string()), "no cause: {warnings}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn full_disk_is_reported_when_the_cache_is_written() {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let old = Records::default();
        let error = Update::new(&old, Vec::new(), Vec::new(), 0).write(1 << 20, full).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        assert!(error.to_string().contains("No space left"), "{error}");
    }

    #[test]
    fn cache_is_private_and_abandoned_files_are_removed() {
        let tree = CachedTree::new(&[("one", "1")]);
        let directory = tree.cache.path().parent().unwrap().to_owned();
        fs::create_dir(&directory).unwrap();
        let abandoned = directory.join(".digests.new-1-0");
        let in_use = directory.join(".digests.new-2-0");
        for file in [&abandoned, &in_use] {
            fs::write(file, "a part").unwrap();
        }
        let long_ago = SystemTime::now() - 2 * ABANDONED_AFTER;
        fs::File::options().write(true).open(&abandoned).unwrap().set_modified(long_ago).unwrap();

        tree.refresh();

        let mode = fs::metadata(tree.cache.path()).unwrap().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let mut files: Vec<_> =
            fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert_eq!(files, [in_use, tree.cache.path().to_owned()]);
    }

    #[test]
    fn records_unused_for_the_longest_time_are_removed_first() {
        let mut tree = CachedTree::new(&[("old", "1"), ("used", "2")]);
        tree.cache = tree.cache.clone().max_bytes(64 + 56 + 2 * 92);
        tree.refresh();
        fs::remove_file(tree.file("old")).unwrap();
        fs::write(tree.file("new"), "3").unwrap();
        // The cache records the time of use in minutes.
        tree.refresh_at(SystemTime::now() + Duration::from_secs(120));
        assert_eq!(fs::metadata(tree.cache.path()).unwrap().len(), 64 + 56 + 2 * 92);
        assert_eq!(tree.refresh().from_cache, 2);
    }

    #[test]
    fn cache_above_its_maximum_size_is_ignored() {
        let mut tree = CachedTree::new(&[("one", "1"), ("two", "2")]);
        tree.refresh();
        tree.cache = tree.cache.clone().max_bytes(64 + 56 + 92);
        assert_eq!(tree.refresh().from_cache, 0);
        assert_eq!(tree.refresh().from_cache, 1);
    }

    #[test]
    fn concurrent_writers_never_leave_a_partial_cache() {
        let tree = CachedTree::new(&[]);
        let cache = &tree.cache;
        thread::scope(|scope| {
            for writer in 0..4 {
                let directory = tree.path().join(writer.to_string());
                fs::create_dir(&directory).unwrap();
                scope.spawn(move || {
                    for round in 0..20 {
                        fs::write(directory.join(round.to_string()), "x").unwrap();
                        refresh(cache, &directory, SystemTime::now() + 100 * SETTLED_AFTER);
                        let records = cache.open().unwrap();
                        assert!(records.all().next().is_some() && !records.is_damaged());
                    }
                });
            }
        });
        let last = refresh(cache, &tree.path().join("0"), SystemTime::now() + 100 * SETTLED_AFTER);
        assert_eq!(last.digests, [Digest::from(blake3::hash(b"x")); 20]);
        let from_cache = (0..4).map(|writer| {
            let directory = tree.path().join(writer.to_string());
            refresh(cache, &directory, SystemTime::now() + 100 * SETTLED_AFTER).from_cache
        });
        assert!(from_cache.sum::<usize>() > 0);
    }

    #[test]
    fn cache_of_the_user_follows_the_xdg_specification() {
        let in_home = |xdg: Option<&str>, home: Option<&str>| {
            let cache = DigestCache::in_home(xdg.map(Into::into), home.map(Into::into));
            cache.map(|cache| cache.path().to_str().unwrap().to_owned())
        };
        let xdg = "/xdg/daytona/digests".to_owned();
        let home = "/home/me/.cache/daytona/digests".to_owned();
        assert_eq!(in_home(Some("/xdg"), Some("/home/me")), Some(xdg));
        assert_eq!(in_home(None, Some("/home/me")), Some(home.clone()));
        assert_eq!(in_home(Some(""), Some("/home/me")), Some(home.clone()));
        assert_eq!(in_home(Some("relative"), Some("/home/me")), Some(home));
        assert_eq!(in_home(None, None), None);
        assert_eq!(in_home(None, Some("")), None);
    }

    /// Returns the warnings that `action` emits on this thread.
    fn with_warnings<T>(action: impl FnOnce() -> T) -> (String, T) {
        let collector = WarningCollector::default();
        let text = Arc::clone(&collector.0);
        let result = tracing::subscriber::with_default(collector, action);
        let text = text.lock().unwrap().clone();
        (text, result)
    }

    #[derive(Default)]
    struct WarningCollector(Arc<Mutex<String>>);

    impl tracing::Subscriber for WarningCollector {
        fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
            *metadata.level() == tracing::Level::WARN
        }

        fn event(&self, event: &tracing::Event<'_>) {
            struct Fields<'a>(&'a mut String);
            impl tracing::field::Visit for Fields<'_> {
                fn record_debug(
                    &mut self,
                    field: &tracing::field::Field,
                    value: &dyn std::fmt::Debug,
                ) {
                    self.0.push_str(&format!("{field}={value:?} "));
                }
            }
            event.record(&mut Fields(&mut self.0.lock().unwrap()));
        }

        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }

        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
        fn enter(&self, _: &tracing::span::Id) {}
        fn exit(&self, _: &tracing::span::Id) {}
    }
}
