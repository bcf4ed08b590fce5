//! Events of the calls below an operation: repeated calls, and the progress of an upload.

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedSender};

use crate::UploadProgress;

tokio::task_local! {
    static CURRENT: CallEvents;
}

/// An event of a call.
#[derive(Debug)]
pub(crate) enum CallEvent {
    /// A call has failed and is repeated after a pause.
    Retry { attempt: u32, pause: Duration, message: String },
    /// The server has asked this client to wait before the call.
    RateLimited { pause: Duration },
    /// The counters of an upload have changed.
    #[cfg_attr(not(feature = "upload"), expect(dead_code, reason = "only uploads send it"))]
    UploadProgress(UploadProgress),
}

/// Sends the events of calls to their operation. Clones share the receiver.
#[derive(Clone)]
pub(crate) struct CallEvents(UnboundedSender<CallEvent>);

impl CallEvents {
    /// Returns the sender of the current operation, if it observes its calls.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    pub(crate) fn send(&self, event: CallEvent) {
        // The operation may have ended.
        let _ = self.0.send(event);
    }
}

/// Sends an event to the current operation, if it observes its calls.
pub(crate) fn send(event: impl FnOnce() -> CallEvent) {
    if let Some(events) = CallEvents::current() {
        events.send(event());
    }
}

/// Runs a step, and passes each event of its calls to `on_event` as it occurs.
pub(crate) async fn observe<F: Future>(step: F, mut on_event: impl FnMut(CallEvent)) -> F::Output {
    let (sender, mut events) = mpsc::unbounded_channel();
    let mut step = Box::pin(CURRENT.scope(CallEvents(sender), step));
    loop {
        tokio::select! {
            biased;
            Some(event) = events.recv() => on_event(event),
            outcome = &mut step => {
                while let Ok(event) = events.try_recv() {
                    on_event(event);
                }
                return outcome;
            }
        }
    }
}
