//! The upload of a build context.

use serde::{Deserialize, Serialize};

/// A context archive in the object storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContextUpload {
    /// The context hash: the digest of the archive's content, 64 hex digits.
    pub hash: String,
    /// The number of files in the archive.
    pub files: u64,
    /// The total size of the files, in bytes.
    pub content_bytes: u64,
    /// The number of bytes that were sent. 0 if the storage had the archive already.
    pub sent_bytes: u64,
}

/// The upload of an image: its archives, and the form that they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageUpload {
    pub(crate) archives: Vec<ContextUpload>,
    /// The paths that represent each pack. `None` for plain files.
    pub(crate) packs: Option<Vec<Vec<String>>>,
}

impl ImageUpload {
    /// Creates the upload of an image whose files are plain files of the context.
    #[must_use]
    pub fn plain(archives: Vec<ContextUpload>) -> Self {
        Self { archives, packs: None }
    }
}

/// The packed form of an image: a text, and the archives that it unpacks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PackedImage {
    /// The text of the Dockerfile that goes with the archives.
    pub dockerfile: String,
    /// The context archives in the object storage.
    pub archives: Vec<ContextUpload>,
}

impl ContextUpload {
    /// Creates the description of an archive that the storage had already.
    #[must_use]
    pub fn present(hash: impl Into<String>, files: u64, content_bytes: u64) -> Self {
        Self { hash: hash.into(), files, content_bytes, sent_bytes: 0 }
    }

    /// Sets the number of bytes that were sent.
    #[must_use]
    pub fn sent(mut self, bytes: u64) -> Self {
        self.sent_bytes = bytes;
        self
    }
}
