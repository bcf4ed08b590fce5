//! Removing snapshots.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::deadline::Deadline;
use super::{SnapshotRef, SnapshotService};
use crate::stub::Snapshots as _;
use crate::telemetry::Operation;
use crate::{Result, Snapshot};

impl SnapshotService {
    /// Deletes a snapshot.
    ///
    /// The server answers at once; the snapshot then is
    /// [`Removing`](crate::SnapshotState::Removing) for up to about ten seconds, during which its
    /// name stays taken: [`wait`](DeleteSnapshot::wait) until it is free. A snapshot or an id costs
    /// one request, a name two.
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
    /// snapshots.delete(&snapshot).wait().await?;
    /// assert!(snapshots.get("test-snapshot").await.unwrap_err().is_not_found());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot or it belongs
    /// to somebody else; [`is_forbidden`](crate::Error::is_forbidden) for a general one.
    pub fn delete(&self, snapshot: impl Into<SnapshotRef>) -> DeleteSnapshot {
        DeleteSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            until: Until::Accepted,
            timeout: None,
        }
    }

    /// Deletes a snapshot and waits until its name is free.
    pub(super) async fn delete_to_the_end(&self, snapshot: Snapshot) -> Result<()> {
        self.snapshots.delete(&snapshot.id).await?;
        self.wait_until_gone(snapshot).await
    }

    /// Waits until a deleted snapshot is gone.
    pub(super) async fn wait_until_gone(&self, snapshot: Snapshot) -> Result<()> {
        let mut subscription = self.poller.subscribe(snapshot, self.polling.clone());
        loop {
            match subscription.next().await {
                Ok(_) => {}
                Err(error) if error.is_not_found() => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }
}

/// A deletion to be asked for: made by [`SnapshotService::delete`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct DeleteSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    until: Until,
    timeout: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Accepted,
    Gone,
}

impl DeleteSnapshot {
    /// Waits until the snapshot is gone and its name is free.
    pub fn wait(mut self) -> Self {
        self.until = Until::Gone;
        self
    }

    /// Sets the deadline for everything. Without it, there is none.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<()> {
        let Self { service, target, until, timeout } = self;
        let deadline = Deadline::after(timeout);
        let delete = async {
            match until {
                Until::Accepted => {
                    let call = async |id: String| service.snapshots.delete(&id).await;
                    service.call_by_id(&target, call).await
                }
                Until::Gone => {
                    let snapshot = service.look_up(&target).await?;
                    service.delete_to_the_end(snapshot).await
                }
            }
        };
        let delete = async {
            deadline
                .run("it was being removed", delete)
                .await
                .map_err(|error| error.while_doing(format!("delete snapshot `{target}`")))
        };
        Operation::Delete.observe(Some(&target), delete).await
    }
}

impl IntoFuture for DeleteSnapshot {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
