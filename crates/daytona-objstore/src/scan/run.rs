//! The state of one scan.

use std::time::Duration;

use crate::cache::{CachedDigests, PathHash};
use crate::error::Kind;
use crate::found_file::{DigestOrigin, FileDigest};
use crate::metadata::FileStat;
use crate::{Error, Progress};

/// The action that errors of a scan name.
pub(super) const ACTION: &str = "scan the context";

/// The handling of links and directories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WalkMode {
    /// Links are followed, and directories have no entries.
    Follow,
    /// Links and directories are found as what they are.
    Keep,
}

/// The state that all parts of a scan share.
pub(super) struct ScanRun<'a> {
    pub(super) mode: WalkMode,
    /// The start of the scan, since the beginning of 1970.
    pub(super) started: Duration,
    pub(super) cache: Option<CachedDigests<'a>>,
    pub(super) progress: &'a Progress,
    pub(super) is_cancelled: &'a (dyn Fn() -> bool + Sync),
    /// `false` if the walk only has to find files.
    pub(super) reads_files: bool,
}

impl<'a> ScanRun<'a> {
    #[cfg(test)]
    pub(super) fn without_cache(progress: &'a Progress) -> Self {
        Self {
            mode: WalkMode::Follow,
            started: Duration::ZERO,
            cache: None,
            progress,
            is_cancelled: &|| false,
            reads_files: true,
        }
    }
}

impl ScanRun<'_> {
    /// Returns the digest of a file from the cache.
    pub(super) fn cached(
        &self,
        path: impl FnOnce() -> PathHash,
        stat: &FileStat,
    ) -> Option<FileDigest> {
        self.cache.as_ref().and_then(|cache| cache.find(path(), stat))
    }

    /// Adds files to the progress.
    pub(super) fn count<'f>(&self, files: impl IntoIterator<Item = (&'f FileStat, FileDigest)>) {
        let (mut read, mut bytes, mut from_cache) = (0, 0, 0);
        for (stat, digest) in files {
            match digest.origin {
                DigestOrigin::Cache => from_cache += 1,
                DigestOrigin::Disk => {
                    read += 1;
                    bytes += stat.size();
                }
            }
        }
        if read + from_cache > 0 {
            self.progress.update(|now| {
                now.files_scanned += read;
                now.bytes_scanned += bytes;
                now.files_from_cache += from_cache;
            });
        }
    }
}

/// Returns the error of a scan that was cancelled, or whose thread has panicked.
pub(super) fn stopped() -> Error {
    Kind::Stopped { action: ACTION }.into()
}
