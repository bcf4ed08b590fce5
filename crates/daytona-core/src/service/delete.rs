//! `delete`: removes a snapshot, and waits for the removal if requested.

use std::time::Duration;

use super::event::CreateEvent;
use super::observer::Observer;
use super::operation::{OperationOptions, Step, call_setters, impl_into_future, polling_setter};
use super::target::explain_refusal;
use super::{SnapshotRef, SnapshotService};
use crate::error::Kind;
use crate::telemetry::Operation;
use crate::{Error, Result, Snapshot, SnapshotState};

impl SnapshotService {
    /// Deletes a snapshot.
    ///
    /// The server responds at once. The snapshot then is
    /// [`Removing`](crate::SnapshotState::Removing) for up to about ten seconds, and its name stays
    /// taken meanwhile: [`wait`](DeleteSnapshot::wait) returns once the name is free. A snapshot or
    /// an id costs one request, a name two.
    ///
    /// # Lost deletes
    ///
    /// A successful response does not mean that the snapshot is deleted. The server can lose the
    /// delete of a snapshot that is `pending`, `pulling` or `building`: a step of the pull or build
    /// overwrites the state, and the snapshot may be `active` a moment later. Only
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
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such snapshot or it belongs to
    /// another organization; [`is_forbidden`](crate::Error::is_forbidden) for a general snapshot. The
    /// text says so if the snapshot is general.
    pub fn delete(&self, snapshot: impl Into<SnapshotRef>) -> DeleteSnapshot {
        DeleteSnapshot {
            service: self.clone(),
            target: snapshot.into(),
            wait_for: WaitFor::Response,
            options: OperationOptions::default(),
        }
    }

    /// Deletes a snapshot and waits for its removal. Repeats the DELETE if the server has lost it.
    /// Reports each DELETE and each repeated request.
    pub(super) async fn delete_and_wait(
        &self,
        mut snapshot: Snapshot,
        observer: &mut Observer<'_>,
    ) -> Result<()> {
        let _feed = self.poller.open_feed();
        for number in 1..=MAX_DELETES {
            observer.event(CreateEvent::Deleting(snapshot.clone()));
            let is_deleted = number > 1 || snapshot.state == SnapshotState::Removing;
            match observer.observe(self.snapshots.delete(&snapshot.id)).await {
                // An earlier DELETE has had its effect after all.
                Err(error) if error.is_not_found() && is_deleted => return Ok(()),
                Err(error) => return Err(explain_refusal(error, snapshot.general)),
                Ok(()) => {}
            }
            match self.await_removal(snapshot, observer).await? {
                Removal::Complete => return Ok(()),
                Removal::Lost(found) => snapshot = *found,
            }
            tracing::warn!(snapshot.id = %snapshot.id, state = %snapshot.state, "the delete was lost");
            // The current step of the build or pull may write its state once more.
            tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(number - 1)).await;
        }
        Err(always_lost(&snapshot))
    }

    /// Waits until a snapshot that is being removed is deleted, or the delete turns out to be lost.
    /// Reports each repeated poll.
    pub(super) async fn await_removal(
        &self,
        mut snapshot: Snapshot,
        observer: &mut Observer<'_>,
    ) -> Result<Removal> {
        // The server has accepted the DELETE: every other state from now on is a change.
        snapshot.state = SnapshotState::Removing;
        let mut notices = self.poller.notices(&snapshot.id);
        let mut subscription = self.poller.subscribe(snapshot, self.polling_policy.clone());
        loop {
            let update = tokio::select! {
                update = subscription.next() => update,
                notice = notices.next() => {
                    // The source of states is reported for the snapshot of the operation.
                    if matches!(notice, CreateEvent::Retry { .. }) {
                        observer.event(notice);
                    }
                    continue;
                }
            };
            match update {
                Ok(found) if found.state == SnapshotState::Removing => {}
                Ok(found) => return Ok(Removal::Lost(Box::new(found))),
                Err(error) if error.is_not_found() => return Ok(Removal::Complete),
                Err(error) => return Err(error),
            }
        }
    }
}

/// How often the DELETE is sent: builds and pulls have about this number of steps.
const MAX_DELETES: u32 = 5;

/// The pause before a lost DELETE is sent again. It doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The end of a removal.
pub(super) enum Removal {
    Complete,
    /// The delete was lost; the snapshot in its current state.
    Lost(Box<Snapshot>),
}

/// Creates the error of a snapshot whose delete was lost every time.
fn always_lost(snapshot: &Snapshot) -> Error {
    let state = &snapshot.state;
    let message = format!(
        "the server took the delete {MAX_DELETES} times, and the snapshot is `{state}` again"
    );
    Error::new(Kind::UnexpectedState, message)
        .with_hint("delete it again once its build or pull has ended")
        .with_snapshot(snapshot)
}

/// A request to delete a snapshot: returned by [`SnapshotService::delete`], sent by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct DeleteSnapshot {
    service: SnapshotService,
    target: SnapshotRef,
    wait_for: WaitFor,
    options: OperationOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WaitFor {
    Response,
    Removal,
}

impl DeleteSnapshot {
    /// Waits until the snapshot is deleted and its name is free.
    ///
    /// A delete that the server has lost is repeated up to four times. If the snapshot still exists
    /// then, the error ([`is_unexpected_state`](crate::Error::is_unexpected_state)) names its state.
    pub fn wait(mut self) -> Self {
        self.wait_for = WaitFor::Removal;
        self
    }

    call_setters! {
        /// Sets the deadline for the whole operation. Without a deadline, each call
        /// [ends](crate::retry#how-long-a-call-takes-at-most) within 120 s.
    }

    polling_setter! {}

    async fn run(self) -> Result<()> {
        let Self { service, target, wait_for, options } = self;
        let service = service.with_options(&options);
        let delete = async {
            match wait_for {
                WaitFor::Response => {
                    let call = async |id: String| service.snapshots.delete(&id).await;
                    service.call_by_id(&target, call).await
                }
                WaitFor::Removal => {
                    let snapshot = service.look_up(&target).await?;
                    service.delete_and_wait(snapshot, &mut Observer::default()).await
                }
            }
        };
        let delete = Step { description: "it was being removed", future: delete };
        options.run(Operation::Delete, "delete snapshot", Some(&target), delete).await
    }
}

impl_into_future!(DeleteSnapshot => Result<()>);
