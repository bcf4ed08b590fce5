//! A multipart upload, from its creation to its completion or abort.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use object_store::PutPayload;
use object_store::path::Path as ObjectPath;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::backoff::RetryBudget;
use super::bucket::{PartId, UploadId};
use super::failure::Failure;
use super::requests::Requests;

/// The timeout of an abort. No result depends on it.
const ABORT_TIMEOUT: Duration = Duration::from_secs(5);

/// A multipart upload. It is aborted when it is dropped unfinished, because the store would keep its
/// parts forever.
pub(super) struct MultipartUpload {
    target: Arc<MultipartTarget>,
    is_finished: bool,
    cleanup: CleanupGuard,
}

/// The target of the parts of an upload.
pub(super) struct MultipartTarget {
    requests: Requests,
    key: ObjectPath,
    id: UploadId,
}

/// Held by every upload that may have to abort parts.
#[derive(Debug, Clone)]
pub(super) struct CleanupGuard {
    _sender: mpsc::Sender<Infallible>,
}

/// Waits until every clone of a [`CleanupGuard`] is dropped.
#[derive(Debug)]
pub(super) struct CleanupDone(mpsc::Receiver<Infallible>);

impl CleanupGuard {
    pub(super) fn new() -> (Self, CleanupDone) {
        let (sender, receiver) = mpsc::channel(1);
        (Self { _sender: sender }, CleanupDone(receiver))
    }
}

impl CleanupDone {
    pub(super) async fn wait(mut self) {
        // No value can be sent, so this returns when all senders are dropped.
        self.0.recv().await;
    }
}

impl MultipartUpload {
    pub(super) async fn create(
        requests: &Requests,
        budget: &RetryBudget,
        key: &ObjectPath,
        cleanup: &CleanupGuard,
    ) -> Result<Self, Failure> {
        let id = requests.send(budget, |bucket| bucket.create_multipart(key)).await?;
        let target = MultipartTarget { requests: requests.clone(), key: key.clone(), id };
        Ok(Self { target: Arc::new(target), is_finished: false, cleanup: cleanup.clone() })
    }

    pub(super) fn target(&self) -> Arc<MultipartTarget> {
        Arc::clone(&self.target)
    }

    /// Joins the parts to an object.
    pub(super) async fn complete(
        &mut self,
        budget: &RetryBudget,
        parts: &[PartId],
    ) -> Result<(), Failure> {
        let MultipartTarget { requests, key, id } = &*self.target;
        requests.send(budget, |bucket| bucket.complete_multipart(key, id, parts.to_vec())).await?;
        self.is_finished = true;
        Ok(())
    }

    /// Aborts the upload. Ignores failures, because a push access may not allow it.
    pub(super) async fn abort(mut self) {
        self.target.abort().await;
        self.is_finished = true;
    }
}

impl MultipartTarget {
    pub(super) async fn put_part(
        &self,
        budget: &RetryBudget,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure> {
        let Self { requests, key, id } = self;
        requests.send(budget, |bucket| bucket.put_part(key, id, index, payload.clone())).await
    }

    async fn abort(&self) {
        let Self { requests, key, id } = self;
        let abort = requests.send_once(|bucket| bucket.abort_multipart(key, id));
        match timeout(ABORT_TIMEOUT, abort).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => tracing::debug!(%key, ?failure, "could not abort an upload"),
            Err(_) => tracing::debug!(%key, "the abort of an upload timed out"),
        }
    }
}

impl Drop for MultipartUpload {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // The caller has dropped its future, so only a task can abort the upload.
        if let Ok(runtime) = Handle::try_current() {
            let (target, cleanup) = (self.target(), self.cleanup.clone());
            runtime.spawn(async move {
                target.abort().await;
                drop(cleanup);
            });
        }
    }
}
