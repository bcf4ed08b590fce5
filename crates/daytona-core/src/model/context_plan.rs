//! The plan of an upload: the archives of a build context, before anything is sent.

use serde::{Deserialize, Serialize};

/// The text and the archives that a create of an image sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImagePlan {
    /// The text of the Dockerfile that is sent. It unpacks the archives of copied directories: see
    /// [`Packing`](crate::Packing).
    pub dockerfile: String,
    /// The archives of the build context.
    pub archives: Vec<PlannedArchive>,
}

/// An archive of a build context that has not been uploaded by this plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedArchive {
    /// The context hash: the digest of the archive's content, 64 hex digits.
    pub hash: String,
    /// The maximum size of the archive, in bytes. Compression shortens those of copied directories.
    pub max_bytes: u64,
    /// `true` if the object storage has the archive. `None` if no storage was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_present: Option<bool>,
    /// The files of the archive.
    pub files: Vec<PlannedFile>,
}

/// A file of a [`PlannedArchive`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedFile {
    /// The path in the build context, or in the copied directory.
    pub path: String,
    /// The size, in bytes.
    pub bytes: u64,
    /// The mode, such as `0o644`. That of a symbolic link is `0o777`.
    pub mode: u32,
}

impl PlannedArchive {
    /// Creates an archive without files, of which it is unknown where it is.
    #[must_use]
    pub fn new(hash: impl Into<String>, max_bytes: u64) -> Self {
        Self { hash: hash.into(), max_bytes, is_present: None, files: Vec::new() }
    }
}
