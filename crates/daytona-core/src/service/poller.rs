//! Follows the states of all snapshots that are waited for, in one task for all waits.
//!
//! The notification feed is the first source. It is open while there is a subscription, and for 30 s
//! after the last one. Everything is polled once when the feed opens, and every 30 s while it is
//! open. Without an open feed, the polling policy decides.
//!
//! A few snapshots are polled one by one, each at its own pace. For many, pages of the list are read
//! instead: at most one request per second for each hundred snapshots. The task runs only while a
//! [`Subscription`] exists.
//!
//! Every new state of a snapshot enters through `PollSchedule::learn`, and reaches a wait through
//! [`Subscription::next`].

pub(super) mod all_snapshots;
mod feed;
mod list_pass;
mod notices;
mod request;
mod schedule;
mod shared;
mod task;
mod watched_snapshot;

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::retrying::RetryingSnapshots;
use crate::error::Kind;
use crate::retry::PollingPolicy;
use crate::stub::Feed;
use crate::{Error, Result, Snapshot};
use all_snapshots::Change;
use feed::FeedSource;
pub(super) use notices::Notices;
use schedule::PollTarget;
use shared::Shared;
pub(super) use watched_snapshot::FAILURE_TIMEOUT;

/// Follows the states of snapshots for all waits. Clones share the task.
#[derive(Clone)]
pub(super) struct Poller(Arc<Owner>);

/// Closes the feed when the last clone of the poller is dropped.
struct Owner(Arc<Shared>);

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.schedule().abandon();
        self.0.changed.notify_one();
    }
}

impl Poller {
    /// Creates a poller that sends each request once.
    pub(super) fn new(snapshots: &RetryingSnapshots, feed: Option<Arc<dyn Feed>>) -> Self {
        let shared = Shared::new(snapshots.once(), feed.map(FeedSource::new));
        Self(Arc::new(Owner(Arc::new(shared))))
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.0.0
    }

    /// Opens the feed for an operation that will subscribe. Needs a runtime.
    pub(super) fn open_feed(&self) -> FeedHold {
        let shared = self.shared().clone();
        shared.schedule().hold_feed();
        if shared.feed.is_some() {
            start_task(&shared);
        }
        FeedHold(shared)
    }

    /// Subscribes to the changes of a snapshot that was last seen as `known`.
    pub(super) fn subscribe(
        &self,
        known: Snapshot,
        polling: Arc<dyn PollingPolicy>,
    ) -> Subscription {
        let (sender, updates) = mpsc::unbounded_channel();
        let target = PollTarget::One(known.id.clone());
        let shared = self.shared().clone();
        let key = shared.schedule().subscribe(known, polling, sender, Instant::now());
        shared.changed.notify_one();
        Subscription { shared, target, key, updates }
    }

    /// Returns the notices for a wait for this snapshot.
    pub(super) fn notices(&self, id: &str) -> Notices {
        self.shared().notices.subscribe(id)
    }

    /// Subscribes to the changes of all snapshots.
    pub(super) fn subscribe_to_all(&self, polling: Arc<dyn PollingPolicy>) -> Subscription<Change> {
        let (sender, updates) = mpsc::unbounded_channel();
        let shared = self.shared().clone();
        let key = shared.schedule().subscribe_to_all(polling, sender, Instant::now());
        shared.changed.notify_one();
        Subscription { shared, target: PollTarget::All, key, updates }
    }
}

/// Keeps the feed open until it is dropped.
pub(super) struct FeedHold(Arc<Shared>);

impl Drop for FeedHold {
    fn drop(&mut self) {
        self.0.schedule().release_feed();
        self.0.changed.notify_one();
    }
}

/// A subscription to one snapshot, or to all. Dropping it stops the polls.
pub(super) struct Subscription<T = Snapshot> {
    shared: Arc<Shared>,
    target: PollTarget,
    key: u64,
    updates: mpsc::UnboundedReceiver<Result<T>>,
}

impl<T> Subscription<T> {
    /// Waits for the next change, or for the error that ends the polls. Dropping the future loses no
    /// change.
    pub(super) async fn next(&mut self) -> Result<T> {
        let update = self.next_update().await;
        self.shared.panic.hand_over();
        // Without an operation that resumes it later, the panic is resumed here.
        self.shared.panic.resume();
        update
    }

    async fn next_update(&mut self) -> Result<T> {
        loop {
            let mut stopped = std::pin::pin!(self.shared.stopped.notified());
            stopped.as_mut().enable();
            if let Ok(update) = self.updates.try_recv() {
                return update;
            }
            start_task(&self.shared);
            tokio::select! {
                update = self.updates.recv() => {
                    return update.unwrap_or_else(|| Err(polls_ended()));
                }
                () = stopped => {}
            }
        }
    }

    /// Returns the failure of the last poll, unless it succeeded.
    pub(super) fn last_failure(&self) -> Option<Error> {
        match &self.target {
            PollTarget::One(id) => self.shared.schedule().last_failure(id),
            PollTarget::All => None,
        }
    }
}

impl<T> Drop for Subscription<T> {
    fn drop(&mut self) {
        self.shared.panic.hand_over();
        self.shared.schedule().unsubscribe(&self.target, self.key);
        self.shared.changed.notify_one();
    }
}

/// Starts the task unless it runs.
fn start_task(shared: &Arc<Shared>) {
    if shared.schedule().start_task() {
        tokio::spawn(task::run(shared.clone()));
    }
}

fn polls_ended() -> Error {
    Error::new(Kind::Transport, "the snapshot is not polled any more")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use async_trait::async_trait;
    use jiff::SignedDuration;
    use tokio::time::Instant;

    use super::*;
    use crate::retry::ProportionalPolling;
    use crate::retry::RetryLoop;
    use crate::stub::Snapshots;
    use crate::{ListSnapshotsParams, PaginatedSnapshots, SnapshotState};

    #[derive(Default)]
    struct Server {
        snapshots: Mutex<HashMap<String, Snapshot>>,
        failure: Mutex<Option<Error>>,
        gets: AtomicUsize,
        lists: AtomicUsize,
    }

    impl Server {
        fn with(count: usize) -> Arc<Self> {
            let server = Self::default();
            for number in 0..count {
                let id = format!("id-{number}");
                let mut snapshot = Snapshot::fake(&id, &id, SnapshotState::Building);
                snapshot.created_at += SignedDuration::from_secs(i64::try_from(number).unwrap());
                server.snapshots.lock().unwrap().insert(id, snapshot);
            }
            Arc::new(server)
        }

        fn known(&self, id: &str) -> Snapshot {
            self.snapshots.lock().unwrap()[id].clone()
        }

        fn make_active(&self, id: &str) {
            self.snapshots.lock().unwrap().get_mut(id).unwrap().state = SnapshotState::Active;
        }

        fn remove(&self, id: &str) {
            self.snapshots.lock().unwrap().remove(id);
        }

        fn fail(&self, error: Option<Error>) {
            *self.failure.lock().unwrap() = error;
        }

        fn requests(&self) -> usize {
            self.gets.load(Ordering::SeqCst) + self.lists.load(Ordering::SeqCst)
        }
    }

    #[async_trait]
    impl Snapshots for Arc<Server> {
        async fn get(&self, id: &str) -> Result<Snapshot> {
            self.gets.fetch_add(1, Ordering::SeqCst);
            if let Some(error) = &*self.failure.lock().unwrap() {
                return Err(error.clone());
            }
            let found = self.snapshots.lock().unwrap().get(id).cloned();
            found.ok_or_else(|| Error::from_status(404, "no such snapshot"))
        }

        async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
            self.lists.fetch_add(1, Ordering::SeqCst);
            if let Some(error) = &*self.failure.lock().unwrap() {
                return Err(error.clone());
            }
            let mut all: Vec<_> = self.snapshots.lock().unwrap().values().cloned().collect();
            all.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.created_at));
            let limit = params.limit.unwrap() as usize;
            let page = params.page.unwrap();
            let total = all.len();
            let items = all.into_iter().skip((page as usize - 1) * limit).take(limit).collect();
            Ok(PaginatedSnapshots {
                items,
                undecodable: Vec::new(),
                total: total as u64,
                page,
                total_pages: u32::try_from(total.div_ceil(limit)).unwrap(),
            })
        }
    }

    fn poller(server: &Arc<Server>) -> Poller {
        let stub = Arc::new(server.clone());
        Poller::new(&RetryingSnapshots { stub, retry_loop: RetryLoop::default() }, None)
    }

    fn subscribe(poller: &Poller, known: Snapshot) -> Subscription {
        poller.subscribe(known, Arc::new(ProportionalPolling::default()))
    }

    async fn seconds(number: u64) {
        tokio::time::sleep(Duration::from_secs(number)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn every_subscriber_learns_of_a_change_once() {
        let server = Server::with(1);
        let poller = poller(&server);
        let mut one = subscribe(&poller, server.known("id-0"));
        let mut other = subscribe(&poller, server.known("id-0"));
        let first = tokio::spawn(async move { one.next().await });
        seconds(1).await;
        server.make_active("id-0");
        assert!(other.next().await.unwrap().state.is_active());
        assert!(first.await.unwrap().unwrap().state.is_active());
        let more = tokio::time::timeout(Duration::from_secs(60), other.next()).await;
        assert!(more.is_err(), "nothing has changed since");
    }

    #[tokio::test(start_paused = true)]
    async fn polls_stop_with_the_last_subscription() {
        let server = Server::with(1);
        let poller = poller(&server);
        let mut subscription = subscribe(&poller, server.known("id-0"));
        let _ = tokio::time::timeout(Duration::from_secs(5), subscription.next()).await;
        drop(subscription);
        seconds(1).await;
        let requests = server.requests();
        assert!(requests > 0);
        seconds(600).await;
        assert_eq!(server.requests(), requests);
        assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn many_snapshots_are_polled_by_pages_at_a_limited_rate() {
        let server = Server::with(450);
        let poller = poller(&server);
        let began = Instant::now();
        let waits = (0..450).map(|number| {
            let mut subscription = subscribe(&poller, server.known(&format!("id-{number}")));
            async move { subscription.next().await }
        });
        let waits = futures_util::future::join_all(waits);
        let script = async {
            seconds(20).await;
            (0..450).for_each(|number| server.make_active(&format!("id-{number}")));
        };
        let (outcomes, ()) = tokio::join!(waits, script);
        assert!(outcomes.iter().all(|outcome| outcome.as_ref().unwrap().state.is_active()));
        let most = 5.0 * (began.elapsed().as_secs_f64() + 1.0);
        assert!(server.requests() as f64 <= most, "{} requests, {most} allowed", server.requests());
        assert_eq!(server.gets.load(Ordering::SeqCst), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn many_snapshots_on_the_last_pages_are_not_polled_one_by_one() {
        let server = Server::with(1000);
        let poller = poller(&server);
        let mut subscriptions: Vec<_> = (0..300)
            .map(|number| subscribe(&poller, server.known(&format!("id-{number}"))))
            .collect();
        (0..300).for_each(|number| server.make_active(&format!("id-{number}")));
        for subscription in &mut subscriptions {
            assert!(subscription.next().await.unwrap().state.is_active());
        }
        assert_eq!(
            (server.gets.load(Ordering::SeqCst), server.lists.load(Ordering::SeqCst)),
            (0, 5)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn deleted_snapshot_and_snapshot_on_a_later_page_are_distinguished() {
        // There are more pages than subscriptions, so that the pages with the oldest are not read.
        let server = Server::with(3000);
        let poller = poller(&server);
        let mut subscriptions: Vec<_> = (0..10)
            .map(|number| subscribe(&poller, server.known(&format!("id-{number}"))))
            .collect();
        server.remove("id-3");
        server.make_active("id-4");
        assert!(subscriptions[3].next().await.unwrap_err().is_not_found());
        assert!(subscriptions[4].next().await.unwrap().state.is_active());
        let quiet = tokio::time::timeout(Duration::from_secs(60), subscriptions[5].next()).await;
        assert!(quiet.is_err(), "it is still building");
    }

    #[tokio::test(start_paused = true)]
    async fn short_outage_is_waited_out_and_a_long_one_is_an_error() {
        let server = Server::with(1);
        let poller = poller(&server);
        let mut subscription = subscribe(&poller, server.known("id-0"));
        server.fail(Some(Error::from_status(503, "busy")));
        let quiet = tokio::time::timeout(Duration::from_secs(60), subscription.next()).await;
        assert!(quiet.is_err());
        server.fail(None);
        server.make_active("id-0");
        assert!(subscription.next().await.unwrap().state.is_active());
        server.fail(Some(Error::from_status(503, "busy")));
        let began = Instant::now();
        assert_eq!(subscription.next().await.unwrap_err().status(), Some(503));
        assert!(began.elapsed() >= Duration::from_secs(120));
    }

    #[tokio::test(start_paused = true)]
    async fn refused_page_ends_all_subscriptions_at_once() {
        let server = Server::with(20);
        let poller = poller(&server);
        server.fail(Some(Error::from_status(401, "who are you")));
        for number in 0..20 {
            let mut subscription = subscribe(&poller, server.known(&format!("id-{number}")));
            assert!(subscription.next().await.unwrap_err().is_unauthorized());
        }
    }

    #[test]
    fn wait_continues_after_the_runtime_of_the_task_has_ended() {
        let runtime = || {
            let mut builder = tokio::runtime::Builder::new_current_thread();
            builder.enable_all().start_paused(true).build().unwrap()
        };
        let server = Server::with(1);
        let poller = poller(&server);
        let first = runtime();
        let mut subscription = subscribe(&poller, server.known("id-0"));
        first.block_on(async {
            let quiet = tokio::time::timeout(Duration::from_secs(5), subscription.next()).await;
            assert!(quiet.is_err());
        });
        drop(first);
        server.make_active("id-0");
        let news = runtime().block_on(subscription.next());
        assert!(news.unwrap().state.is_active());
    }

    #[tokio::test(start_paused = true)]
    async fn stub_that_panics_ends_the_wait_with_an_error() {
        struct Panicking;

        #[async_trait]
        impl Snapshots for Panicking {
            async fn get(&self, _id: &str) -> Result<Snapshot> {
                panic!("no such expectation");
            }
        }

        let stub = Arc::new(Panicking);
        let poller =
            Poller::new(&RetryingSnapshots { stub, retry_loop: RetryLoop::default() }, None);
        let known = Snapshot::fake("id", "demo", SnapshotState::Building);
        let error = subscribe(&poller, known).next().await.unwrap_err();
        assert!(error.is_internal() && error.to_string().contains("panicked"), "{error}");
    }
}
