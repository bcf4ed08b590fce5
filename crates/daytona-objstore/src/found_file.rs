//! A file that a scan has found.

use std::path::PathBuf;
use std::sync::Arc;

use crate::content::Content;
use crate::metadata::FileStat;
use crate::{Digest, ModePolicy};

/// A file that becomes an entry of the manifest.
#[derive(Debug)]
pub(crate) struct FoundFile {
    pub(crate) archive_path: Box<str>,
    pub(crate) content: Arc<Content>,
    pub(crate) stat: FileStat,
    /// The policy of its source.
    pub(crate) modes: Option<ModePolicy>,
    /// `None` until the file is read.
    pub(crate) digest: Option<FileDigest>,
}

impl FoundFile {
    /// Returns the file on disk, with all links resolved.
    pub(crate) fn local(&self) -> PathBuf {
        self.content.display_path(&self.archive_path)
    }
}

/// The digest of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileDigest {
    pub(crate) value: Digest,
    pub(crate) origin: DigestOrigin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DigestOrigin {
    Cache,
    Disk,
}

impl FileDigest {
    pub(crate) fn from_cache(value: Digest) -> Self {
        Self { value, origin: DigestOrigin::Cache }
    }

    pub(crate) fn from_disk(value: Digest) -> Self {
        Self { value, origin: DigestOrigin::Disk }
    }
}
