//! Cuts an archive into what one request carries.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use object_store::PutPayload;

use crate::archive::archive_in;
use crate::buffers::Buffers;
use crate::error::Kind;
use crate::{Error, Shard};

const MIB: u64 = 1024 * 1024;

/// S3 accepts no more parts than this in one object.
const MAX_PARTS: u64 = 10_000;

/// How much one request carries.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestSizes {
    /// Archives up to this size are sent in one request.
    pub(super) single: u64,
    /// The size of a part, as long as [`MAX_PARTS`] of them hold the archive.
    pub(super) part: u64,
}

impl Default for RequestSizes {
    fn default() -> Self {
        Self { single: 16 * MIB, part: 8 * MIB }
    }
}

impl RequestSizes {
    /// Returns the size of a part: as small as the archive's length lets it be.
    pub(super) fn part_of(&self, archive_len: u64) -> u64 {
        let at_least = archive_len.div_ceil(MAX_PARTS);
        if at_least <= self.part { self.part } else { at_least.next_multiple_of(MIB) }
    }
}

/// An archive on its way into requests.
pub(super) struct Parts {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    /// What a chunk held beyond the end of a part.
    rest: Bytes,
    /// How many bytes of the archive are still to come.
    left: u64,
}

impl Parts {
    pub(super) fn of(shard: Shard, buffers: Arc<Buffers>) -> Self {
        let left = shard.archive_len();
        Self { chunks: archive_in(shard, buffers).boxed(), rest: Bytes::new(), left }
    }

    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Returns the next part: `max_bytes`, or what is left.
    ///
    /// The last one comes only after every file was found to be what the scan saw.
    pub(super) async fn next(&mut self, max_bytes: u64) -> Result<PutPayload, Error> {
        let bytes = self.left.min(max_bytes);
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
        self.left -= bytes;
        Ok(part.into_iter().collect())
    }

    async fn next_chunk(&mut self) -> Result<Bytes, Error> {
        match self.chunks.next().await {
            Some(chunk) => chunk,
            // An archive that ends early must never pass for a whole one.
            None => Err(Kind::Stopped { action: "archive the context" }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_grow_only_when_there_would_be_too_many() {
        let sizes = RequestSizes::default();
        assert_eq!(sizes.part_of(sizes.single + 1), sizes.part);
        assert_eq!(sizes.part_of(sizes.part * MAX_PARTS), sizes.part);
        assert_eq!(sizes.part_of(sizes.part * MAX_PARTS + 1), sizes.part + MIB);
        let largest_object = 5 << 40;
        assert!(u64::div_ceil(largest_object, sizes.part_of(largest_object)) <= MAX_PARTS);
    }
}
