//! What goes wrong in a row of the table.

use std::time::Duration;

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
    /// The snapshot is put into a state while it is waited for.
    State(&'static str),
    /// The snapshot is put into a state while it is waited for, and becomes active ten seconds later.
    PassingState(&'static str),
    /// The snapshot is gone while it is waited for.
    Removed,
    /// The server's clock jumps by so many hours while the snapshot is waited for; ten seconds later it is active.
    ClockJump(i64),
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
            Self::At(route, fault) => Some(emulator.inject(fault(Fault::on(route)))),
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

async fn waited_for(emulator: &Emulator, operation: Operation) {
    emulator.wait_for_state(NAME, operation.state_of_waiting()).await;
}

async fn become_active(emulator: &Emulator) {
    tokio::time::sleep(Duration::from_secs(10)).await;
    emulator.set_state(NAME, "active", None).unwrap();
}
