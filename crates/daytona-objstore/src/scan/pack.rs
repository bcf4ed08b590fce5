//! The scan of a pack.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use std::vec::IntoIter;

use super::directory::FoundLink;
use super::hash_files::hash_all;
use super::run::{ScanRun, WalkMode, stopped};
use super::walk::{DirectoryOfPack, SourceEnd, WalkResult, walk};
use super::{on_thread, open_all};
use crate::content::Content;
use crate::error::Kind;
use crate::found_file::FoundFile;
use crate::metadata::FileStat;
use crate::pack::{DIRECTORY_MODE, EntryKind, FIXED_TIME, Head, parent};
use crate::{
    Entry, Error, ModePolicy, Pack, PackEntry, PackManifest, PackTimes, Progress, ScanOptions,
};

/// The mode of every link. No system uses it.
const LINK_MODE: u32 = 0o777;

/// Scans the sources of a pack, and returns its manifest.
///
/// The scan reads every file once, or takes its digest from the
/// [`DigestCache`](crate::DigestCache). [`Pack`] lists how it differs from a [`scan`](crate::scan).
/// The limits count links and directories as files.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{Limits, Pack, Progress, Source, scan_pack};
///
/// let pack = Pack::new(vec![Source::new("src", "")]);
/// let manifest = scan_pack(pack, Limits::default(), &Progress::new()).await?;
/// let shards = manifest.shards();
/// assert_eq!(shards.len(), 1, "a small pack is not cut");
/// // An instruction of a Dockerfile.
/// let instruction = format!("ADD {} /app/", shards[0].archive_path(".files"));
/// // The files that the instruction needs, for `Store::upload_all`.
/// let shards: Vec<_> = shards.into_iter().map(|shard| shard.into_shard(".files")).collect();
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns an error that names the path in these cases:
///
/// - A source or a file cannot be read, or changes while it is read.
/// - A name is not UTF-8, or an archive path is invalid. The target of a link may have any bytes.
/// - A member is a FIFO, a socket or a device, unless the source omits them.
/// - A source is a link that is dangling or leaves its root.
/// - One source has a directory where another one has a file or a link. `COPY` fails there too.
/// - The pack exceeds its limits.
///
/// # Cancel safety
///
/// The scan stops when the future is dropped. It leaves nothing behind.
pub async fn scan_pack(
    pack: Pack,
    options: impl Into<ScanOptions>,
    progress: &Progress,
) -> Result<PackManifest, Error> {
    let (options, progress) = (options.into(), progress.clone());
    on_thread(move |is_cancelled| {
        scan_now(&pack, &options, SystemTime::now(), &progress, is_cancelled)
    })
    .await
}

/// Checks a pack without reading its files, as [`check`](crate::check) does for a scan.
///
/// ```
/// use daytona_objstore::{Limits, Pack, Source, check_pack};
///
/// let error = check_pack(&Pack::new(vec![Source::new("none", "")]), Limits::default()).unwrap_err();
/// assert!(error.path().unwrap().ends_with("none"));
/// ```
///
/// # Errors
///
/// As [`scan_pack`], except that no file can change while it is read.
pub fn check_pack(pack: &Pack, options: impl Into<ScanOptions>) -> Result<(), Error> {
    let progress = Progress::new();
    let run = ScanRun::unread(WalkMode::Keep, &progress);
    manifest(pack, &options.into(), &run).map(drop)
}

fn scan_now(
    pack: &Pack,
    options: &ScanOptions,
    started: SystemTime,
    progress: &Progress,
    is_cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<PackManifest, Error> {
    let cache = options.cache.as_ref().map(|cache| cache.load(started));
    let started = started.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mode = WalkMode::Keep;
    let run = ScanRun { mode, started, cache, progress, is_cancelled, reads_files: true };
    manifest(pack, options, &run)
}

/// Returns the manifest of a pack. Its digests are placeholders if the run reads no files.
fn manifest(pack: &Pack, options: &ScanOptions, run: &ScanRun<'_>) -> Result<PackManifest, Error> {
    let found = walk(&pack.sources, options.limits, run)?;

    let settings = Settings { chmod: pack.chmod, times: pack.times, modes: options.modes };
    let Collected { mut entries, mut files, optional } = collect(found, settings)?;
    if !run.reads_files {
        open_all(&mut files, &HashSet::new())?;
    }
    hash_all(&mut files, run)?;
    if let Some(cache) = &run.cache {
        cache.save(&files);
    }
    entries.reserve_exact(files.len());
    for file in files {
        // A file has no digest if the scan was cancelled, or if a thread has panicked.
        entries.push(settings.file(file).ok_or_else(stopped)?);
    }
    if pack.sources.len() > 1 {
        check_no_file_is_a_directory(&entries)?;
    }
    add_parents(&mut entries, optional);
    // Its parts are sorted, which a stable sort exploits.
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    let head = Head { uid: pack.uid, gid: pack.gid };
    Ok(PackManifest::new(head, entries, pack.max_shards))
}

/// The settings that modes and times of entries depend on.
#[derive(Debug, Clone, Copy)]
struct Settings {
    chmod: Option<u32>,
    times: PackTimes,
    modes: ModePolicy,
}

impl Settings {
    fn time(&self, stat: &FileStat) -> u64 {
        match self.times {
            PackTimes::Fixed => FIXED_TIME,
            PackTimes::OfFiles => stat.modified_seconds(),
        }
    }

    fn file_mode(&self, modes: Option<ModePolicy>, mode: u32) -> u32 {
        self.chmod.unwrap_or_else(|| modes.unwrap_or(self.modes).apply(mode))
    }

    /// Returns the entry of a file, or `None` if the file has no digest.
    fn file(&self, file: FoundFile) -> Option<PackEntry> {
        let FoundFile { archive_path, content, stat, modes, digest } = file;
        Some(PackEntry {
            path: archive_path,
            mode: self.file_mode(modes, stat.mode),
            time: self.time(&stat),
            kind: EntryKind::File { size: stat.size(), digest: digest?.value },
            content,
        })
    }

    fn directory(&self, directory: DirectoryOfPack) -> PackEntry {
        let stat = directory.entry.stat;
        let modes = directory.modes.unwrap_or(self.modes);
        PackEntry {
            path: directory.archive_path.into(),
            mode: self.chmod.unwrap_or_else(|| modes.apply_to_directory(stat.mode)),
            time: self.time(&stat),
            kind: EntryKind::Directory,
            content: Arc::new(Content::File(directory.real)),
        }
    }
}

/// The entries of a pack, without replaced ones.
struct Collected {
    /// Links, directories and content in memory.
    entries: Vec<PackEntry>,
    files: Vec<FoundFile>,
    /// Directories that have an entry only if they have members.
    optional: Vec<PackEntry>,
}

/// An entry, or a file that may not have a digest yet.
enum Item {
    File(FoundFile),
    Entry(PackEntry),
}

impl Item {
    fn path(&self) -> &str {
        match self {
            Self::File(file) => &file.archive_path,
            Self::Entry(entry) => &entry.path,
        }
    }

    fn is_directory(&self) -> bool {
        matches!(self, Self::Entry(PackEntry { kind: EntryKind::Directory, .. }))
    }

    fn display_path(&self) -> std::path::PathBuf {
        match self {
            Self::File(file) => file.local(),
            Self::Entry(entry) => entry.display_path(),
        }
    }
}

/// Collects the items of all sources, in their order. Of several items with one path, keeps the last.
fn collect(found: WalkResult, settings: Settings) -> Result<Collected, Error> {
    let WalkResult { mut files, in_memory, links, directories, source_ends, .. } = found;
    let mut found = Others {
        settings,
        in_memory: in_memory.into_iter(),
        links: links.into_iter(),
        directories: directories.into_iter(),
        optional: Vec::new(),
    };
    let whole = source_ends.last().copied().unwrap_or_default();
    // One source has no path twice, so that the files of a large tree need no second list.
    if source_ends.len() < 2 {
        files.sort_by(|one, other| one.archive_path.cmp(&other.archive_path));
        let entries = found.take(SourceEnd::default(), whole);
        return Ok(Collected { entries, files, optional: found.optional });
    }
    let mut files = files.into_iter();
    let mut items = Vec::new();
    let mut start = SourceEnd::default();
    for end in source_ends {
        items.extend(files.by_ref().take(end.files - start.files).map(Item::File));
        items.extend(found.take(start, end).into_iter().map(Item::Entry));
        start = end;
    }
    // A stable sort keeps the order of the sources.
    items.sort_by(|one, other| one.path().cmp(other.path()));
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match kept.last_mut() {
            Some(last) if last.path() == item.path() => {
                check_same_kind(last, &item)?;
                *last = item;
            }
            _ => kept.push(item),
        }
    }
    let (mut entries, mut files) = (Vec::new(), Vec::new());
    for item in kept {
        match item {
            Item::File(file) => files.push(file),
            Item::Entry(entry) => entries.push(entry),
        }
    }
    Ok(Collected { entries, files, optional: found.optional })
}

/// The entries of sources that are not files on disk.
struct Others {
    settings: Settings,
    in_memory: IntoIter<(Entry, Option<ModePolicy>)>,
    links: IntoIter<FoundLink>,
    directories: IntoIter<DirectoryOfPack>,
    /// Directories that have an entry only if they have members.
    optional: Vec<PackEntry>,
}

impl Others {
    /// Returns the entries of the next source.
    fn take(&mut self, start: SourceEnd, end: SourceEnd) -> Vec<PackEntry> {
        let mut entries = Vec::new();
        let settings = self.settings;
        for (entry, modes) in self.in_memory.by_ref().take(end.in_memory - start.in_memory) {
            entries.push(PackEntry {
                mode: settings.file_mode(modes, entry.mode),
                time: FIXED_TIME,
                kind: EntryKind::File { size: entry.size, digest: entry.digest },
                path: entry.path,
                content: entry.content,
            });
        }
        for link in self.links.by_ref().take(end.links - start.links) {
            entries.push(PackEntry {
                path: link.archive_path.into(),
                mode: LINK_MODE,
                time: settings.time(&link.stat),
                kind: EntryKind::Link { target: link.target },
                content: link.content,
            });
        }
        for directory in self.directories.by_ref().take(end.directories - start.directories) {
            let is_included = directory.entry.is_included;
            let entry = settings.directory(directory);
            match is_included {
                // The root of the archive has no entry.
                _ if entry.path.is_empty() => {}
                true => entries.push(entry),
                false => self.optional.push(entry),
            }
        }
        entries
    }
}

/// Fails if only one of two items with the same path is a directory.
fn check_same_kind(one: &Item, other: &Item) -> Result<(), Error> {
    let (file, directory) = match (one.is_directory(), other.is_directory()) {
        (true, false) => (other, one),
        (false, true) => (one, other),
        _ => return Ok(()),
    };
    let (file, archive_path) = (file.display_path(), file.path().to_owned());
    Err(Kind::FileIsDirectory { archive_path, file, below: directory.display_path() }.into())
}

/// Fails if a file or a link has the path of a directory that has members.
fn check_no_file_is_a_directory(entries: &[PackEntry]) -> Result<(), Error> {
    let is_directory = |entry: &&PackEntry| entry.kind == EntryKind::Directory;
    let not_directories = entries.iter().filter(|entry| !is_directory(entry));
    let by_path: HashMap<&str, &PackEntry> =
        not_directories.map(|entry| (&*entry.path, entry)).collect();
    for entry in entries {
        let mut path = parent(&entry.path);
        while !path.is_empty() {
            if let Some(file) = by_path.get(path) {
                return Err(Kind::FileIsDirectory {
                    archive_path: file.path.to_string(),
                    file: file.display_path(),
                    below: entry.display_path(),
                }
                .into());
            }
            path = parent(path);
        }
    }
    Ok(())
}

/// Adds the entries of parent directories that are missing.
fn add_parents(entries: &mut Vec<PackEntry>, optional: Vec<PackEntry>) {
    let mut optional: HashMap<Box<str>, PackEntry> =
        optional.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
    let directories = entries.iter().filter(|entry| entry.kind == EntryKind::Directory);
    let mut known: HashSet<Box<str>> = directories.map(|entry| entry.path.clone()).collect();
    let mut added = Vec::new();
    let mut last = "";
    for entry in &*entries {
        let mut path = parent(&entry.path);
        // Most entries have the parent of the entry before.
        if path == last {
            continue;
        }
        last = path;
        while !path.is_empty() && !known.contains(path) {
            known.insert(path.into());
            added.push(optional.remove(path).unwrap_or_else(|| PackEntry {
                path: path.into(),
                mode: DIRECTORY_MODE,
                time: FIXED_TIME,
                kind: EntryKind::Directory,
                content: Arc::new(Content::File(path.into())),
            }));
            path = parent(path);
        }
    }
    entries.extend(added);
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Source;
    use crate::cache::testing::CachedTree;

    #[test]
    fn unchanged_files_of_a_pack_are_not_read_again() {
        let tree = CachedTree::new(&[("one", "1"), ("two", "22")]);
        std::os::unix::fs::symlink("one", tree.file("link")).unwrap();
        let options = ScanOptions::default().cache(tree.cache.clone());
        let pack = Pack::new(vec![Source::new(tree.path(), "")]);
        // As if all files had been settled for a long time.
        let started = SystemTime::now() + Duration::from_secs(60);
        let scan = || {
            let progress = Progress::new();
            let manifest = scan_now(&pack, &options, started, &progress, &|| false).unwrap();
            (manifest, progress.snapshot())
        };
        let (first, progress) = scan();
        assert_eq!((progress.files_scanned, progress.files_from_cache), (2, 0));
        let (second, progress) = scan();
        assert_eq!((progress.files_scanned, progress.files_from_cache), (0, 2));
        assert_eq!(first, second);
    }

    #[test]
    fn cancelled_scan_of_a_pack_is_an_error() {
        let tree = CachedTree::new(&[("one", "1")]);
        let pack = Pack::new(vec![Source::new(tree.path(), "")]);
        let (options, progress) = (ScanOptions::default(), Progress::new());
        let error = scan_now(&pack, &options, SystemTime::now(), &progress, &|| true).unwrap_err();
        assert_eq!(error.to_string(), "stopped before it was possible to scan the context");
    }
}
