//! How an archive is sent: in one request when it is small, in parts when it is not.

use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use object_store::aws::AmazonS3;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path as ObjectPath;
use object_store::{MultipartId, ObjectStoreExt, PutPayload};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::Store;
use crate::error::Kind;
use crate::{Error, Manifest, Progress, archive};

const ACTION: &str = "upload";
const MIB: u64 = 1024 * 1024;

/// Archives up to this size are sent in one request.
const SINGLE_PUT_BYTES: u64 = 8 * MIB;

/// The size of a part, as long as [`MAX_PARTS`] of them hold the archive.
const PART_BYTES: u64 = 8 * MIB;

/// S3 accepts no more parts than this in one object.
const MAX_PARTS: u64 = 10_000;

/// How many parts are on their way at once, as long as they fit [`IN_FLIGHT_BYTES`].
const MAX_CONCURRENCY: u64 = 4;

/// How much the parts on their way may hold in memory, unless a single one needs more.
const IN_FLIGHT_BYTES: u64 = 32 * MIB;

impl Store {
    /// Sends the archive. On failure no object appears under its key.
    pub(super) async fn send(
        &self,
        manifest: Arc<Manifest>,
        progress: &Progress,
    ) -> Result<(), Error> {
        let key = self.key(&manifest.digest());
        let parts = Parts::of(manifest);
        if parts.left <= SINGLE_PUT_BYTES {
            self.send_at_once(&key, parts, progress).await
        } else {
            self.send_in_parts(key, parts, progress).await
        }
    }

    async fn send_at_once(
        &self,
        key: &ObjectPath,
        mut parts: Parts,
        progress: &Progress,
    ) -> Result<(), Error> {
        let payload = parts.next(SINGLE_PUT_BYTES).await?;
        let bytes = payload.content_length() as u64;
        self.s3.put(key, payload).await.map_err(|source| self.error(ACTION, key, source))?;
        progress.update(|now| now.bytes_uploaded += bytes);
        Ok(())
    }

    async fn send_in_parts(
        &self,
        key: ObjectPath,
        parts: Parts,
        progress: &Progress,
    ) -> Result<(), Error> {
        let id = self
            .s3
            .create_multipart(&key)
            .await
            .map_err(|source| self.error(ACTION, &key, source))?;
        let open = OpenUpload { s3: Arc::clone(&self.s3), key, id, is_settled: false };
        match self.put_parts(&open, parts, progress).await {
            Ok(ids) => self.complete(open, ids).await,
            Err(error) => {
                open.abort().await;
                Err(error)
            }
        }
    }

    /// Sends all parts, several at a time, and returns what the store calls them.
    async fn put_parts(
        &self,
        open: &OpenUpload,
        mut parts: Parts,
        progress: &Progress,
    ) -> Result<Vec<PartId>, Error> {
        let part_bytes = part_bytes(parts.left);
        let concurrency = (IN_FLIGHT_BYTES / part_bytes).clamp(1, MAX_CONCURRENCY) as usize;
        let mut ids: Vec<Option<PartId>> = Vec::new();
        // Dropping the set, on an error or with the whole upload, stops what is on its way.
        let mut on_their_way = JoinSet::new();

        while parts.left > 0 || !on_their_way.is_empty() {
            if parts.left > 0 && on_their_way.len() < concurrency {
                let payload = parts.next(part_bytes).await?;
                on_their_way.spawn(open.put(ids.len(), payload));
                ids.push(None);
            } else if let Some(sent) = on_their_way.join_next().await {
                let sent = sent.map_err(|_| Error::from(Kind::Stopped { action: ACTION_PART }))?;
                let part = sent.map_err(|source| self.error(ACTION, &open.key, source))?;
                progress.update(|now| now.bytes_uploaded += part.bytes);
                ids[part.index] = Some(part.id);
            }
        }
        Ok(ids.into_iter().flatten().collect())
    }

    async fn complete(&self, mut open: OpenUpload, ids: Vec<PartId>) -> Result<(), Error> {
        match self.s3.complete_multipart(&open.key, &open.id, ids).await {
            Ok(_) => {
                open.is_settled = true;
                Ok(())
            }
            Err(source) => {
                let error = self.error(ACTION, &open.key, source);
                open.abort().await;
                Err(error)
            }
        }
    }
}

const ACTION_PART: &str = "upload a part of the context";

/// A multipart upload that was begun. Unless it is settled, its parts stay in the store for good.
struct OpenUpload {
    s3: Arc<AmazonS3>,
    key: ObjectPath,
    id: MultipartId,
    is_settled: bool,
}

/// A part that has arrived.
struct SentPart {
    index: usize,
    bytes: u64,
    id: PartId,
}

impl OpenUpload {
    fn put(
        &self,
        index: usize,
        payload: PutPayload,
    ) -> impl Future<Output = object_store::Result<SentPart>> + Send + 'static {
        let (s3, key, id) = (Arc::clone(&self.s3), self.key.clone(), self.id.clone());
        async move {
            let bytes = payload.content_length() as u64;
            let id = s3.put_part(&key, &id, index, payload).await?;
            Ok(SentPart { index, bytes, id })
        }
    }

    /// Discards the parts, as well as it can be done: a push access may not be allowed to.
    async fn abort(mut self) {
        abort(&self.s3, &self.key, &self.id).await;
        self.is_settled = true;
    }
}

impl Drop for OpenUpload {
    fn drop(&mut self) {
        if self.is_settled {
            return;
        }
        // The upload was cancelled; its parts are discarded behind the caller's back.
        if let Ok(runtime) = Handle::try_current() {
            let (s3, key, id) = (Arc::clone(&self.s3), self.key.clone(), self.id.clone());
            runtime.spawn(async move { abort(&s3, &key, &id).await });
        }
    }
}

async fn abort(s3: &AmazonS3, key: &ObjectPath, id: &MultipartId) {
    if let Err(error) = s3.abort_multipart(key, id).await {
        tracing::debug!(%key, %error, "could not abort a multipart upload");
    }
}

/// Returns the size of a part: as small as the archive's length lets it be.
fn part_bytes(archive_len: u64) -> u64 {
    archive_len.div_ceil(MAX_PARTS).next_multiple_of(MIB).max(PART_BYTES)
}

/// Cuts an archive into parts.
struct Parts {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    /// What a chunk held beyond the end of a part.
    rest: Bytes,
    /// How many bytes of the archive are still to come.
    left: u64,
}

impl Parts {
    fn of(manifest: Arc<Manifest>) -> Self {
        let left = manifest.archive_len();
        Self { chunks: archive(manifest).boxed(), rest: Bytes::new(), left }
    }

    /// Returns the next part: `max_bytes`, or what is left.
    async fn next(&mut self, max_bytes: u64) -> Result<PutPayload, Error> {
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
        assert_eq!(part_bytes(SINGLE_PUT_BYTES + 1), PART_BYTES);
        assert_eq!(part_bytes(PART_BYTES * MAX_PARTS), PART_BYTES);
        assert_eq!(part_bytes(PART_BYTES * MAX_PARTS + 1), PART_BYTES + MIB);
        let largest_object = 5 << 40;
        assert!(u64::div_ceil(largest_object, part_bytes(largest_object)) <= MAX_PARTS);
    }
}
