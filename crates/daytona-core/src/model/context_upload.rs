//! What became of a build context on its way to the object storage.

use serde::{Deserialize, Serialize};

/// One context archive at the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContextUpload {
    /// What the server is told: the digest of the archive's content, 64 hex digits.
    pub hash: String,
    /// Files in the archive.
    pub files: u64,
    /// Bytes of those files together.
    pub content_bytes: u64,
    /// Bytes sent to the store; 0 when it had the archive already.
    pub sent_bytes: u64,
}

impl ContextUpload {
    /// Makes the description of an archive that the store had already.
    #[must_use]
    pub fn present(hash: impl Into<String>, files: u64, content_bytes: u64) -> Self {
        Self { hash: hash.into(), files, content_bytes, sent_bytes: 0 }
    }

    /// Says that `bytes` were sent for it.
    #[must_use]
    pub fn sent(mut self, bytes: u64) -> Self {
        self.sent_bytes = bytes;
        self
    }
}
