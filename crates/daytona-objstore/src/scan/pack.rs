//! The scan of a pack.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::hash_files::hash_all;
use super::on_thread;
use super::run::{ScanRun, WalkMode, stopped};
use super::walk::{DirectoryOfPack, SourceEnd, WalkResult, walk};
use crate::content::Content;
use crate::error::Kind;
use crate::found_file::FoundFile;
use crate::metadata::FileStat;
use crate::pack::{DIRECTORY_MODE, EntryKind, FIXED_TIME, Head, parent};
use crate::{Error, ModePolicy, Pack, PackEntry, PackManifest, PackTimes, Progress, ScanOptions};

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

fn scan_now(
    pack: &Pack,
    options: &ScanOptions,
    started: SystemTime,
    progress: &Progress,
    is_cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<PackManifest, Error> {
    let cache = options.cache.as_ref().map(|cache| cache.load(started));
    let started = started.duration_since(UNIX_EPOCH).unwrap_or_default();
    let run =
        ScanRun { mode: WalkMode::Keep, started, cache, progress, is_cancelled, reads_files: true };
    let found = walk(&pack.sources, options.limits, &run)?;

    let settings = Settings { chmod: pack.chmod, times: pack.times, modes: options.modes };
    let Collected { mut entries, mut files, optional } = collect(found, settings)?;
    hash_all(&mut files, &run)?;
    if let Some(cache) = run.cache {
        cache.save(&files);
    }
    for file in files {
        // A file has no digest if the scan was cancelled, or if a thread has panicked.
        entries.push(settings.file(file).ok_or_else(stopped)?);
    }
    if pack.sources.len() > 1 {
        check_no_file_is_a_directory(&entries)?;
    }
    add_parents(&mut entries, optional);
    entries.sort_unstable_by(|one, other| one.path.cmp(&other.path));
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

    /// Returns the mode of a file. `modes` is the policy of its source.
    fn file_mode(&self, mode: u32, modes: Option<ModePolicy>) -> u32 {
        self.chmod.unwrap_or_else(|| modes.unwrap_or(self.modes).apply(mode))
    }

    /// Returns the entry of a file, or `None` if the file has no digest.
    fn file(&self, file: FoundFile) -> Option<PackEntry> {
        let FoundFile { archive_path, content, stat, digest, modes } = file;
        Some(PackEntry {
            path: archive_path,
            mode: self.file_mode(stat.mode, modes),
            time: self.time(&stat),
            kind: EntryKind::File { size: stat.size(), digest: digest?.value },
            content,
        })
    }

    fn directory(&self, directory: DirectoryOfPack) -> PackEntry {
        let stat = directory.entry.stat;
        PackEntry {
            path: directory.archive_path.into(),
            mode: self.chmod.unwrap_or_else(|| self.modes.apply_to_directory(stat.mode)),
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

/// Collects the items of all sources in their order. Of several items with one path, keeps the last.
fn collect(found: WalkResult, settings: Settings) -> Result<Collected, Error> {
    let WalkResult { files, in_memory, links, directories, source_ends, .. } = found;
    let (mut files, mut in_memory) = (files.into_iter(), in_memory.into_iter());
    let (mut links, mut directories) = (links.into_iter(), directories.into_iter());
    let (mut items, mut optional) = (Vec::new(), Vec::new());
    let mut start = SourceEnd::default();
    for end in source_ends {
        items.extend(files.by_ref().take(end.files - start.files).map(Item::File));
        for (entry, modes) in in_memory.by_ref().take(end.in_memory - start.in_memory) {
            items.push(Item::Entry(PackEntry {
                mode: settings.file_mode(entry.mode, modes),
                time: FIXED_TIME,
                kind: EntryKind::File { size: entry.size, digest: entry.digest },
                path: entry.path,
                content: entry.content,
            }));
        }
        for link in links.by_ref().take(end.links - start.links) {
            items.push(Item::Entry(PackEntry {
                path: link.archive_path.into(),
                mode: LINK_MODE,
                time: settings.time(&link.stat),
                kind: EntryKind::Link { target: link.target },
                content: link.content,
            }));
        }
        for directory in directories.by_ref().take(end.directories - start.directories) {
            let is_included = directory.entry.is_included;
            let entry = settings.directory(directory);
            match is_included {
                // The root of the archive has no entry.
                _ if entry.path.is_empty() => {}
                true => items.push(Item::Entry(entry)),
                false => optional.push(entry),
            }
        }
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
    Ok(Collected { entries, files, optional })
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
    for entry in &*entries {
        let mut path = parent(&entry.path);
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
