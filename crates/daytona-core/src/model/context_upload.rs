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
