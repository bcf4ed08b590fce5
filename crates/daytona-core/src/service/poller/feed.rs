//! The connection of the poller to the notification feed. It is opened again after a pause.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::{Instant, sleep_until};

use crate::Result;
use crate::stub::{self, SnapshotEvent, SnapshotEvents};

/// The pause before the feed is opened again after the first failure. It doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The same after a failure that another attempt will hardly change. Many servers have no feed.
const FIRST_PAUSE_AFTER_REFUSAL: Duration = Duration::from_secs(30);

const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// How long a feed must have been open so that its end starts a new series of failures.
const STABLE: Duration = Duration::from_secs(60);

/// The feed of a server, with the pause after its failures. It outlives the task, so that not every
/// wait opens a feed that has just failed.
pub(super) struct FeedSource {
    feed: Arc<dyn stub::Feed>,
    pause: Mutex<ReopenPause>,
}

#[derive(Default)]
struct ReopenPause {
    failures: u32,
    until: Option<Instant>,
}

impl FeedSource {
    pub(super) fn new(feed: Arc<dyn stub::Feed>) -> Self {
        Self { feed, pause: Mutex::default() }
    }

    fn pause_until(&self) -> Option<Instant> {
        self.pause.lock().unwrap_or_else(PoisonError::into_inner).until
    }

    /// Sets the pause after a feed that was open for `open_for`. The pause begins with `first`.
    fn fail(&self, open_for: Duration, first: Duration) {
        let mut pause = self.pause.lock().unwrap_or_else(PoisonError::into_inner);
        if open_for >= STABLE {
            pause.failures = 0;
        }
        let next = first.saturating_mul(2_u32.saturating_pow(pause.failures));
        pause.failures = pause.failures.saturating_add(1);
        pause.until = Instant::now().checked_add(next.min(LONGEST_PAUSE));
    }
}

/// A change of the connection.
#[derive(Debug)]
pub(super) enum FeedUpdate {
    Opened,
    /// The feed did not open.
    Failed,
    Event(Box<SnapshotEvent>),
    Closed,
}

/// The connection to the feed. It exists as long as the task.
pub(super) struct FeedConnection {
    source: Option<Arc<FeedSource>>,
    state: State,
}

enum State {
    Closed,
    Opening(Pin<Box<dyn Future<Output = Result<SnapshotEvents>> + Send>>),
    Open { events: SnapshotEvents, since: Instant },
}

impl FeedConnection {
    /// Creates a closed connection. Without a source, it is never opened.
    pub(super) fn new(source: Option<Arc<FeedSource>>) -> Self {
        Self { source, state: State::Closed }
    }

    /// Opens the feed if it is closed, and waits for the next update. Dropping the future loses none.
    pub(super) async fn next(&mut self) -> FeedUpdate {
        let Some(source) = &self.source else { return std::future::pending().await };
        loop {
            match &mut self.state {
                State::Closed => {
                    if let Some(until) = source.pause_until() {
                        sleep_until(until).await;
                    }
                    let feed = source.feed.clone();
                    self.state = State::Opening(Box::pin(async move { feed.open().await }));
                }
                State::Opening(open) => match open.await {
                    Ok(events) => {
                        self.state = State::Open { events, since: Instant::now() };
                        return FeedUpdate::Opened;
                    }
                    Err(error) => {
                        tracing::debug!(%error, "the notification feed did not open");
                        self.state = State::Closed;
                        let is_refused = error.is_unexpected_response() || !error.is_transient();
                        let first =
                            if is_refused { FIRST_PAUSE_AFTER_REFUSAL } else { FIRST_PAUSE };
                        source.fail(Duration::ZERO, first);
                        return FeedUpdate::Failed;
                    }
                },
                State::Open { events, since } => {
                    let end = match events.next().await {
                        Some(Ok(event)) => return FeedUpdate::Event(Box::new(event)),
                        Some(Err(error)) => Some(tracing::field::display(error)),
                        None => None,
                    };
                    tracing::debug!(error = end, "the notification feed ended");
                    source.fail(since.elapsed(), FIRST_PAUSE);
                    self.state = State::Closed;
                    return FeedUpdate::Closed;
                }
            }
        }
    }
}
