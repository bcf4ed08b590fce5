//! The digests of files that have been read before.
//!
//! A file whose device, inode, size and times are those of an earlier scan is not read again. What
//! its metadata could hide is a change within one tick of the file system's clock, so the digest of
//! a file that was changed shortly before it was read is not kept: the rule git has for its index.

mod path_hash;
mod records;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod update;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub(crate) use path_hash::{FolderHash, PathHash};
use records::{Key, Record, Records};
use update::Update;

use crate::reading::Origin;
use crate::stamp::Stamp;
use crate::walk::Candidate;
use crate::{Digest, disk};

/// How old a temporary file must be to be taken for one that a killed process left behind.
const ABANDONED_AFTER: Duration = Duration::from_secs(60 * 60);

const DEFAULT_MAX_BYTES: u64 = 32 << 20;

/// Remembers the digests of files between scans, in one file on disk.
///
/// A scan with a cache does not read files whose device, inode, size and times are the same as
/// when it digested them last. A file that changed within three seconds before it was read is read
/// again the next time: its times could hide another change. What no metadata shows is not noticed
/// here either, such as a program that goes on writing to memory it has mapped; but nothing wrong
/// is ever sent, because archives are digested anew.
///
/// One cache serves any number of trees and processes. Its file is replaced as a whole, and holds
/// hashes of paths rather than paths. One that is damaged, comes from another version or can be
/// written to by others is ignored with a warning; one that cannot be written is a warning too,
/// never a failed scan. On systems other than Unix nothing is remembered.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use daytona_objstore::{DigestCache, Progress, ScanOptions, Source, scan};
///
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("digests");
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
    /// Creates a cache in the given file, which need not exist, nor the directory it is in.
    #[must_use]
    pub fn at(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), max_bytes: DEFAULT_MAX_BYTES }
    }

    /// Creates the cache of this user: `daytona/digests` in `$XDG_CACHE_HOME` or `~/.cache`.
    ///
    /// Returns `None` when the environment names neither with an absolute path.
    #[must_use]
    pub fn of_user() -> Option<Self> {
        Self::below(std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME"))
    }

    fn below(xdg_cache_home: Option<OsString>, home: Option<OsString>) -> Option<Self> {
        let absolute = |path: OsString| Some(PathBuf::from(path)).filter(|path| path.is_absolute());
        let folder = xdg_cache_home
            .and_then(absolute)
            .or_else(|| home.and_then(absolute).map(|home| home.join(".cache")))?;
        Some(Self::at(folder.join("daytona").join("digests")))
    }

    /// Sets how large the file may become, by default 32 MiB, which is enough for 360,000 files.
    ///
    /// The files that have not been part of a scan for the longest time are forgotten first.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Returns the file that holds the digests.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Reads what is known, for a scan that starts `now`.
    pub(crate) fn recall(&self, now: SystemTime) -> Memory<'_> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        Memory { cache: self, known: self.records(), now }
    }

    /// Reads the file; whatever is wrong with it, it then counts as empty.
    fn records(&self) -> Records {
        match self.read() {
            Ok(records) => records,
            Err(Unusable::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
                Records::default()
            }
            Err(reason) => {
                tracing::warn!(path = %self.file.display(), %reason, "ignored the digest cache");
                Records::default()
            }
        }
    }

    fn read(&self) -> Result<Records, Unusable> {
        let file = disk::open_without_waiting(&self.file)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(Unusable::Because("it is not a file"));
        }
        if is_writable_by_others(&metadata) {
            return Err(Unusable::Because("others may write to it"));
        }
        if metadata.len() > self.max_bytes {
            return Err(Unusable::Because("it is larger than it may become"));
        }
        Records::open(file, metadata.len())
    }

    /// Puts the records in place of the file, which other processes see before or after, not half.
    fn replace(&self, records: &Update<'_>) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        create_private_folder(folder)?;
        let prefix = self.temporary_prefix();
        remove_abandoned(folder, &prefix);

        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!("{prefix}{}-{count}", std::process::id()));
        let written = create_private(&temporary)
            .and_then(|file| records.write(self.max_bytes, file))
            .and_then(|()| fs::rename(&temporary, &self.file));
        if written.is_err() {
            // It was not created, or is of no use to anybody.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn temporary_prefix(&self) -> String {
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        format!(".{name}.new-")
    }
}

/// Why a cache file is as good as none.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    Because(&'static str),
}

/// What one scan knows from the scans before it.
pub(crate) struct Memory<'a> {
    cache: &'a DigestCache,
    known: Records,
    /// When the scan started, since the beginning of 1970.
    now: Duration,
}

impl Memory<'_> {
    /// Returns the digest of a file, if it is the very one that was read before.
    pub(crate) fn digest(&self, path: PathHash, stamp: &Stamp) -> Option<Digest> {
        let seen = stamp.identity()?;
        let record = self.known.find(Key::of(path, &seen))?;
        (record.identity() == seen).then(|| record.digest())
    }

    /// Keeps what the scan has read, if it is anything that may be kept.
    ///
    /// What other processes have written meanwhile is kept too.
    pub(crate) fn keep(&self, files: &[Candidate]) {
        let path = self.cache.file.display();
        if self.known.is_damaged() {
            tracing::warn!(%path, reason = "it is damaged", "ignored parts of the digest cache");
        }
        let minute = (self.now.as_secs() / 60).try_into().unwrap_or(u32::MAX);
        let of = |origin| {
            let all = files.iter().filter_map(|file| Some((file, file.known?)));
            all.filter(move |(_, known)| known.origin == origin)
        };
        let fresh = of(Origin::Disk).filter_map(|(file, known)| {
            let identity = file.stamp.identity().filter(|_| file.stamp.is_settled(self.now))?;
            Some(Record::new(PathHash::of(&file.local()), identity, minute, known.digest))
        });
        let fresh: Vec<_> = fresh.collect();
        if fresh.is_empty() {
            return;
        }
        let used = of(Origin::Memory).filter_map(|(file, _)| {
            Some(Key::of(PathHash::of(&file.local()), &file.stamp.identity()?))
        });
        let known = self.cache.records();
        let update = Update::new(&known, fresh, used.collect(), minute);
        if let Err(error) = self.cache.replace(&update) {
            tracing::warn!(%path, %error, "could not write the digest cache");
        }
    }
}

#[cfg(unix)]
fn is_writable_by_others(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o022 != 0
}

#[cfg(not(unix))]
fn is_writable_by_others(_metadata: &fs::Metadata) -> bool {
    false
}

fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes what killed processes have left; that it cannot be done is no reason not to go on.
fn remove_abandoned(folder: &Path, prefix: &str) {
    let members = fs::read_dir(folder).into_iter().flatten().flatten();
    for member in members.filter(|it| it.file_name().to_string_lossy().starts_with(prefix)) {
        let modified = member.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(member.path());
        }
    }
}
