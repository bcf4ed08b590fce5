//! What goes wrong in a row of the table.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Daytona};
use daytona_testkit::{Emulator, Fault, FaultPoint, InjectedFault, Route};
use jiff::SignedDuration;

use crate::operation::{NAME, Operation};

/// What goes wrong.
#[derive(Clone, Copy)]
pub(crate) enum Trouble {
    /// Something with the operation's own call.
    Call(fn(FaultPoint) -> Fault),
    /// Something with the calls of a route, which the operation makes on its way.
    At(Route, fn(FaultPoint) -> Fault),
    /// Nobody listens, until after a time.
    Down { back_after: Option<Duration> },
    /// Nobody listens, from when the snapshot is waited for and for so long.
    Restart(Duration),
    /// The operation's own call goes wrong, and the name belongs to somebody else's snapshot.
    NameTaken(fn(FaultPoint) -> Fault),
    /// The snapshot is put into a state while it is waited for.
    State(&'static str),
    /// The snapshot is put into a state while it is waited for, and becomes active ten seconds later.
    PassingState(&'static str),
    /// The snapshot is gone while it is waited for.
    Removed,
    /// The server's clock jumps by so many hours while the snapshot is waited for; ten seconds later it is active.
    ClockJump(i64),
    /// The server takes so many deletes, and loses them; the operation waits for the removal.
    LostDeletes(u64),
    /// Nothing: the circumstances are bad enough.
    None,
    /// The future of the operation is dropped, once at each place where it waits.
    Dropped,
}

impl Trouble {
    /// Tells whether the build must wait for the script.
    pub(crate) fn needs_endless_build(self) -> bool {
        matches!(self, Self::State(_) | Self::PassingState(_) | Self::Removed | Self::ClockJump(_))
    }

    /// Returns `true` if only an operation that waits for the removal can notice it.
    pub(crate) fn needs_removal(self) -> bool {
        matches!(self, Self::LostDeletes(_))
    }

    pub(crate) fn needs_parts(self) -> bool {
        matches!(
            self,
            Self::At(
                Route::CreateMultipartUpload | Route::UploadPart | Route::CompleteMultipartUpload,
                _
            )
        )
    }

    /// Begins what goes wrong; a fault's handle tells whether it has struck.
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
            Self::LostDeletes(times) => Some(emulator.inject(Fault::lose_delete().times(times))),
            Self::Down { .. } => {
                emulator.refuse_connections().await.unwrap();
                None
            }
            _ => None,
        }
    }

    /// Goes on with it while the operation runs.
    pub(crate) async fn go_on(self, emulator: &Emulator, operation: Operation) {
        match self {
            Self::Down { back_after: Some(time) } => {
                tokio::time::sleep(time).await;
                emulator.accept_connections().await.unwrap();
            }
            Self::Restart(time) => {
                waited_for(emulator, operation).await;
                emulator.refuse_connections().await.unwrap();
                tokio::time::sleep(time).await;
                emulator.accept_connections().await.unwrap();
            }
            Self::State(state) => {
                waited_for(emulator, operation).await;
                emulator.set_state(NAME, state, None).unwrap();
            }
            Self::PassingState(state) => {
                waited_for(emulator, operation).await;
                emulator.set_state(NAME, state, None).unwrap();
                become_active(emulator).await;
            }
            Self::Removed => {
                waited_for(emulator, operation).await;
                emulator.remove(NAME).unwrap();
            }
            Self::ClockJump(hours) => {
                waited_for(emulator, operation).await;
                emulator.jump_clock(SignedDuration::from_hours(hours));
                become_active(emulator).await;
            }
            _ => {}
        }
    }
}

/// Creates a snapshot of the operation's name that is another one.
async fn take_name(emulator: &Emulator) {
    let snapshots = Daytona::builder()
        .api_key(emulator.api_key())
        .api_url(emulator.api_url())
        .build()
        .unwrap()
        .snapshots();
    snapshots.create(CreateSnapshotParams::new(NAME, "debian:12.9")).await.unwrap();
}

async fn waited_for(emulator: &Emulator, operation: Operation) {
    emulator.wait_for_state(NAME, operation.state_of_waiting()).await;
}

async fn become_active(emulator: &Emulator) {
    tokio::time::sleep(Duration::from_secs(10)).await;
    emulator.set_state(NAME, "active", None).unwrap();
}
