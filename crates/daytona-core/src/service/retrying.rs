//! The snapshots API with failed calls made again: stands between the service and a stub.

use std::sync::Arc;

use async_trait::async_trait;

use super::exactly_once::{Doubt, Submission};
use crate::policy::CallEffect::{Creates, Reads, Settles};
use crate::policy::{RetryEvent, RetryPolicy};
use crate::repeat::Repeater;
use crate::stub::{LogChunks, LogMode, Snapshots};
use crate::{
    CreateSnapshotRequest, Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot,
};

/// A stub whose calls are made again as the policies say.
#[derive(Clone)]
pub(super) struct Retrying {
    inner: Arc<dyn Snapshots>,
    repeater: Repeater,
}

impl Retrying {
    pub(super) fn new(inner: Arc<dyn Snapshots>, repeater: Repeater) -> Self {
        Self { inner, repeater }
    }

    /// Replaces the retry policy.
    pub(super) fn with_retry(self, policy: Arc<dyn RetryPolicy>) -> Self {
        Self { repeater: self.repeater.with_retry(policy), ..self }
    }

    /// Returns what stands behind, whose calls are made once.
    pub(super) fn stub(&self) -> &dyn Snapshots {
        &*self.inner
    }

    /// Makes each call once.
    pub(super) fn once(&self) -> Self {
        Self { inner: self.inner.clone(), repeater: self.repeater.once() }
    }

    /// Tells of a request that is repeated.
    pub(super) fn tell(&self, event: &RetryEvent) {
        self.repeater.tell(event);
    }

    /// Creates a snapshot, and tells `doubt` whether the server may have taken the request.
    pub(super) async fn create_with(
        &self,
        request: CreateSnapshotRequest,
        doubt: &Doubt,
    ) -> Result<Snapshot> {
        let submission = Submission::new(self, &request, doubt);
        self.repeater.run(Creates, |earlier| submission.attempt(earlier)).await?
    }

    /// Judges a refused activation. After one whose answer was lost, the refusal may only say that
    /// the snapshot is on its way already.
    async fn judge_activation(&self, id: &str, refusal: Error) -> Result<Snapshot> {
        let snapshot = self.inner.get(id).await?;
        match snapshot.state.is_active() || snapshot.state.is_in_progress() {
            true => Ok(snapshot),
            false => Err(refusal),
        }
    }
}

#[async_trait]
impl Snapshots for Retrying {
    async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        self.repeater.run(Reads, |_| self.inner.list(params.clone())).await
    }

    async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        self.repeater.run(Reads, |_| self.inner.get(id_or_name)).await
    }

    async fn create(&self, request: CreateSnapshotRequest) -> Result<Snapshot> {
        self.create_with(request, &Doubt::default()).await
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let delete = |may_be_gone: bool| async move {
            match self.inner.delete(id).await {
                Err(error) if may_be_gone && error.is_not_found() => Ok(()),
                outcome => outcome,
            }
        };
        self.repeater.run(Settles, |earlier| delete(earlier.may_have_acted)).await
    }

    async fn activate(&self, id: &str) -> Result<Snapshot> {
        let activate = |may_be_active: bool| async move {
            match self.inner.activate(id).await {
                Err(error) if may_be_active && error.status() == Some(400) => {
                    self.judge_activation(id, error).await
                }
                outcome => outcome,
            }
        };
        self.repeater.run(Settles, |earlier| activate(earlier.may_have_acted)).await
    }

    async fn deactivate(&self, id: &str) -> Result<()> {
        self.repeater.run(Settles, |_| self.inner.deactivate(id)).await
    }

    async fn build_logs(&self, id: &str, mode: LogMode) -> Result<LogChunks> {
        self.repeater.run(Reads, |_| self.inner.build_logs(id, mode)).await
    }
}
