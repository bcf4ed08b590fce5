//! Removing snapshots.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use super::deadline::Deadline;
use super::target::explain_refusal;
use super::{SnapshotRef, SnapshotService};
use crate::error::Kind;
use crate::stub::Snapshots as _;
use crate::telemetry::Operation;
use crate::{Error, Result, Snapshot, SnapshotState};

impl SnapshotService {
    /// Deletes a snapshot.
    ///
    /// The server answers at once; the snapshot then is
    /// [`Removing`](crate::SnapshotState::Removing) for up to about ten seconds, during which its
    /// name stays taken: [`wait`](DeleteSnapshot::wait) until it is free. A snapshot or an id costs
    /// one request, a name two.
    ///
    /// # Lost deletes
    ///
    /// An answer of success does not mean that the snapshot goes. The server can lose the delete of
    /// a snapshot that is `pending`, `pulling` or `building`: a step of the pull or build overwrites
    /// the state, and the snapshot may be `active` a moment later. Only
    /// [`wait`](DeleteSnapshot::wait) notices this, and sends the DELETE again.
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
    /// to somebody else; [`is_forbidden`](crate::Error::is_forbidden) for a general one. The text
    /// says so if the snapshot is general.
    pub fn delete(&self, snapshot: impl Into<SnapshotRef>) -> DeleteSnapshot {
        DeleteSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            until: Until::Accepted,
            timeout: None,
        }
    }

    /// Deletes a snapshot and waits until it is gone. Sends the DELETE again when the server has
    /// lost it, and calls `before_each` with the snapshot before each one.
    pub(super) async fn delete_until_gone(
        &self,
        mut snapshot: Snapshot,
        mut before_each: impl FnMut(&Snapshot),
    ) -> Result<()> {
        for number in 1..=MAX_DELETES {
            before_each(&snapshot);
            let is_deleted = number > 1 || snapshot.state == SnapshotState::Removing;
            match self.snapshots.delete(&snapshot.id).await {
                // An earlier DELETE has had its effect after all.
                Err(error) if error.is_not_found() && is_deleted => return Ok(()),
                Err(error) => return Err(explain_refusal(error, snapshot.general)),
                Ok(()) => {}
            }
            match self.wait_until_gone(snapshot).await? {
                Removal::Gone => return Ok(()),
                Removal::Lost(found) => snapshot = *found,
            }
            tracing::warn!(snapshot.id = %snapshot.id, state = %snapshot.state, "the delete was lost");
            // The step that is in hand may write its state once more.
            tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(number - 1)).await;
        }
        Err(lost(&snapshot))
    }

    /// Waits until a snapshot that is being removed is gone, or is not being removed any more.
    pub(super) async fn wait_until_gone(&self, mut snapshot: Snapshot) -> Result<Removal> {
        // The server has taken the DELETE: any other state that it answers from now on is news.
        snapshot.state = SnapshotState::Removing;
        let mut subscription = self.poller.subscribe(snapshot, self.polling.clone());
        loop {
            match subscription.next().await {
                Ok(found) if found.state == SnapshotState::Removing => {}
                Ok(found) => return Ok(Removal::Lost(Box::new(found))),
                Err(error) if error.is_not_found() => return Ok(Removal::Gone),
                Err(error) => return Err(error),
            }
        }
    }
}

/// How often the DELETE is sent in all: builds and pulls have about as many steps.
const MAX_DELETES: u32 = 5;

/// The pause before a lost DELETE is sent again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// What became of a snapshot that was being removed.
pub(super) enum Removal {
    Gone,
    /// The delete was lost; the snapshot as it is now.
    Lost(Box<Snapshot>),
}

/// Makes the error of a snapshot that stays however often it is deleted.
fn lost(snapshot: &Snapshot) -> Error {
    let state = &snapshot.state;
    let message = format!(
        "the server took the delete {MAX_DELETES} times, and the snapshot is `{state}` again"
    );
    Error::new(Kind::UnexpectedState, message)
        .with_hint("delete it again once its build or pull has ended")
        .with_snapshot(snapshot)
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
    ///
    /// A delete that the server has lost is sent again, up to four times. If the snapshot still
    /// stays, the error ([`is_unexpected_state`](crate::Error::is_unexpected_state)) says which
    /// state it is in. Polls by the [polling policy](crate::retry) of the service.
    pub fn wait(mut self) -> Self {
        self.until = Until::Gone;
        self
    }

    /// Sets the deadline for everything. Default: no deadline, but each call
    /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s. [`Duration::ZERO`] means no
    /// deadline too.
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
                    service.delete_until_gone(snapshot, |_| {}).await
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
