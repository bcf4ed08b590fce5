//! The log of a build that is followed, up to its end. The server ends the stream of a good build,
//! but never that of one that fails: the state of the snapshot tells.

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep_until};

use super::LATENESS;
use super::reader::{LogItem, LogItems};
use crate::service::poller::Subscription;
use crate::{Result, Snapshot};

/// Ends a log once the build is known to have failed, and has written nothing more for a second.
pub(in crate::service) fn until_failed(items: LogItems, state: Subscription) -> LogItems {
    state.set_log_open(true);
    let followed = Followed { items, state: Some(state), ends_at: None };
    Box::pin(stream::unfold(followed, |mut followed| async {
        followed.next().await.map(|item| (item, followed))
    }))
}

struct Followed {
    items: LogItems,
    /// Polls for the snapshot until it has come to its end.
    state: Option<Subscription>,
    /// When the log ends, unless the build writes more.
    ends_at: Option<Instant>,
}

impl Followed {
    async fn next(&mut self) -> Option<LogItem> {
        loop {
            tokio::select! {
                biased;
                item = self.items.next() => {
                    let has_grown = matches!(item, Some(LogItem::Chunk(_)));
                    if let Some(ends_at) = self.ends_at.as_mut().filter(|_| has_grown) {
                        *ends_at = Instant::now() + LATENESS;
                    }
                    return item;
                }
                news = news_of(&mut self.state) => self.see(news),
                () = moment(self.ends_at) => {
                    self.ends_at = None;
                    self.items = Box::pin(stream::empty());
                    return Some(LogItem::Ended);
                }
            }
        }
    }

    /// Takes what the snapshot is like now.
    fn see(&mut self, news: Result<Snapshot>) {
        let is_over = match news {
            Ok(snapshot) if !snapshot.state.is_terminal() => return,
            // The server ends the stream.
            Ok(snapshot) => !snapshot.state.is_active(),
            Err(error) => error.is_not_found(),
        };
        self.state = None;
        self.ends_at = is_over.then(|| Instant::now() + LATENESS);
    }
}

async fn news_of(state: &mut Option<Subscription>) -> Result<Snapshot> {
    match state {
        Some(state) => state.next().await,
        None => std::future::pending().await,
    }
}

async fn moment(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
