//! Notices of the polling task for the waits: repeated polls, and the source of new states.

use tokio::sync::{broadcast, watch};

use crate::retry::RetryEvent;
use crate::service::event::{CreateEvent, StateSource};

/// The number of repeated polls that a slow wait may miss none of.
const MAX_PENDING_RETRIES: usize = 16;

/// A poll that failed and is repeated.
#[derive(Clone)]
struct RepeatedPoll {
    /// The id of the polled snapshot. `None` for a page of the list.
    id: Option<String>,
    event: RetryEvent,
}

/// The sender of the notices.
pub(super) struct NoticeSender {
    retries: broadcast::Sender<RepeatedPoll>,
    /// `None` while the feed is opened for the first time.
    source: watch::Sender<Option<StateSource>>,
}

impl NoticeSender {
    pub(super) fn new() -> Self {
        Self {
            retries: broadcast::Sender::new(MAX_PENDING_RETRIES),
            source: watch::Sender::default(),
        }
    }

    /// Sends a repeated poll to the waits for this snapshot, or to all.
    pub(super) fn retry(&self, id: Option<String>, event: RetryEvent) {
        // Without a wait, nobody receives it.
        let _ = self.retries.send(RepeatedPoll { id, event });
    }

    /// Sets the source of new states, or `None` when the task has stopped.
    pub(super) fn set_source(&self, source: Option<StateSource>) {
        self.source.send_if_modified(|current| std::mem::replace(current, source) != source);
    }

    /// Creates the receiver of a wait for this snapshot.
    pub(super) fn subscribe(&self, id: &str) -> Notices {
        let mut source = self.source.subscribe();
        source.mark_changed();
        Notices { id: id.to_owned(), retries: self.retries.subscribe(), source, reported: None }
    }
}

/// Receives the notices for one wait.
pub(in crate::service) struct Notices {
    id: String,
    retries: broadcast::Receiver<RepeatedPoll>,
    source: watch::Receiver<Option<StateSource>>,
    reported: Option<StateSource>,
}

impl Notices {
    /// Waits for the next notice. Dropping the future loses none.
    pub(in crate::service) async fn next(&mut self) -> CreateEvent {
        loop {
            tokio::select! {
                Ok(()) = self.source.changed() => {
                    let source = *self.source.borrow_and_update();
                    if let Some(source) = source.filter(|_| source != self.reported) {
                        self.reported = Some(source);
                        return CreateEvent::Watching(source);
                    }
                }
                repeated = self.retries.recv() => match repeated {
                    Ok(RepeatedPoll { id, event }) if id.as_ref().is_none_or(|id| *id == self.id) => {
                        let RetryEvent { attempt, pause, error } = event;
                        let message = error.message().to_owned();
                        return CreateEvent::Retry { attempt, pause, message };
                    }
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                    _ => {}
                },
            }
        }
    }
}
