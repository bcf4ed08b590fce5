//! The snapshots API with retries: the layer between the service and a stub.

use std::sync::Arc;

use crate::retry::CallKind::{Idempotent, Read};
use crate::retry::RetryLoop;
use crate::retry::{RetryEvent, RetryPolicy};
use crate::stub::{LogChunks, LogMode, Snapshots};
use crate::{Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot};

/// A stub whose calls are repeated by the retry policy. Creates have their own rules: see
/// [`exactly_once`](super::exactly_once).
#[derive(Clone)]
pub(super) struct RetryingSnapshots {
    pub(super) stub: Arc<dyn Snapshots>,
    pub(super) retry_loop: RetryLoop,
}

impl RetryingSnapshots {
    /// Replaces the retry policy.
    pub(super) fn with_retry_policy(self, policy: Arc<dyn RetryPolicy>) -> Self {
        Self { retry_loop: self.retry_loop.with_retry_policy(policy), ..self }
    }

    /// Returns the same stub, without retries.
    pub(super) fn once(&self) -> Self {
        Self { stub: self.stub.clone(), retry_loop: self.retry_loop.once() }
    }

    /// Reports a request that will be repeated.
    pub(super) fn report_retry(&self, event: &RetryEvent) {
        self.retry_loop.report(event);
    }

    pub(super) async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        self.retry_loop.run(Read, |_| self.stub.list(params.clone())).await
    }

    pub(super) async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        self.retry_loop.run(Read, |_| self.stub.get(id_or_name)).await
    }

    /// Deletes a snapshot. "Not found" is success after an attempt whose response was lost.
    pub(super) async fn delete(&self, id: &str) -> Result<()> {
        let delete = |may_be_deleted: bool| async move {
            match self.stub.delete(id).await {
                Err(error) if may_be_deleted && error.is_not_found() => Ok(()),
                outcome => outcome,
            }
        };
        self.retry_loop.run(Idempotent, |prior| delete(prior.may_have_succeeded)).await
    }

    pub(super) async fn activate(&self, id: &str) -> Result<Snapshot> {
        let activate = |may_be_active: bool| async move {
            match self.stub.activate(id).await {
                Err(error) if may_be_active && error.status() == Some(400) => {
                    self.check_activation(id, error).await
                }
                outcome => outcome,
            }
        };
        self.retry_loop.run(Idempotent, |prior| activate(prior.may_have_succeeded)).await
    }

    /// Checks a refused activation. After an attempt whose response was lost, the refusal may only
    /// mean that the snapshot is being activated already.
    async fn check_activation(&self, id: &str, refusal: Error) -> Result<Snapshot> {
        let snapshot = self.stub.get(id).await?;
        match snapshot.state.is_active() || snapshot.state.is_in_progress() {
            true => Ok(snapshot),
            false => Err(refusal),
        }
    }

    pub(super) async fn deactivate(&self, id: &str) -> Result<()> {
        self.retry_loop.run(Idempotent, |_| self.stub.deactivate(id)).await
    }

    pub(super) async fn build_logs(&self, id: &str, mode: LogMode) -> Result<LogChunks> {
        self.retry_loop.run(Read, |_| self.stub.build_logs(id, mode)).await
    }
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use std::panic::AssertUnwindSafe;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use async_trait::async_trait;
    use futures_util::future::join_all;
    use futures_util::{FutureExt, StreamExt};
    use tokio::time::Instant;

    use super::*;
    use crate::{CreateSnapshotParams, CreateSnapshotRequest, SnapshotService, SnapshotState};

    /// A server that fails from the first second to the end of the outage.
    #[derive(Clone)]
    struct Outage {
        began: Instant,
        end: Duration,
        failed: Arc<AtomicUsize>,
    }

    impl Outage {
        fn until(seconds: u64) -> Self {
            let failed = Arc::default();
            Self { began: Instant::now(), end: Duration::from_secs(seconds), failed }
        }

        fn snapshot(&self, id: &str) -> Result<Snapshot> {
            let elapsed = self.began.elapsed();
            if elapsed < Duration::from_secs(1) {
                return Ok(Snapshot::fake(id, id, SnapshotState::Building));
            }
            if elapsed < self.end {
                self.failed.fetch_add(1, Ordering::SeqCst);
                return Err(Error::from_status(503, "out of service"));
            }
            Ok(Snapshot::fake(id, id, SnapshotState::Active))
        }

        fn failed(&self) -> usize {
            self.failed.load(Ordering::SeqCst)
        }

        fn service(
            &self,
            on_retry: impl Fn(&RetryEvent) + Send + Sync + 'static,
        ) -> SnapshotService {
            let retry_loop = RetryLoop::default().with_on_retry(Arc::new(on_retry));
            SnapshotService::with_retry_loop(self.clone(), retry_loop)
        }
    }

    #[async_trait]
    impl Snapshots for Outage {
        async fn get(&self, id: &str) -> Result<Snapshot> {
            self.snapshot(id)
        }

        async fn create(&self, request: CreateSnapshotRequest) -> Result<Snapshot> {
            self.snapshot(&request.name)
        }

        async fn list(&self, _: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
            self.snapshot("id-0")?;
            let snapshots = (0..20).map(|number| self.snapshot(&format!("id-{number}")));
            Ok(PaginatedSnapshots::single(snapshots.collect::<Result<_>>()?))
        }
    }

    type Events = Arc<Mutex<Vec<RetryEvent>>>;

    fn recording(server: &Outage) -> (SnapshotService, Events) {
        let events = Events::default();
        let service = server.service({
            let events = events.clone();
            move |event| {
                events.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(event.clone())
            }
        });
        (service, events)
    }

    fn panic_text(panic: Box<dyn std::any::Any + Send>) -> String {
        panic.downcast_ref::<&str>().map(ToString::to_string).unwrap_or_default()
    }

    #[tokio::test(start_paused = true)]
    async fn each_failed_poll_of_a_wait_is_one_event() {
        let server = Outage::until(40);
        let (service, events) = recording(&server);
        let waits = join_all((0..3).map(|_| service.wait("id-0").into_future())).await;
        assert!(waits.into_iter().all(|outcome| outcome.is_ok()));
        let events = events.lock().unwrap();
        assert!(events.len() >= 5, "{events:?}");
        assert_eq!(events.len(), server.failed(), "three waits share a poll");
        for (event, attempt) in events.iter().zip(1..) {
            assert_eq!((event.attempt, event.error.status()), (attempt, Some(503)));
            assert!(!event.pause.is_zero());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn each_failed_page_of_many_waits_is_one_event() {
        let server = Outage::until(40);
        let (service, events) = recording(&server);
        let waits = (0..20).map(|number| service.wait(format!("id-{number}")).into_future());
        let outcomes = join_all(waits).await;
        assert!(outcomes.into_iter().all(|outcome| outcome.is_ok()));
        let events = events.lock().unwrap();
        assert_eq!(events.len(), server.failed());
        assert!(
            events.iter().zip(1..).all(|(event, attempt)| event.attempt == attempt),
            "{events:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn final_failed_poll_is_no_event() {
        let server = Outage::until(1000);
        let (service, events) = recording(&server);
        assert_eq!(service.wait("id-0").await.unwrap_err().status(), Some(503));
        assert_eq!(events.lock().unwrap().len() + 1, server.failed());
    }

    #[tokio::test(start_paused = true)]
    async fn call_ends_before_the_panic_is_resumed() {
        let server = Outage::until(1000);
        let calls = Arc::new(AtomicUsize::new(0));
        let service = server.service({
            let calls = calls.clone();
            move |_| {
                calls.fetch_add(1, Ordering::SeqCst);
                std::panic::panic_any("retry");
            }
        });
        tokio::time::advance(Duration::from_secs(1)).await;
        let get = AssertUnwindSafe(service.get("id-0").into_future()).catch_unwind().await;
        assert_eq!(panic_text(get.unwrap_err()), "retry");
        assert_eq!(server.failed(), 6);
        assert_eq!(
            calls.load(Ordering::SeqCst),
            1,
            "a callback that has panicked must not be called again"
        );
        let list = AssertUnwindSafe(service.list().into_future()).catch_unwind().await;
        assert_eq!(panic_text(list.unwrap_err()), "retry");
        assert_eq!(calls.load(Ordering::SeqCst), 2, "another operation must call it");
    }

    #[tokio::test(start_paused = true)]
    async fn wait_ends_before_the_panic_of_a_poll_is_resumed() {
        let server = Outage::until(40);
        let service = server.service(|_| std::panic::panic_any("retry"));
        let began = Instant::now();
        let wait = AssertUnwindSafe(service.wait("id-0").into_future()).catch_unwind().await;
        assert_eq!(panic_text(wait.unwrap_err()), "retry");
        assert!(began.elapsed() >= Duration::from_secs(40), "the wait ended early");
        assert!(
            service.wait("id-0").await.unwrap().state.is_active(),
            "the panic was resumed twice"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn deadline_of_a_wait_does_not_hide_the_panic() {
        let server = Outage::until(1000);
        let service = server.service(|_| std::panic::panic_any("retry"));
        let wait = service.wait("id-0").timeout(Duration::from_secs(30)).into_future();
        let panic = AssertUnwindSafe(wait).catch_unwind().await.unwrap_err();
        assert_eq!(panic_text(panic), "retry");
    }

    #[tokio::test(start_paused = true)]
    async fn panic_in_one_of_many_creates_stops_none_of_them() {
        let server = Outage::until(5);
        let service = server.service(|_| std::panic::panic_any("retry"));
        tokio::time::advance(Duration::from_secs(2)).await;
        let params = ["a", "b"].map(|name| CreateSnapshotParams::new(name, "alpine:3.20"));
        let creates = service.create_many(params).into_future();
        let panic = AssertUnwindSafe(creates).catch_unwind().await.unwrap_err();
        assert_eq!(panic_text(panic), "retry");
        assert!(server.began.elapsed() >= server.end, "the creates ended early");
    }

    #[tokio::test(start_paused = true)]
    async fn stream_of_changes_resumes_the_panic() {
        let server = Outage::until(40);
        let service = server.service(|_| std::panic::panic_any("retry"));
        let mut changes = service.watch("id-0");
        assert!(changes.next().await.unwrap().is_ok());
        let next = AssertUnwindSafe(changes.next()).catch_unwind().await;
        assert_eq!(panic_text(next.unwrap_err()), "retry");
    }
}
