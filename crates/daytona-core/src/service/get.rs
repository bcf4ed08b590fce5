//! One snapshot, as it is now.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::deadline::Deadline;
use super::{SnapshotRef, SnapshotService};
use crate::model::params::check_addressable;
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot;
    /// [`is_timeout`](crate::Error::is_timeout) when a [`timeout`](GetSnapshot::timeout) passes
    /// first.
    pub fn get(&self, snapshot: impl Into<SnapshotRef>) -> GetSnapshot {
        GetSnapshot { service: self.clone(), target: snapshot.into(), timeout: None }
    }

    pub(super) async fn look_up(&self, target: &SnapshotRef) -> Result<Snapshot> {
        check_addressable(target.id_or_name())?;
        self.snapshots.get(target.id_or_name()).await
    }
}

/// Gets a snapshot: returned by [`SnapshotService::get`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct GetSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    timeout: Option<Duration>,
}

impl GetSnapshot {
    /// Sets the deadline, with all attempts. Default: no deadline, but the call
    /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s. [`Duration::ZERO`] means no
    /// deadline too.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<Snapshot> {
        let Self { service, target, timeout } = self;
        let deadline = Deadline::after(timeout);
        let get = async {
            deadline
                .run("the snapshot was requested", service.look_up(&target))
                .await
                .map_err(|error| error.while_doing(format!("get snapshot `{target}`")))
        };
        Operation::Get.observe(Some(&target), get).await
    }
}

impl IntoFuture for GetSnapshot {
    type Output = Result<Snapshot>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
