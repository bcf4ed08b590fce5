//! Faults: what is injected, whom it strikes, and how it is carried out.

mod act;
mod answer;
mod body;
mod fault;
mod route;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use tokio::sync::watch;

pub use self::{
    answer::Answer,
    fault::{Fault, FaultPoint},
    route::Route,
};
use act::Instead;
pub(crate) use act::act;
use fault::Effect;

/// A fault that has been injected into an emulator; made by [`Emulator::inject`](crate::Emulator::inject).
///
/// Dropping the handle leaves the fault in place.
#[derive(Debug, Clone)]
pub struct InjectedFault(Arc<Armed>);

impl InjectedFault {
    /// Returns how many requests the fault has struck so far.
    #[must_use]
    pub fn hits(&self) -> u64 {
        *self.0.hits.borrow()
    }

    /// Waits until the fault has struck so many requests. A request counts once it is recognized, before the effect;
    /// for faults that change the server's own answer, once that is there.
    pub async fn wait_for_hits(&self, hits: u64) {
        // The sender is held by this very handle, so that it cannot be gone.
        let _ = self.0.hits.subscribe().wait_for(|count| *count >= hits).await;
    }

    /// Takes the fault away. What it has begun, such as an answer that never comes, goes on.
    pub fn remove(&self) {
        self.0.left().removed = true;
    }
}

/// The faults of one emulator, in the order in which they were injected.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Arc<Armed>>>);

impl Faults {
    pub(crate) fn inject(&self, fault: Fault) -> InjectedFault {
        let left = Mutex::new(Left { to_skip: fault.skip, strikes: fault.times, removed: false });
        let armed = Arc::new(Armed { fault, left, hits: watch::Sender::new(0) });
        self.all().push(Arc::clone(&armed));
        InjectedFault(armed)
    }

    pub(crate) fn clear(&self) {
        for armed in self.all().drain(..) {
            InjectedFault(armed).remove();
        }
    }

    /// Finds what strikes a request: the first fault that is for its route and is not used up. Whether one that
    /// changes the answer strikes is only known when there is an answer.
    fn strike(&self, route: Route, found: &Found) {
        let mut changes = Vec::new();
        for armed in self.all().iter().filter(|armed| armed.fault.is_for(route)) {
            if matches!(armed.fault.effect, Effect::Change(_)) {
                changes.push(Arc::clone(armed));
                if armed.is_ready() {
                    break;
                }
            } else if armed.strike() {
                let _ = found.fault.set(Arc::clone(armed));
                break;
            }
        }
        let _ = found.changes.set(changes);
    }

    fn all(&self) -> MutexGuard<'_, Vec<Arc<Armed>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fault in place.
#[derive(Debug)]
struct Armed {
    fault: Fault,
    left: Mutex<Left>,
    hits: watch::Sender<u64>,
}

/// What is left of a fault.
#[derive(Debug)]
struct Left {
    to_skip: u64,
    /// `None` for a fault that is never used up.
    strikes: Option<u64>,
    removed: bool,
}

impl Armed {
    /// Uses the fault up by one, and tells whether there was anything left to use.
    fn strike(&self) -> bool {
        let is_struck = self.left().use_up();
        if is_struck {
            self.hits.send_modify(|hits| *hits += 1);
        }
        is_struck
    }

    /// Tells whether the next request that the fault is for will be struck.
    fn is_ready(&self) -> bool {
        let left = self.left();
        !left.is_spent() && left.to_skip == 0
    }

    fn left(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Left {
    fn is_spent(&self) -> bool {
        self.removed || self.strikes == Some(0)
    }

    fn use_up(&mut self) -> bool {
        if self.is_spent() {
            return false;
        }
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return false;
        }
        self.strikes = self.strikes.map(|strikes| strikes - 1);
        true
    }
}

/// What is found out about a request while it is routed.
#[derive(Debug, Default)]
pub(crate) struct Found {
    route: OnceLock<Route>,
    fault: OnceLock<Arc<Armed>>,
    /// The faults that may change the answer, the first one first.
    changes: OnceLock<Vec<Arc<Armed>>>,
}

impl Found {
    pub(crate) fn operation(&self) -> Option<&'static str> {
        self.route.get()?.operation()
    }

    pub(crate) fn fault(&self) -> Option<String> {
        Some(self.fault.get()?.fault.effect.to_string())
    }

    /// Returns `true` if the request is a delete whose effect is to be lost.
    pub(crate) fn loses_delete(&self) -> bool {
        self.fault.get().is_some_and(|armed| matches!(armed.fault.effect, Effect::LoseDelete))
    }

    /// Returns the fault that strikes a request once its answer is there.
    fn fault_of(&self, answer: &Response) -> Option<&Armed> {
        if self.fault.get().is_none() && answer.status().is_success() {
            let change = self.changes.get().into_iter().flatten().find(|change| change.strike());
            if let Some(change) = change {
                let _ = self.fault.set(Arc::clone(change));
            }
        }
        self.fault.get().map(Arc::as_ref)
    }
}

/// What a request carries on its way to the code that recognizes it.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) found: Arc<Found>,
    pub(crate) faults: Arc<Faults>,
}

/// Says what a request asks for, and whether it is to be handled: `None` when a fault stands before the effect.
pub(crate) async fn arrive(route: Route, request: Request) -> Option<Request> {
    let Some(call) = request.extensions().get::<Call>() else { return Some(request) };
    // The first name is the one that was routed to.
    let _ = call.found.route.set(route);
    call.faults.strike(route, &call.found);
    match call.found.fault.get().map(|armed| &armed.fault.effect) {
        Some(Effect::Instead(Instead::Answer(_))) => {
            read_to_end(request.into_body()).await;
            None
        }
        Some(Effect::Instead(_)) => None,
        Some(Effect::Afterwards(_) | Effect::Change(_) | Effect::LoseDelete) | None => {
            Some(request)
        }
    }
}

/// Returns what stands for the answer to a request that is not handled, until the fault replaces it.
pub(crate) fn unhandled() -> Response {
    Body::empty().into_response()
}

/// Lets a client that sends before it reads get the answer.
async fn read_to_end(body: Body) {
    let mut chunks = body.into_data_stream();
    while let Some(Ok(_)) = chunks.next().await {}
}
