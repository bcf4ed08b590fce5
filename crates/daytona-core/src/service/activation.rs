//! Activating and deactivating snapshots.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::deadline::Deadline;
use super::{SnapshotRef, SnapshotService};
use crate::stub::Snapshots as _;
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Activates an inactive snapshot and returns it as accepted, normally
    /// [`Pending`](crate::SnapshotState::Pending); [`wait`](Self::wait) for it to become active.
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot; status 400 when
    /// it is not inactive, or was deactivated less than ten minutes ago;
    /// [`is_timeout`](crate::Error::is_timeout) when a [`timeout`](ActivateSnapshot::timeout) passes
    /// first.
    pub fn activate(&self, snapshot: impl Into<SnapshotRef>) -> ActivateSnapshot {
        ActivateSnapshot { service: self.clone(), target: snapshot.into(), timeout: None }
    }

    /// Deactivates a snapshot: it stays, but no sandbox starts from it until it is activated. Doing
    /// so twice is not an error.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot;
    /// [`is_timeout`](crate::Error::is_timeout) when a [`timeout`](DeactivateSnapshot::timeout)
    /// passes first.
    pub fn deactivate(&self, snapshot: impl Into<SnapshotRef>) -> DeactivateSnapshot {
        DeactivateSnapshot { service: self.clone(), target: snapshot.into(), timeout: None }
    }
}

/// Activates a snapshot: returned by [`SnapshotService::activate`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct ActivateSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    timeout: Option<Duration>,
}

impl ActivateSnapshot {
    /// Sets the deadline, with all attempts. After it, the snapshot may have been activated.
    /// Default: no deadline, but each call [ends](crate::retry#how-long-a-call-takes-at-most)
    /// within 150 s. [`Duration::ZERO`] means no deadline too.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<Snapshot> {
        let Self { service, target, timeout } = self;
        let deadline = Deadline::after(timeout);
        let activate = async {
            let call = async |id: String| service.snapshots.activate(&id).await;
            deadline
                .run("it was being activated", service.call_by_id(&target, call))
                .await
                .map_err(|error| error.while_doing(format!("activate snapshot `{target}`")))
        };
        Operation::Activate.observe(Some(&target), activate).await
    }
}

impl IntoFuture for ActivateSnapshot {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Deactivates a snapshot: returned by [`SnapshotService::deactivate`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct DeactivateSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    timeout: Option<Duration>,
}

impl DeactivateSnapshot {
    /// Sets the deadline, with all attempts. After it, the snapshot may have been deactivated.
    /// Default: no deadline, but each call [ends](crate::retry#how-long-a-call-takes-at-most)
    /// within 120 s. [`Duration::ZERO`] means no deadline too.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<()> {
        let Self { service, target, timeout } = self;
        let deadline = Deadline::after(timeout);
        let deactivate = async {
            let call = async |id: String| service.snapshots.deactivate(&id).await;
            deadline
                .run("it was being deactivated", service.call_by_id(&target, call))
                .await
                .map_err(|error| error.while_doing(format!("deactivate snapshot `{target}`")))
        };
        Operation::Deactivate.observe(Some(&target), deactivate).await
    }
}

impl IntoFuture for DeactivateSnapshot {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
