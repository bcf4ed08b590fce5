//! Packs: compressed archives that the builder unpacks.

mod archive;
mod compress;
mod digest;
mod entry;
mod frame;
mod manifest;
mod object;
mod tar_reader;

use crate::Source;
use crate::cut::MAX_SHARDS;
use crate::metadata::permissions;

pub(crate) use archive::PackedArchive;
pub(crate) use compress::compress;
pub(crate) use entry::EntryKind;
pub use entry::{PackEntry, PackEntryKind};
pub(crate) use manifest::{Head, parent};
pub use manifest::{PackManifest, PackShard};
pub(crate) use object::object;

/// 1980-01-02T00:00:00Z. Zip archives have no earlier year than 1980 in any time zone.
pub(crate) const FIXED_TIME: u64 = 315_619_200;

/// The mode of a directory that no source gives.
pub(crate) const DIRECTORY_MODE: u32 = 0o755;

/// The files that one `COPY` copies, as archives that the builder unpacks with `ADD`.
///
/// [`scan_pack`](crate::scan_pack) turns it into a [`PackManifest`].
///
/// In contrast to the files of a [`scan`](crate::scan), the entries of a pack are those that `COPY`
/// creates from the same sources:
///
/// - Symbolic links stay links, with the text of their target. They are never followed.
///   [`Source::links`] and [`Source::root`] apply to the source itself only.
/// - Directories have entries with their modes. Empty directories have entries too. A directory that
///   the filter excludes has one only if something below it is included.
/// - A directory that no source gives has the mode `0o755`.
/// - The root of the archive has no entry: its mode is that of the destination.
/// - Hard links become plain files.
///
/// ```
/// use daytona_objstore::{Pack, PackTimes, Source};
///
/// // COPY --chown=1000:1000 src web/static /app/
/// let sources = vec![Source::new("src", ""), Source::new("web/static", "")];
/// let pack = Pack::new(sources).owner(1000, 1000).times(PackTimes::Fixed);
/// # drop(pack);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    pub(crate) sources: Vec<Source>,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) chmod: Option<u32>,
    pub(crate) times: PackTimes,
    pub(crate) max_shards: usize,
}

/// The modification times of the entries of a pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackTimes {
    /// 1980-01-02T00:00:00Z, the same for all entries. Digests do not depend on times.
    #[default]
    Fixed,
    /// The times of the files, in whole seconds. A new checkout changes all digests.
    ///
    /// Content in memory, and directories that no source gives, have the fixed time.
    OfFiles,
}

impl Pack {
    /// Creates a pack of sources, in the order of the `COPY`.
    ///
    /// If two sources have an entry with one archive path, the later one replaces the earlier one.
    #[must_use]
    pub fn new(sources: Vec<Source>) -> Self {
        let (times, max_shards) = (PackTimes::default(), MAX_SHARDS);
        Self { sources, uid: 0, gid: 0, chmod: None, times, max_shards }
    }

    /// Sets the owner of all entries. Default: user 0 and group 0.
    #[must_use]
    pub fn owner(mut self, uid: u32, gid: u32) -> Self {
        (self.uid, self.gid) = (uid, gid);
        self
    }

    /// Sets the mode of all files and directories, as `COPY --chmod` does. Default: their own modes.
    ///
    /// It does not apply to links, nor to directories that no source gives.
    #[must_use]
    pub fn chmod(mut self, mode: u32) -> Self {
        self.chmod = Some(permissions(mode));
        self
    }

    /// Sets the modification times. Default: [`PackTimes::Fixed`].
    #[must_use]
    pub fn times(mut self, times: PackTimes) -> Self {
        self.times = times;
        self
    }

    /// Sets the maximum number of archives, at least 1. Default: 256.
    #[must_use]
    pub fn max_shards(mut self, shards: usize) -> Self {
        self.max_shards = shards;
        self
    }
}
