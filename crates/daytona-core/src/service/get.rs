//! `get`: one snapshot in its current state.

use super::operation::{OperationOptions, Step, call_setters, impl_into_future};
use super::{SnapshotRef, SnapshotService};
use crate::model::params::check_addressable;
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Gets a snapshot in its current state. A snapshot of the organization takes precedence over a
    /// general snapshot of the same name.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = daytona_core::CreateSnapshotParams::new("test-snapshot", "alpine:3.20");
    /// # snapshots.create(params).await?;
    /// let snapshot = snapshots.get("test-snapshot").await?;
    /// println!("{} ({})", snapshot.name, snapshot.state);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such snapshot;
    /// [`is_timeout`](crate::Error::is_timeout) if the [`timeout`](GetSnapshot::timeout) passes
    /// first.
    pub fn get(&self, snapshot: impl Into<SnapshotRef>) -> GetSnapshot {
        GetSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            options: OperationOptions::default(),
        }
    }

    pub(super) async fn look_up(&self, target: &SnapshotRef) -> Result<Snapshot> {
        check_addressable(target.id_or_name())?;
        self.snapshots.get(target.id_or_name()).await
    }
}

/// A request for a snapshot: returned by [`SnapshotService::get`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct GetSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    options: OperationOptions,
}

impl GetSnapshot {
    call_setters! {
        /// Sets the deadline for the call with all its attempts. Without a deadline, the call
        /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s.
    }

    async fn run(self) -> Result<Snapshot> {
        let Self { service, target, options } = self;
        let service = service.with_options(&options);
        let get =
            Step { description: "the snapshot was requested", future: service.look_up(&target) };
        options.run(Operation::Get, "get snapshot", Some(&target), get).await
    }
}

impl_into_future!(GetSnapshot => Result<Snapshot>);
