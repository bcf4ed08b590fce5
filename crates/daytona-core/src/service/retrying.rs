//! The snapshots API with failed calls made again: stands between the service and a stub.

use std::sync::Arc;

use async_trait::async_trait;

use super::exactly_once::{Doubt, Submission};
use crate::retry::CallKind::{Create, Idempotent, Read};
use crate::retry::RetryLoop;
use crate::retry::{RetryEvent, RetryPolicy};
use crate::stub::{LogChunks, LogMode, Snapshots};
use crate::{
    CreateSnapshotRequest, Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot,
};

/// A stub whose calls are made again as the policies say.
#[derive(Clone)]
pub(super) struct Retrying {
    inner: Arc<dyn Snapshots>,
    retry_loop: RetryLoop,
}

impl Retrying {
    pub(super) fn new(inner: Arc<dyn Snapshots>, retry_loop: RetryLoop) -> Self {
        Self { inner, retry_loop }
    }

    /// Replaces the retry policy.
    pub(super) fn with_retry_policy(self, policy: Arc<dyn RetryPolicy>) -> Self {
        Self { retry_loop: self.retry_loop.with_retry_policy(policy), ..self }
    }

    /// Returns what stands behind, whose calls are made once.
    pub(super) fn stub(&self) -> &dyn Snapshots {
        &*self.inner
    }

    /// Makes each call once.
    pub(super) fn once(&self) -> Self {
        Self { inner: self.inner.clone(), retry_loop: self.retry_loop.once() }
    }

    /// Tells of a request that is repeated.
    pub(super) fn tell(&self, event: &RetryEvent) {
        self.retry_loop.report(event);
    }

    /// Creates a snapshot, and tells `doubt` whether the server may have taken the request.
    pub(super) async fn create_with(
        &self,
        request: CreateSnapshotRequest,
        doubt: &Doubt,
    ) -> Result<Snapshot> {
        let submission = Submission::new(self, &request, doubt);
        self.retry_loop.run(Create, |prior| submission.attempt(prior)).await?
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
        self.retry_loop.run(Read, |_| self.inner.list(params.clone())).await
    }

    async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        self.retry_loop.run(Read, |_| self.inner.get(id_or_name)).await
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
        self.retry_loop.run(Idempotent, |prior| delete(prior.may_have_succeeded)).await
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
        self.retry_loop.run(Idempotent, |prior| activate(prior.may_have_succeeded)).await
    }

    async fn deactivate(&self, id: &str) -> Result<()> {
        self.retry_loop.run(Idempotent, |_| self.inner.deactivate(id)).await
    }

    async fn build_logs(&self, id: &str, mode: LogMode) -> Result<LogChunks> {
        self.retry_loop.run(Read, |_| self.inner.build_logs(id, mode)).await
    }
}
