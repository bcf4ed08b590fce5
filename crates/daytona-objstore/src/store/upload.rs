//! How archives are sent: several at a time, in one request each when they are small, in parts when
//! they are not.

use std::sync::Arc;

use object_store::path::Path as ObjectPath;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::{JoinError, JoinSet};
use tracing::Instrument;

use super::backoff::RetryBudget;
use super::bucket::PartId;
use super::failure::Failure;
use super::open_upload::{OpenUpload, Settled, Settling};
use super::parts::Parts;
use super::sent::counting;
use super::{Store, Upload};
use crate::buffers::Buffers;
use crate::error::Kind;
use crate::{Error, Progress, Shard};

/// Uploads shards side by side, and returns what became of each.
///
/// The first failure ends them all; it is returned when the others have been cleared away.
pub(super) async fn run(
    store: &Store,
    shards: Vec<Shard>,
    progress: &Progress,
) -> Result<Vec<Upload>, Error> {
    progress.update(|now| now.archives_planned += shards.len() as u64);
    let (job, settled) = Job::new(store, progress);
    let mut outcomes = vec![Upload::Present; shards.len()];
    // Dropping the set, with this future, stops what is on its way.
    let mut uploads = JoinSet::new();
    for (index, shard) in shards.into_iter().enumerate() {
        let job = job.clone();
        let upload = async move { job.bring(shard).await.map(|upload| (index, upload)) };
        uploads.spawn(upload.in_current_span());
    }
    drop(job);

    while let Some(upload) = uploads.join_next().await {
        match upload.unwrap_or_else(|_| Err(Kind::Stopped { action: "upload a context" }.into())) {
            Ok((index, upload)) => outcomes[index] = upload,
            Err(error) => {
                uploads.shutdown().await;
                settled.wait().await;
                return Err(error);
            }
        }
    }
    Ok(outcomes)
}

/// What the uploads of one call have in common.
#[derive(Clone)]
struct Job {
    store: Store,
    budget: Arc<RetryBudget>,
    progress: Progress,
    settling: Settling,
    buffers: Arc<Buffers>,
}

impl Job {
    fn new(store: &Store, progress: &Progress) -> (Self, Settled) {
        let (settling, settled) = Settling::new();
        let budget = Arc::new(store.shared.requests.budget(progress));
        let (store, progress) = (store.clone(), progress.clone());
        let buffers = store.shared.buffers.join();
        (Self { store, budget, progress, settling, buffers }, settled)
    }

    /// Brings one archive to the store, unless it is there.
    async fn bring(&self, shard: Shard) -> Result<Upload, Error> {
        let (digest, bytes) = (shard.digest(), shard.archive_len());
        let _flight = self.store.shared.flights.enter(digest).await;
        let key = self.store.key(&digest);
        if self.store.size(&key, &self.budget).await? == Some(bytes) {
            self.progress.update(|now| now.archives_skipped += 1);
            tracing::debug!(%digest, "the store has the archive already");
            return Ok(Upload::Present);
        }

        self.progress.update(|now| now.bytes_to_upload += bytes);
        self.send(&key, shard).await?;
        self.confirm(&key, bytes).await?;
        self.progress.update(|now| now.archives_uploaded += 1);
        tracing::debug!(%digest, bytes, "uploaded an archive");
        Ok(Upload::Sent { bytes })
    }

    /// Sends the archive. On failure no object appears under its key.
    async fn send(&self, key: &ObjectPath, shard: Shard) -> Result<(), Error> {
        // Nobody closes the semaphore, so that there is always a permit to come.
        let reading = Arc::clone(&self.store.shared.archives).acquire_owned().await.ok();
        let parts = Parts::of(shard, self.buffers.clone());
        if parts.left() <= self.store.shared.sizes.single {
            self.send_at_once(key, parts, reading).await
        } else {
            self.send_in_parts(key, parts, reading).await
        }
    }

    async fn send_at_once(
        &self,
        key: &ObjectPath,
        mut parts: Parts,
        reading: Option<OwnedSemaphorePermit>,
    ) -> Result<(), Error> {
        let bytes = parts.left();
        let _share = self.store.shared.memory.share(bytes).await;
        let payload = parts.next(bytes).await?;
        drop((parts, reading));
        let requests = &self.store.shared.requests;
        let put = requests.make(&self.budget, |bucket| bucket.put(key, payload.clone()));
        counting(&self.progress, put).await.map_err(|failure| self.failed(key, failure))?;
        self.progress.update(|now| now.bytes_uploaded += bytes);
        Ok(())
    }

    async fn send_in_parts(
        &self,
        key: &ObjectPath,
        parts: Parts,
        reading: Option<OwnedSemaphorePermit>,
    ) -> Result<(), Error> {
        let bytes = parts.left();
        let requests = &self.store.shared.requests;
        let mut open = OpenUpload::begin(requests, &self.budget, key, &self.settling)
            .await
            .map_err(|failure| self.failed(key, failure))?;
        let ids = match self.put_parts(&open, key, parts, reading).await {
            Ok(ids) => ids,
            Err(error) => {
                open.abort().await;
                return Err(error);
            }
        };
        let Err(failure) = open.complete(&self.budget, &ids).await else { return Ok(()) };
        // The answer to an earlier request may have been lost, and the upload be no more since it
        // is an object.
        if let Ok(Some(found)) = self.store.size(key, &self.budget).await
            && found == bytes
        {
            tracing::debug!(%key, ?failure, "the upload was complete nevertheless");
        } else {
            open.abort().await;
            return Err(self.failed(key, failure));
        }
        // Should the object be somebody else's, these parts are left over.
        open.abort().await;
        Ok(())
    }

    /// Sends all parts, as many at a time as there is memory for, and returns what the store calls
    /// them.
    async fn put_parts(
        &self,
        open: &OpenUpload,
        key: &ObjectPath,
        mut parts: Parts,
        reading: Option<OwnedSemaphorePermit>,
    ) -> Result<Vec<PartId>, Error> {
        let part_bytes = self.store.shared.sizes.part_of(parts.left());
        let mut ids: Vec<Option<PartId>> = Vec::new();
        // Dropping the set, on an error or with the whole upload, stops what is on its way.
        let mut on_their_way = JoinSet::new();
        while parts.left() > 0 {
            let share = self.store.shared.memory.share(part_bytes.min(parts.left())).await;
            let payload = parts.next(part_bytes).await?;
            let bytes = payload.content_length() as u64;
            let (index, place, job) = (ids.len(), open.place(), self.clone());
            ids.push(None);
            let put = async move {
                let put = place.put(&job.budget, index, payload);
                let id = counting(&job.progress, put).await?;
                job.progress.update(|now| now.bytes_uploaded += bytes);
                drop(share);
                Ok((index, id))
            };
            on_their_way.spawn(put.in_current_span());
            while let Some(part) = on_their_way.try_join_next() {
                note(&mut ids, part).map_err(|failure| self.failed(key, failure))?;
            }
        }
        drop((parts, reading));
        while let Some(part) = on_their_way.join_next().await {
            note(&mut ids, part).map_err(|failure| self.failed(key, failure))?;
        }
        Ok(ids.into_iter().flatten().collect())
    }

    /// Makes sure that the store has what was sent.
    async fn confirm(&self, key: &ObjectPath, expected: u64) -> Result<(), Error> {
        let found = self.store.size(key, &self.budget).await?;
        if found == Some(expected) {
            return Ok(());
        }
        Err(Kind::NotWhole { target: self.store.target(key), expected, found }.into())
    }

    fn failed(&self, key: &ObjectPath, failure: Failure) -> Error {
        self.store.error("upload", key, failure)
    }
}

/// A part that has arrived, by its index, or why it did not.
type SentPart = Result<(usize, PartId), Failure>;

/// Takes note of a part that has arrived.
fn note(ids: &mut [Option<PartId>], part: Result<SentPart, JoinError>) -> Result<(), Failure> {
    let (index, id) = part.unwrap_or_else(|error| Err(Failure::stopped(error)))?;
    ids[index] = Some(id);
    Ok(())
}
