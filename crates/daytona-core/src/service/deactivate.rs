//! `deactivate`: a snapshot stays, but no sandbox starts from it.

use super::operation::{OperationOptions, Step, call_setters, impl_into_future};
use super::{SnapshotRef, SnapshotService};
use crate::Result;
use crate::telemetry::Operation;

impl SnapshotService {
    /// Deactivates a snapshot. The snapshot stays, but no sandbox can start from it until it is
    /// activated. Deactivating an inactive snapshot is not an error.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such snapshot;
    /// [`is_timeout`](crate::Error::is_timeout) if the [`timeout`](DeactivateSnapshot::timeout)
    /// passes first.
    pub fn deactivate(&self, snapshot: impl Into<SnapshotRef>) -> DeactivateSnapshot {
        DeactivateSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            options: OperationOptions::default(),
        }
    }
}

/// A request to deactivate a snapshot: returned by [`SnapshotService::deactivate`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct DeactivateSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    options: OperationOptions,
}

impl DeactivateSnapshot {
    call_setters! {
        /// Sets the deadline for the call with all its attempts. When it passes, the server may have
        /// deactivated the snapshot. Without a deadline, each call
        /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s.
    }

    async fn run(self) -> Result<()> {
        let Self { service, target, options } = self;
        let service = service.with_options(&options);
        let call = async |id: String| service.snapshots.deactivate(&id).await;
        let future = service.call_by_id(&target, call);
        let deactivate = Step { description: "it was being deactivated", future };
        options.run(Operation::Deactivate, "deactivate snapshot", Some(&target), deactivate).await
    }
}

impl_into_future!(DeactivateSnapshot => Result<()>);
