//! The parts of an archive that one request sends.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use object_store::PutPayload;

use crate::archive::archive_with;
use crate::buffer_pool::BufferPool;
use crate::error::Kind;
use crate::{Error, Shard};

const MIB: u64 = 1024 * 1024;

/// The maximum number of parts of an S3 object.
const MAX_PARTS: u64 = 10_000;

/// The sizes of requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestSizes {
    /// The maximum size of an archive that is sent in one request.
    pub(super) single: u64,
    /// The size of a part. It grows for an archive of more than [`MAX_PARTS`] parts.
    pub(super) part: u64,
}

impl Default for RequestSizes {
    fn default() -> Self {
        Self { single: 16 * MIB, part: 8 * MIB }
    }
}

impl RequestSizes {
    /// Returns the size of the parts of an archive.
    pub(super) fn part_bytes(&self, archive_len: u64) -> u64 {
        let min_bytes = archive_len.div_ceil(MAX_PARTS);
        if min_bytes <= self.part { self.part } else { min_bytes.next_multiple_of(MIB) }
    }
}

/// Splits an archive into parts.
pub(super) struct Parts {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    /// The rest of a chunk after the end of a part.
    rest: Bytes,
    /// The number of bytes that are not in a part yet.
    remaining: u64,
}

impl Parts {
    pub(super) fn of(shard: Shard, pool: Arc<BufferPool>) -> Self {
        let remaining = shard.archive_len();
        Self { chunks: archive_with(shard, pool).boxed(), rest: Bytes::new(), remaining }
    }

    pub(super) fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Returns the next part. It has `max_bytes`, or all remaining bytes.
    ///
    /// Returns the last part only after every file was checked for changes since the scan.
    pub(super) async fn next(&mut self, max_bytes: u64) -> Result<PutPayload, Error> {
        let bytes = self.remaining.min(max_bytes);
        let mut missing = bytes;
        let mut part = Vec::new();
        while missing > 0 {
            if self.rest.is_empty() {
                self.rest = self.next_chunk().await?;
            }
            let count = missing.min(self.rest.len() as u64);
            part.push(self.rest.split_to(count as usize));
            missing -= count;
        }
        self.remaining -= bytes;
        Ok(part.into_iter().collect())
    }

    async fn next_chunk(&mut self) -> Result<Bytes, Error> {
        match self.chunks.next().await {
            Some(chunk) => chunk,
            // A truncated archive must not become an object.
            None => Err(Kind::Stopped { action: "archive the context" }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_grow_only_above_the_maximum_number() {
        let sizes = RequestSizes::default();
        assert_eq!(sizes.part_bytes(sizes.single + 1), sizes.part);
        assert_eq!(sizes.part_bytes(sizes.part * MAX_PARTS), sizes.part);
        assert_eq!(sizes.part_bytes(sizes.part * MAX_PARTS + 1), sizes.part + MIB);
        let largest_object = 5 << 40;
        assert!(u64::div_ceil(largest_object, sizes.part_bytes(largest_object)) <= MAX_PARTS);
    }
}
