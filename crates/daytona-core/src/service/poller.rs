//! One task that asks for all the snapshots that anybody waits for.
//!
//! A few snapshots are asked for one by one, each at its own pace. When there are many, pages of
//! the list are read instead: no more than one request per second for each hundred. The task lives
//! for as long as anybody waits, and no longer.

mod book;
mod sweep;
mod task;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use super::retrying::Retrying;
use crate::error::Kind;
use crate::held_panic::HeldPanic;
use crate::retry::PollingPolicy;
use crate::{Error, Result, Snapshot};
pub(super) use book::PATIENCE;
use book::{Book, Interest};

/// Asks for snapshots on behalf of everybody who waits for one. Clones are the same poller.
#[derive(Clone)]
pub(super) struct Poller(Arc<Shared>);

struct Shared {
    snapshots: Retrying,
    book: Mutex<Book>,
    /// Wakes the task when it has something else to do than it thought.
    changed: Notify,
    /// Wakes those who wait when the task has gone, with the runtime that it ran on.
    stopped: Notify,
    /// The panic of `on_retry` in the task.
    panic: HeldPanic,
}

impl Poller {
    /// Makes a poller that asks through `snapshots`, each question once.
    pub(super) fn new(snapshots: &Retrying) -> Self {
        Self(Arc::new(Shared {
            snapshots: snapshots.once(),
            book: Mutex::default(),
            changed: Notify::new(),
            stopped: Notify::new(),
            panic: HeldPanic::default(),
        }))
    }

    /// Begins to ask for a snapshot that was last seen as `known`.
    pub(super) fn subscribe(
        &self,
        known: Snapshot,
        polling: Arc<dyn PollingPolicy>,
    ) -> Subscription {
        let (sender, news) = mpsc::unbounded_channel();
        let interest = Interest::One(known.id.clone());
        let key = self.0.book().subscribe(known, polling, sender, Instant::now());
        self.0.changed.notify_one();
        Subscription { shared: self.0.clone(), interest, key, news }
    }

    /// Begins to look at all snapshots.
    pub(super) fn subscribe_to_all(&self, polling: Arc<dyn PollingPolicy>) -> Subscription<Change> {
        let (sender, news) = mpsc::unbounded_channel();
        let key = self.0.book().subscribe_to_all(polling, sender, Instant::now());
        self.0.changed.notify_one();
        Subscription { shared: self.0.clone(), interest: Interest::All, key, news }
    }
}

impl Shared {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the task unless it runs.
    fn ensure_running(self: &Arc<Self>) {
        if self.book().begin_task() {
            tokio::spawn(task::run(self.clone()));
        }
    }
}

/// Something that has happened to one of all snapshots.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// It was there when the looking began.
    Present(Snapshot),
    /// It has come since.
    Created(Snapshot),
    /// It is another than before.
    Changed { before: Box<Snapshot>, now: Snapshot },
    /// It is gone; as it was last seen.
    Gone(Snapshot),
}

/// What the poller learns about one snapshot, or about all. Dropping it ends the interest.
pub(super) struct Subscription<T = Snapshot> {
    shared: Arc<Shared>,
    interest: Interest,
    key: u64,
    news: mpsc::UnboundedReceiver<Result<T>>,
}

impl<T> Subscription<T> {
    /// Waits for news: the snapshot whenever it is another than before, or the reason for which it
    /// is no longer asked for.
    ///
    /// Nothing is lost when the future is dropped.
    pub(super) async fn next(&mut self) -> Result<T> {
        let news = self.next_news().await;
        self.shared.panic.hand_over();
        // Where no operation takes it, the caller has it at once.
        self.shared.panic.resume();
        news
    }

    async fn next_news(&mut self) -> Result<T> {
        loop {
            let mut stopped = std::pin::pin!(self.shared.stopped.notified());
            stopped.as_mut().enable();
            if let Ok(news) = self.news.try_recv() {
                return news;
            }
            self.shared.ensure_running();
            tokio::select! {
                news = self.news.recv() => return news.unwrap_or_else(|| Err(no_longer_asked())),
                () = stopped => {}
            }
        }
    }

    /// Lets the next question come after no more than `delay`.
    pub(super) fn ask_within(&self, delay: Duration) {
        if let Interest::One(id) = &self.interest {
            self.shared.book().ask_by(id, Instant::now() + delay);
            self.shared.changed.notify_one();
        }
    }

    /// Returns how the last question failed, unless it was answered.
    pub(super) fn last_failure(&self) -> Option<Error> {
        match &self.interest {
            Interest::One(id) => self.shared.book().last_failure(id),
            Interest::All => None,
        }
    }

    /// Says whether the log of the build is being read, which shows when to ask.
    pub(super) fn set_log_open(&self, is_open: bool) {
        if let Interest::One(id) = &self.interest {
            self.shared.book().set_log_open(id, is_open, Instant::now());
            self.shared.changed.notify_one();
        }
    }
}

impl<T> Drop for Subscription<T> {
    fn drop(&mut self) {
        self.shared.panic.hand_over();
        self.shared.book().unsubscribe(&self.interest, self.key);
        self.shared.changed.notify_one();
    }
}

fn no_longer_asked() -> Error {
    Error::new(Kind::Transport, "the snapshot is no longer asked for")
}

#[cfg(test)]
mod tests;
