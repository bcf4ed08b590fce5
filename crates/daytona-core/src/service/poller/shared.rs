//! The state that the subscriptions and the polling task share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::feed::FeedSource;
use super::notices::NoticeSender;
use super::schedule::PollSchedule;
use crate::held_panic::HeldPanic;
use crate::service::retrying::RetryingSnapshots;

pub(super) struct Shared {
    pub(super) snapshots: RetryingSnapshots,
    pub(super) feed: Option<Arc<FeedSource>>,
    schedule: Mutex<PollSchedule>,
    /// Wakes the task after a change of the schedule.
    pub(super) changed: Notify,
    /// Wakes the subscriptions after the task has stopped with its runtime.
    pub(super) stopped: Notify,
    pub(super) notices: NoticeSender,
    /// The panic of `on_retry` in the task.
    pub(super) panic: HeldPanic,
}

impl Shared {
    pub(super) fn new(snapshots: RetryingSnapshots, feed: Option<FeedSource>) -> Self {
        Self {
            snapshots,
            feed: feed.map(Arc::new),
            schedule: Mutex::default(),
            changed: Notify::new(),
            stopped: Notify::new(),
            notices: NoticeSender::new(),
            panic: HeldPanic::default(),
        }
    }

    pub(super) fn schedule(&self) -> MutexGuard<'_, PollSchedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
