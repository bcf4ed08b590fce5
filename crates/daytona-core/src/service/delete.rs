//! Removing snapshots.

use super::{SnapshotRef, SnapshotService};
use crate::Result;

impl SnapshotService {
    /// Deletes a snapshot.
    ///
    /// The server answers at once; the snapshot then is
    /// [`Removing`](crate::SnapshotState::Removing) for up to about ten seconds, during which its
    /// name stays taken. A snapshot or an id costs one request, a name two.
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
    /// snapshots.delete(&snapshot).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot or it belongs
    /// to somebody else; [`is_forbidden`](crate::Error::is_forbidden) for a general one.
    #[tracing::instrument(name = "SnapshotService.delete", skip_all)]
    pub async fn delete(&self, snapshot: impl Into<SnapshotRef>) -> Result<()> {
        let target = snapshot.into();
        self.call_by_id(&target, async |id: String| self.snapshots.delete(&id).await)
            .await
            .map_err(|error| error.while_doing(format!("delete snapshot `{target}`")))
    }
}
