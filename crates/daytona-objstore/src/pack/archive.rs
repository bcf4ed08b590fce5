//! The object of a packed archive: a tar archive with one file, the compressed archive.

use tar::Header;

use super::digest;
use super::manifest::PackShard;
use crate::Digest;
use crate::tar_entry::{self, Fields, TRAILER};

/// The maximum number of bytes that compression adds to each KiB.
const MAX_GROWTH_PER_KIB: u64 = 5;

/// The maximum number of bytes that compression adds to an archive of any length.
const MAX_FIXED_GROWTH: u64 = 256;

/// A packed archive at a path in the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackedArchive {
    shard: PackShard,
    path: String,
}

impl PackedArchive {
    pub(crate) fn new(shard: PackShard, prefix: &str) -> Self {
        let path = shard.archive_path(prefix);
        Self { shard, path }
    }

    pub(crate) fn shard(&self) -> &PackShard {
        &self.shard
    }

    pub(crate) fn object_digest(&self) -> Digest {
        digest::of_object(&self.path, &self.shard.digest())
    }

    /// Returns the sum of the file sizes in bytes.
    pub(crate) fn total_bytes(&self) -> u64 {
        self.shard.total_bytes()
    }

    /// Returns the length of the archive before compression.
    pub(crate) fn tar_len(&self) -> u64 {
        self.shard.tar_len()
    }

    /// Returns the bytes of the object before the compressed archive.
    pub(crate) fn head(&self, compressed_len: u64) -> Vec<u8> {
        Fields::of_file(self.path.as_bytes(), compressed_len, 0o644).encode()
    }

    pub(crate) fn head_len(&self) -> u64 {
        tar_entry::head_len(self.path.len(), 0)
    }

    /// Returns the bytes of the object after the compressed archive.
    pub(crate) fn tail(compressed_len: u64) -> Vec<u8> {
        vec![0; tar_entry::padding(compressed_len) as usize + TRAILER.len()]
    }

    /// Returns the length of the object.
    pub(crate) fn object_len(&self, compressed_len: u64) -> u64 {
        let with_content = tar_entry::content_len(self.head_len(), compressed_len);
        with_content.saturating_add(TRAILER.len() as u64)
    }

    /// Returns the length of the object if the archive does not compress.
    pub(crate) fn max_object_len(&self) -> u64 {
        let tar_len = self.tar_len();
        let growth = (tar_len / 1024).saturating_mul(MAX_GROWTH_PER_KIB) + MAX_FIXED_GROWTH;
        self.object_len(tar_len.saturating_add(growth))
    }

    /// Returns `true` if an object with this length and these first bytes contains the whole archive.
    ///
    /// The head names the archive and its length, from which the length of the object follows.
    pub(crate) fn is_whole(&self, object_len: u64, head: &[u8]) -> bool {
        let start = head.len().saturating_sub(size_of::<Header>());
        let header = head.get(start..).filter(|header| header.len() == size_of::<Header>());
        let Some(Ok(compressed_len)) =
            header.map(|header| Header::from_byte_slice(header).entry_size())
        else {
            return false;
        };
        self.head(compressed_len) == head && self.object_len(compressed_len) == object_len
    }
}
