//! Bringing snapshots back into use, and setting them aside.

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
    /// it is not inactive, or was set aside less than ten minutes ago.
    pub async fn activate(&self, snapshot: impl Into<SnapshotRef>) -> Result<Snapshot> {
        let target = snapshot.into();
        let activate = async {
            self.call_by_id(&target, async |id: String| self.snapshots.activate(&id).await)
                .await
                .map_err(|error| error.while_doing(format!("activate snapshot `{target}`")))
        };
        Operation::Activate.observe(Some(&target), activate).await
    }

    /// Sets a snapshot aside: it stays, but no sandbox starts from it until it is activated. Doing
    /// so twice is not an error.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot.
    pub async fn deactivate(&self, snapshot: impl Into<SnapshotRef>) -> Result<()> {
        let target = snapshot.into();
        let deactivate = async {
            self.call_by_id(&target, async |id: String| self.snapshots.deactivate(&id).await)
                .await
                .map_err(|error| error.while_doing(format!("deactivate snapshot `{target}`")))
        };
        Operation::Deactivate.observe(Some(&target), deactivate).await
    }
}
