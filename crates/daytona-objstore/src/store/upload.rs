//! Uploads: several archives at a time, small ones in one request, large ones in parts.

use std::sync::Arc;

use object_store::PutPayload;
use object_store::path::Path as ObjectPath;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinSet;
use tracing::Instrument;

use super::backoff::RetryBudget;
use super::bucket::PartId;
use super::connection::Connection;
use super::e_tag;
use super::failure::Failure;
use super::multipart::{CleanupDone, CleanupGuard, MultipartUpload};
use super::parts::Parts;
use super::sent_bytes::counting;
use super::sent_parts::SentParts;
use crate::buffer_pool::BufferPool;
use crate::error::Kind;
use crate::{Error, Progress, Shard};

/// The outcome of a successful upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UploadOutcome {
    /// The store had the archive, and nothing was sent.
    Present,
    /// The archive was sent, and the store confirmed its content or its size.
    Sent {
        /// The length of the archive.
        bytes: u64,
    },
}

/// Uploads shards in parallel, and returns their outcomes in order.
///
/// The first error stops all uploads. It is returned after their cleanup.
pub(super) async fn run(
    connection: &Arc<Connection>,
    shards: Vec<Shard>,
    progress: &Progress,
) -> Result<Vec<UploadOutcome>, Error> {
    progress.update(|now| now.archives_planned += shards.len() as u64);
    let (job, cleanup_done) = UploadJob::new(connection, progress);
    let mut outcomes = vec![UploadOutcome::Present; shards.len()];
    // Dropping the set aborts its tasks.
    let mut uploads = JoinSet::new();
    for (index, shard) in shards.into_iter().enumerate() {
        let job = job.clone();
        let upload = async move { job.upload(shard).await.map(|outcome| (index, outcome)) };
        uploads.spawn(upload.in_current_span());
    }
    drop(job);

    while let Some(upload) = uploads.join_next().await {
        match upload.unwrap_or_else(|_| Err(Kind::Stopped { action: "upload a context" }.into())) {
            Ok((index, outcome)) => outcomes[index] = outcome,
            Err(error) => {
                uploads.shutdown().await;
                cleanup_done.wait().await;
                return Err(error);
            }
        }
    }
    Ok(outcomes)
}

/// An object that the store has accepted.
pub(super) struct SentObject {
    bytes: u64,
    /// `true` if the response has confirmed its content. Otherwise a listing must confirm its size.
    is_confirmed: bool,
}

/// The state that the uploads of one call share.
#[derive(Clone)]
pub(super) struct UploadJob {
    pub(super) connection: Arc<Connection>,
    pub(super) budget: Arc<RetryBudget>,
    pub(super) progress: Progress,
    cleanup: CleanupGuard,
    pub(super) pool: Arc<BufferPool>,
}

impl UploadJob {
    fn new(connection: &Arc<Connection>, progress: &Progress) -> (Self, CleanupDone) {
        let (cleanup, cleanup_done) = CleanupGuard::new();
        let budget = Arc::new(connection.requests.retry_budget(progress));
        let (connection, progress) = (Arc::clone(connection), progress.clone());
        let pool = connection.buffers.get();
        (Self { connection, budget, progress, cleanup, pool }, cleanup_done)
    }

    /// Uploads an archive, unless the store has it.
    async fn upload(&self, shard: Shard) -> Result<UploadOutcome, Error> {
        let digest = shard.digest();
        let _guard = self.connection.in_flight.acquire(digest).await;
        let key = self.connection.key(&digest);
        if self.connection.has_whole(&key, &shard, &self.budget).await? {
            self.progress.update(|now| now.archives_skipped += 1);
            tracing::debug!(%digest, "the store has the archive already");
            return Ok(UploadOutcome::Present);
        }

        let SentObject { bytes, is_confirmed } = match shard.as_packed() {
            Some(archive) => self.send_packed(&key, archive.clone()).await?,
            None => self.send(&key, shard).await?,
        };
        if !is_confirmed {
            self.check_size(&key, bytes).await?;
        }
        self.progress.update(|now| now.archives_uploaded += 1);
        tracing::debug!(%digest, bytes, "uploaded an archive");
        Ok(UploadOutcome::Sent { bytes })
    }

    /// Sends an archive of plain files. After an error there is no object with its key.
    async fn send(&self, key: &ObjectPath, shard: Shard) -> Result<SentObject, Error> {
        let bytes = shard.archive_len();
        self.progress.update(|now| now.bytes_to_upload += bytes);
        // The semaphore is never closed.
        let reader = Arc::clone(&self.connection.readers).acquire_owned().await.ok();
        let parts = Parts::of(shard, self.pool.clone());
        if bytes <= self.connection.sizes.single {
            self.send_single(key, parts, reader).await
        } else {
            self.send_multipart(key, parts, reader).await
        }
    }

    async fn send_single(
        &self,
        key: &ObjectPath,
        mut parts: Parts,
        reader: Option<OwnedSemaphorePermit>,
    ) -> Result<SentObject, Error> {
        let bytes = parts.remaining();
        let _memory = self.connection.memory.acquire(bytes).await;
        let payload = parts.next(bytes).await?;
        drop((parts, reader));
        self.put(key, payload).await
    }

    /// Sends an object in one request.
    pub(super) async fn put(
        &self,
        key: &ObjectPath,
        payload: PutPayload,
    ) -> Result<SentObject, Error> {
        let requests = &self.connection.requests;
        let put = requests.send(&self.budget, |bucket| bucket.put(key, payload.clone()));
        let put = counting(&self.progress, put).await;
        let e_tag = put.map_err(|failure| self.error(key, failure))?;
        let bytes = payload.content_length() as u64;
        self.progress.update(|now| now.bytes_uploaded += bytes);
        Ok(SentObject { bytes, is_confirmed: e_tag::confirms(e_tag.as_deref(), &payload) })
    }

    async fn send_multipart(
        &self,
        key: &ObjectPath,
        parts: Parts,
        reader: Option<OwnedSemaphorePermit>,
    ) -> Result<SentObject, Error> {
        let bytes = parts.remaining();
        let upload = self.create_multipart(key).await?;
        let ids = self.put_parts(&upload, key, parts, reader).await;
        self.finish_multipart(key, upload, ids.map(|ids| (ids, bytes))).await
    }

    pub(super) async fn create_multipart(
        &self,
        key: &ObjectPath,
    ) -> Result<MultipartUpload, Error> {
        let requests = &self.connection.requests;
        MultipartUpload::create(requests, &self.budget, key, &self.cleanup)
            .await
            .map_err(|failure| self.error(key, failure))
    }

    /// Joins the parts to an object, or aborts the upload if the parts were not sent.
    ///
    /// `sent` has the ids of the parts and the length of the object.
    pub(super) async fn finish_multipart(
        &self,
        key: &ObjectPath,
        mut upload: MultipartUpload,
        sent: Result<(Vec<PartId>, u64), Error>,
    ) -> Result<SentObject, Error> {
        let (ids, bytes) = match sent {
            Ok(sent) => sent,
            Err(error) => {
                upload.abort().await;
                return Err(error);
            }
        };
        let object = SentObject { bytes, is_confirmed: false };
        let Err(failure) = upload.complete(&self.budget, &ids).await else { return Ok(object) };
        // An earlier attempt may have completed the upload although its response was lost.
        if let Ok(Some(found)) = self.connection.size(key, &self.budget).await
            && found == bytes
        {
            tracing::debug!(%key, ?failure, "the upload was complete in spite of the failure");
        } else {
            upload.abort().await;
            return Err(self.error(key, failure));
        }
        // Another upload may have created the object. Then these parts still exist.
        upload.abort().await;
        Ok(object)
    }

    /// Sends all parts, as far as memory allows in parallel, and returns their ids.
    async fn put_parts(
        &self,
        upload: &MultipartUpload,
        key: &ObjectPath,
        mut parts: Parts,
        reader: Option<OwnedSemaphorePermit>,
    ) -> Result<Vec<PartId>, Error> {
        let part_bytes = self.connection.sizes.part_bytes(parts.remaining());
        let mut sent = SentParts::new(self, upload, key, 0);
        while parts.remaining() > 0 {
            let memory = self.connection.memory.acquire(part_bytes.min(parts.remaining())).await;
            sent.send(parts.next(part_bytes).await?, memory)?;
        }
        drop((parts, reader));
        sent.ids().await
    }

    /// Checks that the object has the size that was sent.
    async fn check_size(&self, key: &ObjectPath, expected: u64) -> Result<(), Error> {
        let found = self.connection.size(key, &self.budget).await?;
        if found == Some(expected) {
            return Ok(());
        }
        Err(Kind::SizeMismatch { target: self.connection.target(key), expected, found }.into())
    }

    pub(super) fn error(&self, key: &ObjectPath, failure: Failure) -> Error {
        self.connection.error("upload", key, failure)
    }
}

#[cfg(test)]
mod tests {
    //! Faults at every request of an upload, with a bucket in memory and a paused clock.

    use std::collections::BTreeMap;
    use std::fs;
    use std::time::Duration;

    use futures_util::TryStreamExt;
    use tempfile::TempDir;
    use tokio::time::{Instant, timeout};

    use super::super::bucket::testing::{
        E_TAGS, ETags, Fault, FaultyBucket, PERMANENT, Stage, TRANSIENT, stages,
    };
    use super::super::testing::{check_invariants, connect};
    use super::*;
    use crate::{Limits, Source, archive, object_key, scan};

    /// Two archives with their bytes by key. One is above the size of a single request.
    struct Context {
        tree: TempDir,
        shards: Vec<Shard>,
        expected: BTreeMap<String, Vec<u8>>,
    }

    const LARGE_BYTES: usize = 28_000;

    impl Context {
        async fn new() -> Self {
            let tree = tempfile::tempdir().unwrap();
            let mut shards: Vec<Shard> = Vec::new();
            let mut expected = BTreeMap::new();
            for (name, len) in [("small", 10_000), ("large", LARGE_BYTES)] {
                let content: Vec<u8> = (0..len).map(|index| (index / 100) as u8).collect();
                fs::write(tree.path().join(name), content).unwrap();
                let sources = vec![Source::new(tree.path().join(name), name)];
                let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
                let chunks: Vec<_> = archive(&manifest).try_collect().await.unwrap();
                let key = object_key("org-1", &manifest.digest().to_string());
                expected.insert(key, chunks.concat());
                shards.push(manifest.into());
            }
            Self { tree, shards, expected }
        }

        async fn upload(&self, connection: &Arc<Connection>) -> Result<Vec<UploadOutcome>, Error> {
            run(connection, self.shards.clone(), &Progress::new()).await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn transient_faults_are_survived_at_every_stage() {
        let context = Context::new().await;
        for (stage, e_tags) in stages() {
            for fault in TRANSIENT {
                let what = format!("{fault:?} at {stage:?}, e-tag {e_tags:?}");
                let bucket = Arc::new(FaultyBucket::responding_with(e_tags).fault(stage, fault, 3));
                let connection = connect(&bucket);
                let outcomes =
                    context.upload(&connection).await.unwrap_or_else(|e| panic!("{what}: {e:?}"));
                assert!(
                    outcomes.iter().all(|outcome| matches!(outcome, UploadOutcome::Sent { .. })),
                    "{what}"
                );
                assert!(*bucket.objects.lock().unwrap() == context.expected, "{what}");
                check_invariants(&context.expected, &bucket, &connection, &what).await;
                // An upload whose id was lost cannot be aborted.
                let lost = if (stage, fault) == (Stage::CreateMultipart, Fault::ResponseLost) {
                    3
                } else {
                    0
                };
                assert_eq!(bucket.uploads.lock().unwrap().len(), lost, "{what}: open uploads");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn permanent_faults_are_errors_and_leave_nothing() {
        let context = Context::new().await;
        for (stage, e_tags) in stages() {
            for fault in TRANSIENT.into_iter().chain(PERMANENT) {
                let what = format!("{fault:?} at {stage:?}, e-tag {e_tags:?}");
                let bucket = FaultyBucket::responding_with(e_tags).fault(stage, fault, u32::MAX);
                let bucket = Arc::new(bucket);
                let connection = connect(&bucket);
                let outcome = context.upload(&connection).await;
                check_invariants(&context.expected, &bucket, &connection, &what).await;
                let is_complete = fault == Fault::ResponseLost && stage == Stage::CompleteMultipart;
                match outcome {
                    // The object exists although the response was lost.
                    Ok(_) => assert!(is_complete, "{what}: succeeded"),
                    Err(error) => match fault {
                        Fault::NotSent | Fault::ResponseLost => {
                            assert!(error.is_transport(), "{what}: {error}")
                        }
                        Fault::Refused(status, code) => {
                            assert_eq!(
                                (error.status(), error.code()),
                                (Some(status), Some(code)),
                                "{what}"
                            );
                        }
                    },
                }
                if stage != Stage::CreateMultipart {
                    assert!(bucket.uploads.lock().unwrap().is_empty(), "{what}: open uploads");
                }

                bucket.clear_faults();
                context.upload(&connection).await.unwrap();
                assert!(
                    *bucket.objects.lock().unwrap() == context.expected,
                    "{what}, then without faults"
                );
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn equal_e_tag_confirms_a_small_object_without_a_listing() {
        let context = Context::new().await;
        for (e_tags, listings) in [(ETags::Missing, 2), (ETags::Other, 2), (ETags::OfContent, 1)] {
            let bucket = Arc::new(FaultyBucket::responding_with(e_tags));
            let small = context.shards[..1].to_vec();
            run(&connect(&bucket), small, &Progress::new()).await.unwrap();
            let requests = (bucket.count(Stage::Put), bucket.count(Stage::Find));
            assert_eq!(requests, (1, listings), "{e_tags:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn truncated_object_is_an_error_with_every_e_tag() {
        let context = Context::new().await;
        for e_tags in E_TAGS {
            let bucket = Arc::new(FaultyBucket::responding_with(e_tags).losing(1));
            let small = context.shards[..1].to_vec();
            let error = run(&connect(&bucket), small, &Progress::new()).await.unwrap_err();
            assert!(error.to_string().contains("bytes sent"), "{e_tags:?}: {error}");
            assert_eq!(bucket.count(Stage::Find), 2, "{e_tags:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn number_of_requests_to_a_store_that_is_down_is_limited() {
        let context = Context::new().await;
        let bucket = FaultyBucket::with(Stage::PutPart, Fault::NotSent, u32::MAX);
        let start = Instant::now();
        context.upload(&connect(&bucket)).await.unwrap_err();
        assert!(bucket.count(Stage::PutPart) <= 3 * 8, "{}", bucket.count(Stage::PutPart));
        assert!(start.elapsed() < Duration::from_secs(90), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn abort_that_is_refused_does_not_hide_the_error() {
        let context = Context::new().await;
        let bucket = Arc::new(FaultyBucket::default());
        fs::write(context.tree.path().join("large"), vec![1; LARGE_BYTES]).unwrap();
        *bucket.faults.lock().unwrap() =
            Some((Stage::AbortMultipart, Fault::Refused(403, "AccessDenied"), 9));
        let error = context.upload(&connect(&bucket)).await.unwrap_err();
        assert!(error.is_changed_while_reading(), "{error}");
        assert_eq!(bucket.count(Stage::AbortMultipart), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn upload_can_be_cancelled_at_any_point() {
        let context = Context::new().await;
        // A request takes 5 ms, and the whole upload less than 60 ms.
        for millis in 0..60 {
            let what = format!("cancelled after {millis} ms");
            let bucket = Arc::new(FaultyBucket::default());
            let connection = connect(&bucket);
            let cancelled =
                timeout(Duration::from_millis(millis), context.upload(&connection)).await;
            check_invariants(&context.expected, &bucket, &connection, &what).await;
            // An upload whose creation was cancelled cannot be aborted.
            if cancelled.is_err() && bucket.count(Stage::PutPart) > 0 {
                assert!(bucket.uploads.lock().unwrap().is_empty(), "{what}: open uploads");
            }
            context.upload(&connection).await.unwrap();
            assert!(*bucket.objects.lock().unwrap() == context.expected, "{what}, then again");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn simultaneous_uploads_of_an_archive_send_it_once() {
        let context = Context::new().await;
        let bucket = Arc::new(FaultyBucket::default());
        let connection = connect(&bucket);
        let uploads = (0..5).map(|_| context.upload(&connection));
        let uploads = futures_util::future::try_join_all(uploads).await.unwrap();
        let sent =
            uploads.concat().into_iter().filter(|upload| *upload != UploadOutcome::Present).count();
        assert_eq!(sent, context.shards.len());
        assert_eq!((bucket.count(Stage::Put), bucket.count(Stage::CreateMultipart)), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_upload_continues_after_a_failed_one() {
        let context = Context::new().await;
        let bucket = FaultyBucket::with(Stage::Put, Fault::Refused(403, "AccessDenied"), 1);
        let connection = connect(&bucket);
        let small = || context.shards[..1].to_vec();
        let progress = Progress::new();
        let (first, second) = tokio::join!(
            run(&connection, small(), &progress),
            run(&connection, small(), &progress)
        );
        assert!(first.is_err() != second.is_err(), "{first:?} {second:?}");
        assert_eq!(bucket.objects.lock().unwrap().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn changed_file_is_named_and_stops_all_uploads() {
        let context = Context::new().await;
        let bucket = Arc::new(FaultyBucket::default());
        let connection = connect(&bucket);
        let changed = context.tree.path().join("small");
        fs::write(&changed, "changed").unwrap();
        let error = context.upload(&connection).await.unwrap_err();
        assert!(error.is_changed_while_reading(), "{error}");
        assert_eq!(error.path(), Some(changed.canonicalize().unwrap().as_path()));
        check_invariants(&context.expected, &bucket, &connection, "changed").await;
        assert!(bucket.uploads.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn progress_counts_each_archive_once() {
        let context = Context::new().await;
        let bucket = Arc::new(FaultyBucket::default());
        let connection = connect(&bucket);
        let progress = Progress::new();
        run(&connection, context.shards[..1].to_vec(), &progress).await.unwrap();
        run(&connection, context.shards.clone(), &progress).await.unwrap();
        let now = progress.snapshot();
        let bytes: u64 = context.expected.values().map(|object| object.len() as u64).sum();
        assert_eq!((now.bytes_to_upload, now.bytes_uploaded), (bytes, bytes));
        assert_eq!((now.archives_planned, now.archives_uploaded, now.archives_skipped), (3, 2, 1));
    }
}
