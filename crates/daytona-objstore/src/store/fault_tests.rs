//! Faults at every request of an upload, injected in front of a bucket in memory, on a paused clock.
//!
//! The table of `docs/reliability.md` is this one and that of the tests over real connections.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use object_store::PutPayload;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

use super::bucket::{Bucket, PartId, UploadId};
use super::failure::Remedy;
use super::lease::Lease;
use super::*;
use crate::error::Refusal;
use crate::{Credentials, Limits, Source, Upload, archive, scan};

/// The requests of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Find,
    Put,
    Begin,
    PutPart,
    Complete,
    Abort,
}

const STAGES: [Stage; 5] = [Stage::Find, Stage::Put, Stage::Begin, Stage::PutPart, Stage::Complete];

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The connection is refused or reset before the store has the request.
    NotSent,
    /// The store does what it was asked for, and the answer is lost.
    AnswerLost,
    /// The store refuses.
    Refused(u16, &'static str),
}

/// Faults that pass.
const PASSING: [Fault; 7] = [
    Fault::NotSent,
    Fault::AnswerLost,
    Fault::Refused(500, "InternalError"),
    Fault::Refused(503, "SlowDown"),
    Fault::Refused(429, "TooManyRequests"),
    // What S3 says of bytes that did not arrive as they were sent.
    Fault::Refused(400, "BadDigest"),
    // S3 answers with success before it has joined the parts.
    Fault::Refused(200, "InternalError"),
];

/// Faults that no repetition cures.
const LASTING: [Fault; 2] =
    [Fault::Refused(403, "AccessDenied"), Fault::Refused(404, "NoSuchBucket")];

/// A bucket in memory. Every request takes a while, and may meet a fault.
#[derive(Debug, Default)]
struct Faulty {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    open: Mutex<BTreeMap<UploadId, BTreeMap<usize, Vec<u8>>>>,
    /// The stage at which requests fail, how, and how often from now on.
    faults: Mutex<Option<(Stage, Fault, u32)>>,
    requests: Mutex<Vec<Stage>>,
}

impl Faulty {
    fn with(stage: Stage, fault: Fault, times: u32) -> Arc<Self> {
        Arc::new(Self { faults: Mutex::new(Some((stage, fault, times))), ..Self::default() })
    }

    /// Makes one request: its effect, unless a fault is in the way.
    async fn request<T>(
        &self,
        stage: Stage,
        effect: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.requests.lock().unwrap().push(stage);
        sleep(Duration::from_millis(5)).await;
        match self.next_fault(stage) {
            None => effect(),
            Some(Fault::NotSent) => Err(unanswered("connection refused")),
            Some(Fault::AnswerLost) => {
                effect()?;
                Err(unanswered("connection reset"))
            }
            Some(Fault::Refused(status, code)) => Err(refused(status, code)),
        }
    }

    fn next_fault(&self, stage: Stage) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        let (at, fault, times) = faults.as_mut()?;
        if *at != stage || *times == 0 {
            return None;
        }
        *times -= 1;
        Some(*fault)
    }

    fn heal(&self) {
        *self.faults.lock().unwrap() = None;
    }

    fn count(&self, stage: Stage) -> usize {
        self.requests.lock().unwrap().iter().filter(|made| **made == stage).count()
    }
}

#[async_trait]
impl Bucket for Faulty {
    async fn size(&self, key: &ObjectPath) -> Result<Option<u64>, Failure> {
        let size = || Ok(self.objects.lock().unwrap().get(key.as_ref()).map(|o| o.len() as u64));
        self.request(Stage::Find, size).await
    }

    async fn put(&self, key: &ObjectPath, payload: PutPayload) -> Result<(), Failure> {
        self.request(Stage::Put, || {
            self.objects.lock().unwrap().insert(key.to_string(), bytes(&payload));
            Ok(())
        })
        .await
    }

    async fn begin(&self, _key: &ObjectPath) -> Result<UploadId, Failure> {
        self.request(Stage::Begin, || {
            let mut open = self.open.lock().unwrap();
            let id = format!("upload-{}", open.len());
            open.insert(id.clone(), BTreeMap::new());
            Ok(id)
        })
        .await
    }

    async fn put_part(
        &self,
        _key: &ObjectPath,
        id: &UploadId,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure> {
        self.request(Stage::PutPart, || {
            let mut open = self.open.lock().unwrap();
            let parts = open.get_mut(id).ok_or_else(|| refused(404, "NoSuchUpload"))?;
            parts.insert(index, bytes(&payload));
            Ok(PartId { content_id: index.to_string() })
        })
        .await
    }

    async fn complete(
        &self,
        key: &ObjectPath,
        id: &UploadId,
        ids: Vec<PartId>,
    ) -> Result<(), Failure> {
        self.request(Stage::Complete, || {
            let mut open = self.open.lock().unwrap();
            let parts = open.remove(id).ok_or_else(|| refused(404, "NoSuchUpload"))?;
            assert_eq!(parts.len(), ids.len());
            let object: Vec<u8> = parts.into_values().flatten().collect();
            self.objects.lock().unwrap().insert(key.to_string(), object);
            Ok(())
        })
        .await
    }

    async fn abort(&self, _key: &ObjectPath, id: &UploadId) -> Result<(), Failure> {
        self.request(Stage::Abort, || {
            self.open.lock().unwrap().remove(id);
            Ok(())
        })
        .await
    }
}

fn bytes(payload: &PutPayload) -> Vec<u8> {
    payload.as_ref().concat()
}

fn unanswered(what: &str) -> Failure {
    Failure::Unanswered { remedy: Remedy::TryAgain, source: what.into() }
}

fn refused(status: u16, code: &str) -> Failure {
    let refusal = Refusal { status, code: Some(code.to_owned()), ..Refusal::default() };
    Failure::Refused { source: Box::new(refusal.clone()), refusal: Box::new(refusal) }
}

fn store(bucket: &Arc<Faulty>) -> Store {
    store_with(bucket, |builder| builder)
}

fn store_with(bucket: &Arc<Faulty>, settings: fn(StoreBuilder) -> StoreBuilder) -> Store {
    let access = Access::new("s3", "contexts", "org-1", Credentials::new("key", "secret", ""));
    let place = access.check().unwrap();
    let lease = Arc::new(Lease::new(&access, place.clone(), Instant::now(), None));
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let mut builder = settings(Store::builder(http));
    builder.sizes = RequestSizes { single: 20 * 1024, part: 10 * 1024 };
    builder.build_on(place, lease, bucket.clone())
}

/// Two archives, one of them above the size of a single request, with their bytes by key.
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

    async fn upload(&self, store: &Store) -> Result<Vec<Upload>, Error> {
        store.upload_all(&self.shards, &Progress::new()).await
    }

    /// Checks what must hold after every upload, however it ended.
    async fn check_remains(&self, bucket: &Faulty, store: &Store, what: &str) {
        let tasks = tokio::runtime::Handle::current().metrics();
        while tasks.num_alive_tasks() > 0 {
            sleep(Duration::from_millis(1)).await;
        }
        for (key, object) in &*bucket.objects.lock().unwrap() {
            assert!(self.expected.get(key) == Some(object), "{what}: a wrong object under {key}");
        }
        assert!(store.shared.memory.is_all_free(), "{what}: memory is not given back");
    }
}

#[tokio::test(start_paused = true)]
async fn faults_that_pass_are_survived_at_every_stage() {
    let context = Context::new().await;
    for stage in STAGES {
        for fault in PASSING {
            let what = format!("{fault:?} at {stage:?}");
            let bucket = Faulty::with(stage, fault, 3);
            let store = store(&bucket);
            let uploads = context.upload(&store).await.unwrap_or_else(|e| panic!("{what}: {e:?}"));
            assert!(uploads.iter().all(|upload| matches!(upload, Upload::Sent { .. })), "{what}");
            assert!(*bucket.objects.lock().unwrap() == context.expected, "{what}");
            context.check_remains(&bucket, &store, &what).await;
            // An upload whose beginning was never heard of cannot be ended.
            let lost = if (stage, fault) == (Stage::Begin, Fault::AnswerLost) { 3 } else { 0 };
            assert_eq!(bucket.open.lock().unwrap().len(), lost, "{what}: open uploads");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn faults_that_do_not_pass_end_in_an_error_and_leave_nothing() {
    let context = Context::new().await;
    for stage in STAGES {
        for fault in PASSING.into_iter().chain(LASTING) {
            let what = format!("{fault:?} at {stage:?} for good");
            let bucket = Faulty::with(stage, fault, u32::MAX);
            let store = store(&bucket);
            let outcome = context.upload(&store).await;
            context.check_remains(&bucket, &store, &what).await;
            let is_done_unheard = fault == Fault::AnswerLost && stage == Stage::Complete;
            match outcome {
                // Its object is found when the store says no more of it.
                Ok(_) => assert!(is_done_unheard, "{what}: succeeded"),
                Err(error) => match fault {
                    Fault::NotSent | Fault::AnswerLost => {
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
            if stage != Stage::Begin {
                assert!(bucket.open.lock().unwrap().is_empty(), "{what}: open uploads");
            }

            bucket.heal();
            context.upload(&store).await.unwrap();
            assert!(*bucket.objects.lock().unwrap() == context.expected, "{what}, then healed");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn reason_for_trying_again_is_shown_until_it_has_helped() {
    let context = Context::new().await;
    for (fault, expected) in [
        (Fault::NotSent, "connection refused"),
        (Fault::Refused(503, "SlowDown"), "the store refused it with status 503 (SlowDown)"),
    ] {
        let progress = Progress::new();
        let bucket = Faulty::with(Stage::Put, fault, 2);
        let store = store(&bucket);
        let mut failure = progress.failure();
        let mut upload = std::pin::pin!(store.upload_all(&context.shards, &progress));
        let shown = tokio::select! {
            _ = &mut upload => None,
            Ok(()) = failure.changed() => failure.borrow_and_update().clone(),
        };
        assert_eq!(shown.as_deref(), Some(expected));
        upload.await.unwrap();
        assert_eq!(*failure.borrow(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn lasting_refusal_is_not_repeated() {
    let context = Context::new().await;
    let bucket = Faulty::with(Stage::Put, Fault::Refused(403, "AccessDenied"), u32::MAX);
    context.upload(&store(&bucket)).await.unwrap_err();
    assert_eq!(bucket.count(Stage::Put), 1);
}

#[tokio::test(start_paused = true)]
async fn store_that_is_down_is_left_alone_after_a_while() {
    let context = Context::new().await;
    let bucket = Faulty::with(Stage::PutPart, Fault::NotSent, u32::MAX);
    let start = Instant::now();
    context.upload(&store(&bucket)).await.unwrap_err();
    assert!(bucket.count(Stage::PutPart) <= 3 * 8, "{}", bucket.count(Stage::PutPart));
    assert!(start.elapsed() < Duration::from_secs(90), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn upload_without_retries_fails_at_once() {
    let context = Context::new().await;
    let bucket = Faulty::with(Stage::Find, Fault::NotSent, 1);
    let store = store_with(&bucket, |builder| builder.retries(0));
    assert!(context.upload(&store).await.unwrap_err().is_transport());
}

#[tokio::test(start_paused = true)]
async fn abort_that_is_refused_does_not_hide_the_error() {
    let context = Context::new().await;
    let bucket = Arc::new(Faulty::default());
    fs::write(context.tree.path().join("large"), vec![1; LARGE_BYTES]).unwrap();
    *bucket.faults.lock().unwrap() = Some((Stage::Abort, Fault::Refused(403, "AccessDenied"), 9));
    let error = context.upload(&store(&bucket)).await.unwrap_err();
    assert!(error.is_changed_while_reading(), "{error}");
    assert_eq!(bucket.count(Stage::Abort), 1);
}

#[tokio::test(start_paused = true)]
async fn upload_can_be_cancelled_at_any_point() {
    let context = Context::new().await;
    // Requests take 5 ms each; the whole upload is over in less than 60.
    for millis in 0..60 {
        let what = format!("cancelled after {millis} ms");
        let bucket = Arc::new(Faulty::default());
        let store = store(&bucket);
        let cancelled = timeout(Duration::from_millis(millis), context.upload(&store)).await;
        context.check_remains(&bucket, &store, &what).await;
        // The request to begin an upload may have been on its way.
        if cancelled.is_err() && bucket.count(Stage::PutPart) > 0 {
            assert!(bucket.open.lock().unwrap().is_empty(), "{what}: open uploads");
        }
        context.upload(&store).await.unwrap();
        assert!(*bucket.objects.lock().unwrap() == context.expected, "{what}, then again");
    }
}

#[tokio::test(start_paused = true)]
async fn uploads_of_the_same_archives_are_one() {
    let context = Context::new().await;
    let bucket = Arc::new(Faulty::default());
    let store = store(&bucket);
    let uploads = (0..5).map(|_| context.upload(&store));
    let uploads = futures_util::future::try_join_all(uploads).await.unwrap();
    let sent = uploads.concat().into_iter().filter(|upload| *upload != Upload::Present).count();
    assert_eq!(sent, context.shards.len());
    assert_eq!((bucket.count(Stage::Put), bucket.count(Stage::Begin)), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn upload_that_fails_is_taken_over_by_who_waits() {
    let context = Context::new().await;
    let bucket = Faulty::with(Stage::Put, Fault::Refused(403, "AccessDenied"), 1);
    let store = store(&bucket);
    let small = &context.shards[..1];
    let progress = Progress::new();
    let (first, second) =
        tokio::join!(store.upload_all(small, &progress), store.upload_all(small, &progress),);
    assert!(first.is_err() != second.is_err(), "{first:?} {second:?}");
    assert_eq!(bucket.objects.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn file_that_changed_is_named_and_stops_the_other_archives() {
    let context = Context::new().await;
    let bucket = Arc::new(Faulty::default());
    let store = store(&bucket);
    let changed = context.tree.path().join("small");
    fs::write(&changed, "changed").unwrap();
    let error = context.upload(&store).await.unwrap_err();
    assert!(error.is_changed_while_reading(), "{error}");
    assert_eq!(error.path(), Some(changed.canonicalize().unwrap().as_path()));
    context.check_remains(&bucket, &store, "changed").await;
    assert!(bucket.open.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn progress_adds_up() {
    let context = Context::new().await;
    let bucket = Arc::new(Faulty::default());
    let store = store(&bucket);
    let progress = Progress::new();
    store.upload_all(&context.shards[..1], &progress).await.unwrap();
    store.upload_all(&context.shards, &progress).await.unwrap();
    let now = progress.snapshot();
    let bytes: u64 = context.expected.values().map(|object| object.len() as u64).sum();
    assert_eq!((now.bytes_to_upload, now.bytes_uploaded), (bytes, bytes));
    assert_eq!((now.archives_planned, now.archives_uploaded, now.archives_skipped), (3, 2, 1));
}
