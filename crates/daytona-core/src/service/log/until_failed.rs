//! Ends the followed log of a failed build. The server ends the stream of a successful build only.

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep_until};

use super::LATE_LINES_TIMEOUT;
use super::reader::{LogItem, LogItems};
use crate::service::poller::Subscription;
use crate::{Result, Snapshot};

/// Ends a log once its build has failed and no line has arrived for a second.
pub(in crate::service) fn until_failed(items: LogItems, subscription: Subscription) -> LogItems {
    let log = FollowedLog { items, subscription: Some(subscription), ends_at: None };
    Box::pin(stream::unfold(log, |mut log| async { log.next().await.map(|item| (item, log)) }))
}

struct FollowedLog {
    items: LogItems,
    /// `None` once the snapshot has reached its end.
    subscription: Option<Subscription>,
    /// When the log ends, unless more arrives.
    ends_at: Option<Instant>,
}

impl FollowedLog {
    async fn next(&mut self) -> Option<LogItem> {
        loop {
            tokio::select! {
                biased;
                item = self.items.next() => {
                    let has_grown = matches!(item, Some(LogItem::Chunk(_)));
                    if let Some(ends_at) = self.ends_at.as_mut().filter(|_| has_grown) {
                        *ends_at = Instant::now() + LATE_LINES_TIMEOUT;
                    }
                    return item;
                }
                update = next_update(&mut self.subscription) => self.learn(update),
                () = sleep_until_some(self.ends_at) => {
                    self.ends_at = None;
                    self.items = Box::pin(stream::empty());
                    return Some(LogItem::Ended);
                }
            }
        }
    }

    fn learn(&mut self, update: Result<Snapshot>) {
        let is_over = match update {
            Ok(snapshot) if !snapshot.state.is_terminal() => return,
            // The server ends the stream of an active snapshot.
            Ok(snapshot) => !snapshot.state.is_active(),
            Err(error) => error.is_not_found(),
        };
        self.subscription = None;
        self.ends_at = is_over.then(|| Instant::now() + LATE_LINES_TIMEOUT);
    }
}

async fn next_update(subscription: &mut Option<Subscription>) -> Result<Snapshot> {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until_some(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
