//! `activate`: an inactive snapshot becomes usable again.

use super::operation::{OperationOptions, Step, call_setters, impl_into_future};
use super::{SnapshotRef, SnapshotService};
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Activates an inactive snapshot and returns it as accepted, normally
    /// [`Pending`](crate::SnapshotState::Pending). [`wait`](Self::wait) returns once it is active.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().activation_cooldown(std::time::Duration::ZERO).start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let params = daytona_core::CreateSnapshotParams::new("test-snapshot", "alpine:3.20");
    /// # snapshots.create(params).await?;
    /// # snapshots.deactivate("test-snapshot").await?;
    /// let accepted = snapshots.activate("test-snapshot").await?;
    /// let snapshot = snapshots.wait(&accepted).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such snapshot; status 400 if it is
    /// not inactive, or was deactivated less than ten minutes ago;
    /// [`is_timeout`](crate::Error::is_timeout) if the [`timeout`](ActivateSnapshot::timeout) passes
    /// first.
    pub fn activate(&self, snapshot: impl Into<SnapshotRef>) -> ActivateSnapshot {
        ActivateSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            options: OperationOptions::default(),
        }
    }
}

/// A request to activate a snapshot: returned by [`SnapshotService::activate`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct ActivateSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    options: OperationOptions,
}

impl ActivateSnapshot {
    call_setters! {
        /// Sets the deadline for the call with all its attempts. When it passes, the server may have
        /// activated the snapshot. Without a deadline, each call
        /// [ends](crate::retry#how-long-a-call-takes-at-most) within 150 s.
    }

    async fn run(self) -> Result<Snapshot> {
        let Self { service, target, options } = self;
        let service = service.with_options(&options);
        let call = async |id: String| service.snapshots.activate(&id).await;
        let future = service.call_by_id(&target, call);
        let activate = Step { description: "it was being activated", future };
        options.run(Operation::Activate, "activate snapshot", Some(&target), activate).await
    }
}

impl_into_future!(ActivateSnapshot => Result<Snapshot>);
