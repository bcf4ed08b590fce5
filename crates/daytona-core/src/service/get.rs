//! One snapshot, as it is now.

use super::{SnapshotRef, SnapshotService};
use crate::params::check_addressable;
use crate::stub::Snapshots as _;
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Gets a snapshot as it is now. The organization's own come before general ones of the same
    /// name.
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot, and every
    /// failure to reach the server, which [takes](crate::policy#how-long-a-call-takes-at-most) 120 s
    /// at most.
    pub async fn get(&self, snapshot: impl Into<SnapshotRef>) -> Result<Snapshot> {
        let target = snapshot.into();
        let get = async {
            self.look_up(&target)
                .await
                .map_err(|error| error.while_doing(format!("get snapshot `{target}`")))
        };
        Operation::Get.observe(Some(&target), get).await
    }

    pub(super) async fn look_up(&self, target: &SnapshotRef) -> Result<Snapshot> {
        check_addressable(target.id_or_name())?;
        self.snapshots.get(target.id_or_name()).await
    }
}
