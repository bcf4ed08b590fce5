//! Uploads of packed archives, whose length is known only after compression.
//!
//! The first bytes of an object name the length of its archive. So an object that fits into one
//! request is sent when it is complete. The first part of a larger object is sent after all others
//! have started.
//!
//! # Memory
//!
//! An upload reserves the memory of one single request before it reads. A larger object uses this
//! memory for two parts: the first one, which is held back, and one of the others at a time. More
//! parts need more memory, but no upload waits for it. So uploads cannot block each other.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use object_store::PutPayload;
use object_store::path::Path as ObjectPath;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::bucket::PartId;
use super::memory_budget::MemoryBudget;
use super::multipart::MultipartUpload;
use super::sent_parts::SentParts;
use super::upload::{SentObject, UploadJob};
use crate::Error;
use crate::buffer_pool::BUFFER_BYTES;
use crate::pack::{PackedArchive, compress};

impl UploadJob {
    /// Sends a packed archive. After an error there is no object with its key.
    pub(super) async fn send_packed(
        &self,
        key: &ObjectPath,
        archive: PackedArchive,
    ) -> Result<SentObject, Error> {
        let sizes = self.connection.sizes;
        let part_bytes = sizes.part_bytes(archive.max_object_len());
        let buffered_bytes = sizes.single.max(2 * part_bytes);
        self.progress.update(|now| now.bytes_to_upload += archive.tar_len());
        // The semaphore is never closed.
        let reader = Arc::clone(&self.connection.readers).acquire_owned().await.ok();
        let reserved = buffered_bytes.min(archive.max_object_len());
        let mut memory = self.connection.memory.acquire(reserved).await;
        let chunks = compress(&archive, self.pool.clone(), self.progress.clone());
        let mut body = Body::new(chunks);

        let start = body.take(buffered_bytes.saturating_sub(archive.head_len())).await?;
        if !body.is_at_end().await? {
            body.put_back(start);
            let upload = self.create_multipart(key).await?;
            let packed = Packed { archive, body, part_bytes, reader };
            let sent = self.put_packed_parts(&upload, key, packed).await;
            return self.finish_multipart(key, upload, sent).await;
        }
        let compressed_len = body.compressed_len;
        drop((body, reader));
        let payload = with_head(&archive, compressed_len, start);
        let bytes = payload.content_length() as u64;
        if let Some(memory) = &mut memory {
            MemoryBudget::shrink(memory, bytes.next_multiple_of(BUFFER_BYTES as u64));
        }
        self.progress.update(|now| now.bytes_to_upload += bytes - compressed_len);
        self.put(key, payload).await
    }

    /// Sends all parts, and returns their ids and the length of the object.
    async fn put_packed_parts(
        &self,
        upload: &MultipartUpload,
        key: &ObjectPath,
        packed: Packed,
    ) -> Result<(Vec<PartId>, u64), Error> {
        let Packed { archive, mut body, part_bytes, reader } = packed;
        let first = body.take(part_bytes.saturating_sub(archive.head_len())).await?;
        let slot = Arc::new(Semaphore::new(1));
        let mut sent = SentParts::new(self, upload, key, 1);
        while !body.is_at_end().await? {
            let memory = self.part_memory(&slot, part_bytes).await;
            let part = body.take(part_bytes).await?;
            sent.send(part.into_iter().collect(), memory)?;
        }
        let compressed_len = body.compressed_len;
        drop((body, reader));
        sent.send_at(0, with_head(&archive, compressed_len, first), None)?;
        let bytes = archive.object_len(compressed_len);
        self.progress.update(|now| now.bytes_to_upload += bytes - compressed_len);
        Ok((sent.ids().await?, bytes))
    }

    /// Waits until the reserved slot is free, or until there is more memory.
    async fn part_memory(
        &self,
        slot: &Arc<Semaphore>,
        part_bytes: u64,
    ) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            biased;
            // The semaphore is never closed.
            slot = Arc::clone(slot).acquire_owned() => slot.ok(),
            memory = self.connection.memory.acquire(part_bytes) => memory,
        }
    }
}

/// A large archive while it is sent.
struct Packed {
    archive: PackedArchive,
    body: Body,
    part_bytes: u64,
    reader: Option<OwnedSemaphorePermit>,
}

/// The bytes of an object after its head.
struct Body {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    /// The next bytes.
    queue: VecDeque<Bytes>,
    /// The length of the compressed archive, as far as it was read.
    compressed_len: u64,
    is_complete: bool,
}

impl Body {
    fn new(chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        let queue = VecDeque::new();
        Self { chunks: chunks.boxed(), queue, compressed_len: 0, is_complete: false }
    }

    /// Returns `true` if all bytes were taken. Then every entry was checked for changes since the
    /// scan.
    async fn is_at_end(&mut self) -> Result<bool, Error> {
        while self.queue.is_empty() && !self.is_complete {
            match self.chunks.next().await {
                Some(chunk) => {
                    let chunk = chunk?;
                    self.compressed_len += chunk.len() as u64;
                    self.queue.extend(Some(chunk).filter(|chunk| !chunk.is_empty()));
                }
                None => {
                    self.queue.push_back(PackedArchive::tail(self.compressed_len).into());
                    self.is_complete = true;
                }
            }
        }
        Ok(self.queue.is_empty())
    }

    /// Takes the next `max_bytes`, or all bytes until the end.
    async fn take(&mut self, max_bytes: u64) -> Result<Vec<Bytes>, Error> {
        let mut taken = Vec::new();
        let mut missing = max_bytes;
        while missing > 0 && !self.is_at_end().await? {
            let Some(mut chunk) = self.queue.pop_front() else { break };
            let count = missing.min(chunk.len() as u64);
            taken.push(chunk.split_to(count as usize));
            missing -= count;
            if !chunk.is_empty() {
                self.queue.push_front(chunk);
            }
        }
        Ok(taken)
    }

    /// Puts the bytes that were taken last back.
    fn put_back(&mut self, taken: Vec<Bytes>) {
        for chunk in taken.into_iter().rev() {
            self.queue.push_front(chunk);
        }
    }
}

/// Returns a payload that starts with the head of the object.
fn with_head(archive: &PackedArchive, compressed_len: u64, rest: Vec<Bytes>) -> PutPayload {
    std::iter::once(archive.head(compressed_len).into()).chain(rest).collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    //! Faults at every request of an upload, with a bucket in memory and a paused clock.

    use std::collections::BTreeMap;
    use std::fs;
    use std::time::Duration;

    use futures_util::TryStreamExt;
    use tempfile::TempDir;
    use tokio::time::timeout;

    use super::super::bucket::testing::{
        ETags, Fault, FaultyBucket, PERMANENT, Stage, TRANSIENT, stages,
    };
    use super::super::connection::Connection;
    use super::super::testing::{check_invariants, connect, connect_with_memory};
    use super::super::upload::{UploadOutcome, run};
    use super::*;
    use crate::{Limits, Pack, Progress, Shard, Source, archive, object_key, scan_pack};

    const PREFIX: &str = ".packed";

    /// Two packed archives with the bytes of their objects by key. One is larger than a single
    /// request.
    struct Packs {
        tree: TempDir,
        shards: Vec<Shard>,
        expected: BTreeMap<String, Vec<u8>>,
    }

    /// Returns bytes that do not compress.
    fn noise(len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        blake3::Hasher::new().finalize_xof().fill(&mut bytes);
        bytes
    }

    impl Packs {
        async fn new() -> Self {
            Self::of(&[("small", 5_000), ("large", 38_000)]).await
        }

        async fn of(files: &[(&str, usize)]) -> Self {
            let tree = tempfile::tempdir().unwrap();
            let (mut shards, mut expected) = (Vec::new(), BTreeMap::new());
            for (name, len) in files {
                let file = tree.path().join(name);
                fs::write(&file, noise(*len)).unwrap();
                let pack = Pack::new(vec![Source::new(file, *name)]);
                let pack = scan_pack(pack, Limits::default(), &Progress::new()).await.unwrap();
                for shard in pack.shards() {
                    let shard = shard.into_shard(PREFIX);
                    let chunks: Vec<_> = archive(&shard).try_collect().await.unwrap();
                    expected
                        .insert(object_key("org-1", &shard.digest().to_string()), chunks.concat());
                    shards.push(shard);
                }
            }
            Self { tree, shards, expected }
        }

        fn key(&self, index: usize) -> String {
            object_key("org-1", &self.shards[index].digest().to_string())
        }

        async fn upload(&self, connection: &Arc<Connection>) -> Result<Vec<UploadOutcome>, Error> {
            run(connection, self.shards.clone(), &Progress::new()).await
        }

        /// Uploads with `object` under the key of the first shard. Returns the first outcome.
        async fn upload_over(&self, object: Vec<u8>) -> UploadOutcome {
            let bucket = Arc::new(FaultyBucket::default());
            bucket.objects.lock().unwrap().insert(self.key(0), object);
            let connection = connect(&bucket);
            let outcomes = self.upload(&connection).await.unwrap();
            if outcomes[0] != UploadOutcome::Present {
                check_invariants(&self.expected, &bucket, &connection, "replaced").await;
            }
            outcomes[0]
        }
    }

    #[tokio::test(start_paused = true)]
    async fn transient_faults_of_packed_uploads_are_survived() {
        let packs = Packs::new().await;
        for (stage, e_tags) in stages() {
            for fault in TRANSIENT {
                let what = format!("{fault:?} at {stage:?}, e-tag {e_tags:?}");
                let bucket = Arc::new(FaultyBucket::responding_with(e_tags).fault(stage, fault, 3));
                let connection = connect(&bucket);
                let outcomes =
                    packs.upload(&connection).await.unwrap_or_else(|e| panic!("{what}: {e:?}"));
                for (index, outcome) in outcomes.iter().enumerate() {
                    let bytes = packs.expected[&packs.key(index)].len() as u64;
                    assert_eq!(*outcome, UploadOutcome::Sent { bytes }, "{what}");
                }
                assert!(*bucket.objects.lock().unwrap() == packs.expected, "{what}");
                check_invariants(&packs.expected, &bucket, &connection, &what).await;
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn permanent_faults_of_packed_uploads_leave_no_object() {
        let packs = Packs::new().await;
        for (stage, e_tags) in stages() {
            for fault in TRANSIENT.into_iter().chain(PERMANENT) {
                let what = format!("{fault:?} at {stage:?}, e-tag {e_tags:?}");
                let bucket = FaultyBucket::responding_with(e_tags).fault(stage, fault, u32::MAX);
                let bucket = Arc::new(bucket);
                let connection = connect(&bucket);
                let outcome = packs.upload(&connection).await;
                check_invariants(&packs.expected, &bucket, &connection, &what).await;
                // The size that was sent decides, although the response was lost.
                let is_complete = fault == Fault::ResponseLost && stage == Stage::CompleteMultipart;
                assert_eq!(outcome.is_ok(), is_complete, "{what}");
                if stage != Stage::CreateMultipart {
                    assert!(bucket.uploads.lock().unwrap().is_empty(), "{what}: open uploads");
                }
                bucket.clear_faults();
                packs.upload(&connection).await.unwrap();
                assert!(*bucket.objects.lock().unwrap() == packs.expected, "{what}, then again");
            }
        }
    }

    /// The first bytes of an object are the look-up, so every listing confirms a size.
    #[tokio::test(start_paused = true)]
    async fn equal_e_tag_confirms_a_small_packed_object_without_a_listing() {
        let packs = Packs::new().await;
        for (e_tags, lost_bytes, listings) in [
            (ETags::Missing, 0, 1),
            (ETags::Other, 0, 1),
            (ETags::OfContent, 0, 0),
            (ETags::Missing, 1, 1),
            (ETags::Other, 1, 1),
            (ETags::OfContent, 1, 1),
        ] {
            let what = format!("e-tag {e_tags:?}, {lost_bytes} lost");
            let bucket = FaultyBucket::responding_with(e_tags).losing(lost_bytes);
            let bucket = Arc::new(bucket);
            let small = packs.shards[..1].to_vec();
            let outcome = run(&connect(&bucket), small, &Progress::new()).await;
            assert_eq!(outcome.is_ok(), lost_bytes == 0, "{what}: {outcome:?}");
            assert_eq!(bucket.count(Stage::Find), listings, "{what}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn packed_upload_can_be_cancelled_at_any_point() {
        let packs = Packs::new().await;
        for millis in 0..60 {
            let what = format!("cancelled after {millis} ms");
            let bucket = Arc::new(FaultyBucket::default());
            let connection = connect(&bucket);
            let _ = timeout(Duration::from_millis(millis), packs.upload(&connection)).await;
            check_invariants(&packs.expected, &bucket, &connection, &what).await;
            packs.upload(&connection).await.unwrap();
            assert!(*bucket.objects.lock().unwrap() == packs.expected, "{what}, then again");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whole_packed_object_is_not_sent_again() {
        let packs = Packs::new().await;
        let bucket = Arc::new(FaultyBucket::default());
        *bucket.objects.lock().unwrap() = packs.expected.clone();
        let outcomes = packs.upload(&connect(&bucket)).await.unwrap();
        assert_eq!(outcomes, [UploadOutcome::Present; 2]);
        assert_eq!(bucket.count(Stage::ReadStart), 2);
    }

    /// The archive of another version of the compressor has another length.
    #[tokio::test(start_paused = true)]
    async fn packed_object_of_another_compressor_is_whole() {
        let packs = Packs::new().await;
        let archive = packs.shards[0].as_packed().unwrap();
        let other = b"shorter".to_vec();
        let len = other.len() as u64;
        let object = [archive.head(len), other, PackedArchive::tail(len)].concat();
        assert_eq!(packs.upload_over(object).await, UploadOutcome::Present);
    }

    #[tokio::test(start_paused = true)]
    async fn partial_or_foreign_object_is_never_taken_for_a_packed_archive() {
        let packs = Packs::new().await;
        let whole = packs.expected[&packs.key(0)].clone();
        let foreign = packs.expected[&packs.key(1)].clone();
        let longer = [whole.clone(), vec![0]].concat();
        let mut objects = vec![foreign, longer, vec![0; whole.len()], vec![b'<'; whole.len()]];
        for len in [0, 1, 511, 512, 513, whole.len() / 2, whole.len() - 512, whole.len() - 1] {
            objects.push(whole[..len].to_vec());
        }
        // Any other byte of the head.
        for position in [0, 100, 124, 135, 148, 156, 257, 511] {
            let mut object = whole.clone();
            object[position] ^= 1;
            objects.push(object);
        }
        let bytes = whole.len() as u64;
        for object in objects {
            let len = object.len();
            let outcome = packs.upload_over(object).await;
            assert_eq!(outcome, UploadOutcome::Sent { bytes }, "an object of {len} bytes");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn faults_while_the_first_bytes_are_read_are_retried_or_named() {
        let packs = Packs::new().await;
        for fault in TRANSIENT {
            let bucket = FaultyBucket::with(Stage::ReadStart, fault, 3);
            *bucket.objects.lock().unwrap() = packs.expected.clone();
            let outcomes = packs.upload(&connect(&bucket)).await.unwrap();
            assert_eq!(outcomes, [UploadOutcome::Present; 2], "{fault:?}");
        }
        let fault = Fault::Refused(403, "AccessDenied");
        let bucket = FaultyBucket::with(Stage::ReadStart, fault, u32::MAX);
        *bucket.objects.lock().unwrap() = packs.expected.clone();
        let error = packs.upload(&connect(&bucket)).await.unwrap_err();
        assert_eq!(error.status(), Some(403));
        let text = error.to_string();
        assert!(text.starts_with("failed to read the first bytes of object `org-1/"), "{text}");
        assert_eq!((bucket.count(Stage::Put), bucket.count(Stage::PutPart)), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn changed_file_of_a_pack_stops_all_uploads() {
        let packs = Packs::new().await;
        let changed = packs.tree.path().join("large");
        fs::write(&changed, vec![1; 38_000]).unwrap();
        let bucket = Arc::new(FaultyBucket::default());
        let connection = connect(&bucket);
        let error = packs.upload(&connection).await.unwrap_err();
        assert!(error.is_changed_while_reading(), "{error}");
        check_invariants(&packs.expected, &bucket, &connection, "changed").await;
        assert!(bucket.uploads.lock().unwrap().is_empty());
    }

    /// A paused clock would advance to the timeout while a thread compresses.
    #[tokio::test]
    async fn large_packs_do_not_block_each_other_without_memory() {
        let packs = Packs::of(&[("a", 70_000), ("b", 70_001), ("c", 70_002), ("d", 70_003)]).await;
        for memory in [1, 21 * 1024, 45 * 1024] {
            let bucket = Arc::new(FaultyBucket::default());
            let connection = connect_with_memory(&bucket, memory);
            timeout(Duration::from_secs(60), packs.upload(&connection)).await.unwrap().unwrap();
            assert!(*bucket.objects.lock().unwrap() == packs.expected);
            check_invariants(&packs.expected, &bucket, &connection, "without memory").await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn progress_of_packed_archives_ends_with_the_bytes_sent() {
        let packs = Packs::new().await;
        let progress = Progress::new();
        let bucket = Arc::new(FaultyBucket::default());
        run(&connect(&bucket), packs.shards.clone(), &progress).await.unwrap();
        let now = progress.snapshot();
        let bytes: u64 = packs.expected.values().map(|object| object.len() as u64).sum();
        assert_eq!((now.bytes_to_upload, now.bytes_uploaded), (bytes, bytes));
        assert_eq!((now.archives_planned, now.archives_uploaded), (2, 2));
    }
}
