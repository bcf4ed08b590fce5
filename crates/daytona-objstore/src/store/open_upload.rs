//! An upload in parts that was begun, and must be ended one way or the other.

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

/// How long discarding an upload may take: nobody's result depends on it.
const ABORT_PATIENCE: Duration = Duration::from_secs(5);

/// A multipart upload that was begun. Unless it is settled, its parts stay in the store for good.
pub(super) struct OpenUpload {
    place: Arc<UploadPlace>,
    is_settled: bool,
    settling: Settling,
}

/// Where the parts of an upload go.
pub(super) struct UploadPlace {
    requests: Requests,
    key: ObjectPath,
    id: UploadId,
}

/// Is held by everything that may have parts in the store to discard.
#[derive(Debug, Clone)]
pub(super) struct Settling {
    _sender: mpsc::Sender<Infallible>,
}

/// Ends when nobody holds the [`Settling`] any more.
#[derive(Debug)]
pub(super) struct Settled(mpsc::Receiver<Infallible>);

impl Settling {
    pub(super) fn new() -> (Self, Settled) {
        let (sender, receiver) = mpsc::channel(1);
        (Self { _sender: sender }, Settled(receiver))
    }
}

impl Settled {
    pub(super) async fn wait(mut self) {
        // Nothing can be sent, so that this is the end of all senders.
        self.0.recv().await;
    }
}

impl OpenUpload {
    pub(super) async fn begin(
        requests: &Requests,
        budget: &RetryBudget,
        key: &ObjectPath,
        settling: &Settling,
    ) -> Result<Self, Failure> {
        let id = requests.make(budget, |bucket| bucket.begin(key)).await?;
        let place = UploadPlace { requests: requests.clone(), key: key.clone(), id };
        Ok(Self { place: Arc::new(place), is_settled: false, settling: settling.clone() })
    }

    pub(super) fn place(&self) -> Arc<UploadPlace> {
        Arc::clone(&self.place)
    }

    /// Makes the parts an object.
    pub(super) async fn complete(
        &mut self,
        budget: &RetryBudget,
        parts: &[PartId],
    ) -> Result<(), Failure> {
        let UploadPlace { requests, key, id } = &*self.place;
        requests.make(budget, |bucket| bucket.complete(key, id, parts.to_vec())).await?;
        self.is_settled = true;
        Ok(())
    }

    /// Discards the parts, as well as it can be done: a push access may not be allowed to.
    pub(super) async fn abort(mut self) {
        self.place.abort().await;
        self.is_settled = true;
    }
}

impl UploadPlace {
    pub(super) async fn put(
        &self,
        budget: &RetryBudget,
        index: usize,
        payload: PutPayload,
    ) -> Result<PartId, Failure> {
        let Self { requests, key, id } = self;
        requests.make(budget, |bucket| bucket.put_part(key, id, index, payload.clone())).await
    }

    async fn abort(&self) {
        let Self { requests, key, id } = self;
        let abort = requests.make_once(|bucket| bucket.abort(key, id));
        match timeout(ABORT_PATIENCE, abort).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => tracing::debug!(%key, ?failure, "could not abort an upload"),
            Err(_) => tracing::debug!(%key, "gave up aborting an upload"),
        }
    }
}

impl Drop for OpenUpload {
    fn drop(&mut self) {
        if self.is_settled {
            return;
        }
        // The upload was cancelled; its parts are discarded behind the caller's back.
        if let Ok(runtime) = Handle::try_current() {
            let (place, settling) = (self.place(), self.settling.clone());
            runtime.spawn(async move {
                place.abort().await;
                drop(settling);
            });
        }
    }
}
