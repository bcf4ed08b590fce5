//! The scenarios of the rows of the table.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Daytona};
use daytona_testkit::{Emulator, Fault, FaultBuilder, InjectedFault, Route};
use jiff::SignedDuration;

use crate::{fixture::NAME, operation::Operation};

/// The scenario of a row.
#[derive(Clone, Copy)]
pub(crate) enum Scenario {
    /// A fault on the main request of the operation.
    Call(fn(FaultBuilder) -> Fault),
    /// A fault on the requests of a route that the operation uses.
    At(Route, fn(FaultBuilder) -> Fault),
    /// The server refuses connections, for a time or permanently.
    Down { back_after: Option<Duration> },
    /// The server refuses connections for a time, while the operation waits for the snapshot.
    Restart(Duration),
    /// A fault on the main request, and another snapshot has the name.
    NameTaken(fn(FaultBuilder) -> Fault),
    /// The snapshot changes to this state while the operation waits for it.
    State(&'static str),
    /// The snapshot changes to this state while the operation waits for it, and to active 10 s later.
    PassingState(&'static str),
    /// The snapshot is removed while the operation waits for it.
    Removed,
    /// The server's clock jumps by this number of hours while the operation waits for the snapshot, which becomes active
    /// 10 s later.
    ClockJump(i64),
    /// The server accepts this number of deletes and loses them. The operation waits for the removal.
    LostDeletes(u64),
    /// A fault of the notification feed. A delete waits for the removal.
    Feed(fn() -> Fault),
    /// No fault. The conditions of the row decide the outcome.
    None,
    /// The future of the operation is dropped, once at each point where it waits.
    Dropped,
}

impl Scenario {
    /// Returns `true` if the build must wait for the scenario.
    pub(crate) fn needs_endless_build(self) -> bool {
        matches!(self, Self::State(_) | Self::PassingState(_) | Self::Removed | Self::ClockJump(_))
    }

    /// Returns `true` if a delete must wait for the removal to be affected.
    pub(crate) fn needs_removal(self) -> bool {
        matches!(self, Self::LostDeletes(_) | Self::Feed(_))
    }

    /// Returns `true` if the scenario needs an upload in parts.
    pub(crate) fn needs_parts(self) -> bool {
        matches!(
            self,
            Self::At(
                Route::CreateMultipartUpload | Route::UploadPart | Route::CompleteMultipartUpload,
                _
            )
        )
    }

    /// Starts the scenario. The handle of a fault counts its hits.
    pub(crate) async fn begin(
        self,
        emulator: &Emulator,
        operation: Operation,
    ) -> Option<InjectedFault> {
        match self {
            Self::Call(fault) => Some(emulator.inject(fault(Fault::on(operation.route())))),
            Self::NameTaken(fault) => {
                take_name(emulator).await;
                Some(emulator.inject(fault(Fault::on(operation.route()))))
            }
            Self::At(route, fault) => Some(emulator.inject(fault(Fault::on(route)))),
            Self::Feed(fault) => Some(emulator.inject(fault())),
            Self::LostDeletes(times) => Some(emulator.inject(Fault::lose_delete().times(times))),
            Self::Down { .. } => {
                emulator.refuse_connections().await.unwrap();
                None
            }
            _ => None,
        }
    }

    /// Runs the part of the scenario that needs a running operation.
    pub(crate) async fn run(self, emulator: &Emulator, operation: Operation) {
        match self {
            Self::Down { back_after: Some(time) } => {
                tokio::time::sleep(time).await;
                emulator.accept_connections().await.unwrap();
            }
            Self::Restart(time) => {
                until_waiting(emulator, operation).await;
                emulator.refuse_connections().await.unwrap();
                tokio::time::sleep(time).await;
                emulator.accept_connections().await.unwrap();
            }
            Self::State(state) => {
                until_waiting(emulator, operation).await;
                emulator.set_state(NAME, state, None).unwrap();
            }
            Self::PassingState(state) => {
                until_waiting(emulator, operation).await;
                emulator.set_state(NAME, state, None).unwrap();
                become_active(emulator).await;
            }
            Self::Removed => {
                until_waiting(emulator, operation).await;
                emulator.remove(NAME).unwrap();
            }
            Self::ClockJump(hours) => {
                until_waiting(emulator, operation).await;
                emulator.jump_clock(SignedDuration::from_hours(hours));
                become_active(emulator).await;
            }
            _ => {}
        }
    }
}

/// Creates another snapshot with the name of the operation.
async fn take_name(emulator: &Emulator) {
    let snapshots = Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .build()
        .unwrap()
        .snapshots();
    snapshots.create(CreateSnapshotParams::new(NAME, "debian:12.9")).await.unwrap();
}

/// Waits until the operation waits for the snapshot.
async fn until_waiting(emulator: &Emulator, operation: Operation) {
    emulator.wait_for_state(NAME, operation.state_while_waiting()).await;
}

/// Activates the snapshot after 10 s.
async fn become_active(emulator: &Emulator) {
    tokio::time::sleep(Duration::from_secs(10)).await;
    emulator.set_state(NAME, "active", None).unwrap();
}
