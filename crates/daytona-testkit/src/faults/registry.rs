//! The injected faults of a server, and the requests that they apply to.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::{http::StatusCode, response::Response};
use tokio::sync::watch;

use super::{
    fault::{Effect, Fault},
    feed_fault::FeedFault,
    route::Route,
};

/// A fault that has been injected into an emulator. Created by [`Emulator::inject`](crate::Emulator::inject).
///
/// Dropping the handle leaves the fault in place.
#[derive(Debug, Clone)]
pub struct InjectedFault(Arc<ActiveFault>);

impl InjectedFault {
    /// Returns the number of requests that the fault has been applied to.
    #[must_use]
    pub fn hits(&self) -> u64 {
        *self.0.hits.borrow()
    }

    /// Waits until the fault has been applied to at least `hits` requests.
    ///
    /// A request counts before its effect. A fault that changes the server's own response counts the request after its
    /// effect.
    pub async fn wait_for_hits(&self, hits: u64) {
        // The handle owns the sender, so the wait cannot fail.
        let _ = self.0.hits.subscribe().wait_for(|count| *count >= hits).await;
    }

    /// Removes the fault. It still completes for requests that it has been applied to.
    pub fn remove(&self) {
        self.0.remaining().removed = true;
    }
}

/// The injected faults of a server, in the order of injection.
#[derive(Debug, Default)]
pub(crate) struct FaultRegistry(Mutex<Vec<Arc<ActiveFault>>>);

impl FaultRegistry {
    pub(crate) fn inject(&self, fault: Fault) -> InjectedFault {
        let remaining = Remaining { skip: fault.skip, times: fault.times, removed: false };
        let (remaining, hits) = (Mutex::new(remaining), watch::Sender::new(0));
        let active = Arc::new(ActiveFault { fault, remaining, hits });
        self.faults().push(Arc::clone(&active));
        InjectedFault(active)
    }

    pub(crate) fn clear(&self) {
        for active in self.faults().drain(..) {
            InjectedFault(active).remove();
        }
    }

    /// Selects the fault of a request: the first one for its route that has applications left.
    ///
    /// A fault that changes the response is only a candidate, because it applies to successful responses only.
    fn select(&self, route: Route, trace: &RequestTrace) {
        let mut candidates = Vec::new();
        for active in self.faults().iter().filter(|active| active.fault.is_for(route)) {
            if matches!(active.fault.effect, Effect::Change(_)) {
                candidates.push(Arc::clone(active));
                if active.is_ready() {
                    break;
                }
            } else if active.try_hit() {
                let _ = trace.fault.set(Arc::clone(active));
                break;
            }
        }
        let _ = trace.candidates.set(candidates);
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Arc<ActiveFault>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An injected fault and its counters.
#[derive(Debug)]
struct ActiveFault {
    fault: Fault,
    remaining: Mutex<Remaining>,
    hits: watch::Sender<u64>,
}

/// The remaining applications of a fault.
#[derive(Debug)]
struct Remaining {
    skip: u64,
    /// `None` for a fault without a limit.
    times: Option<u64>,
    removed: bool,
}

impl ActiveFault {
    /// Counts a request. Returns `true` if the fault applies to it.
    fn try_hit(&self) -> bool {
        let is_hit = self.remaining().consume();
        if is_hit {
            self.hits.send_modify(|hits| *hits += 1);
        }
        is_hit
    }

    /// Returns `true` if the fault applies to the next request of its route.
    fn is_ready(&self) -> bool {
        let remaining = self.remaining();
        !remaining.is_spent() && remaining.skip == 0
    }

    fn remaining(&self) -> MutexGuard<'_, Remaining> {
        self.remaining.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remaining {
    fn is_spent(&self) -> bool {
        self.removed || self.times == Some(0)
    }

    fn consume(&mut self) -> bool {
        if self.is_spent() {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        self.times = self.times.map(|times| times - 1);
        true
    }
}

/// The operation and the fault of a request, which are known once it is routed.
#[derive(Debug, Default)]
pub(crate) struct RequestTrace {
    route: OnceLock<Route>,
    fault: OnceLock<Arc<ActiveFault>>,
    /// The faults that change the response, in the order of injection. The first that is ready applies.
    candidates: OnceLock<Vec<Arc<ActiveFault>>>,
}

impl RequestTrace {
    pub(crate) fn operation(&self) -> Option<&'static str> {
        self.route.get()?.operation()
    }

    /// Returns the description of the fault.
    pub(crate) fn fault(&self) -> Option<String> {
        Some(self.effect()?.to_string())
    }

    /// Returns `true` if the request is a delete whose effect must be overwritten.
    pub(crate) fn loses_delete(&self) -> bool {
        matches!(self.effect(), Some(Effect::LoseDelete))
    }

    /// Returns the fault in the frames of a connection to the feed.
    pub(crate) fn feed_fault(&self) -> Option<&FeedFault> {
        match self.effect() {
            Some(Effect::Feed(fault)) => Some(fault),
            _ => None,
        }
    }

    pub(super) fn effect(&self) -> Option<&Effect> {
        self.fault.get().map(|active| &active.fault.effect)
    }

    /// Returns the effect of the request's fault, which can depend on the response.
    pub(super) fn effect_on(&self, response: &Response) -> Option<&Effect> {
        if self.fault.get().is_none() && is_changeable(response) {
            let ready = self.candidates.get().into_iter().flatten().find(|fault| fault.try_hit());
            if let Some(ready) = ready {
                let _ = self.fault.set(Arc::clone(ready));
            }
        }
        self.effect()
    }
}

/// Returns `true` if a fault can change a response. Of an upgrade, a change of the body has no effect.
fn is_changeable(response: &Response) -> bool {
    response.status().is_success() || response.status() == StatusCode::SWITCHING_PROTOCOLS
}

/// The request extension with which the layers and the handlers reach the faults.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    pub(crate) trace: Arc<RequestTrace>,
    pub(crate) faults: Arc<FaultRegistry>,
}

impl RequestContext {
    /// Records the operation of the request and selects its fault.
    pub(super) fn begin(&self, route: Route) {
        // The first route is the one that the request was sent to.
        let _ = self.trace.route.set(route);
        self.faults.select(route, &self.trace);
    }
}
