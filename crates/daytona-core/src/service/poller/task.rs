//! The task that sends the polls and reads the notification feed.

use std::pin::Pin;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use super::feed::{FeedConnection, FeedUpdate};
use super::request::PollResponse;
use super::shared::Shared;
use crate::Error;
use crate::error::Kind;
use crate::service::event::StateSource;

type InFlight = FuturesUnordered<Pin<Box<dyn Future<Output = PollResponse> + Send>>>;

/// Polls while there are subscriptions. A panic of `on_retry` is held for one of them.
pub(super) async fn run(shared: Arc<Shared>) {
    let panic = shared.panic.clone();
    panic.scope(poll(shared)).await;
}

async fn poll(shared: Arc<Shared>) {
    let mut guard = TaskGuard(Some(shared.clone()));
    let mut in_flight = InFlight::new();
    let mut feed = FeedConnection::new(shared.feed.clone());
    loop {
        let plan = shared.schedule().plan(Instant::now());
        if plan.is_over {
            shared.notices.set_source(None);
            guard.disarm();
            return;
        }
        for request in plan.requests {
            let shared = shared.clone();
            in_flight.push(Box::pin(async move { request.send(&shared.snapshots).await }));
        }
        tokio::select! {
            Some(response) = in_flight.next() => {
                let id = response.id().map(str::to_owned);
                let repeated = shared.schedule().handle(response, Instant::now());
                if in_flight.is_empty() {
                    shared.schedule().forget_events();
                }
                if let Some(event) = repeated {
                    shared.snapshots.report_retry(&event);
                    shared.notices.retry(id, event);
                }
            }
            update = feed.next() => {
                let has_requests = !in_flight.is_empty();
                let (mut schedule, now) = (shared.schedule(), Instant::now());
                match update {
                    FeedUpdate::Opened => {
                        schedule.open_feed(now);
                        shared.notices.set_source(Some(StateSource::Feed));
                    }
                    FeedUpdate::Failed => shared.notices.set_source(Some(StateSource::Polling)),
                    FeedUpdate::Event(event) => schedule.handle_event(*event, has_requests, now),
                    FeedUpdate::Closed => {
                        schedule.close_feed(now);
                        shared.notices.set_source(Some(StateSource::Polling));
                    }
                }
            }
            () = shared.changed.notified() => {}
            () = sleep_until_some(plan.next) => {}
        }
    }
}

async fn sleep_until_some(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Informs the subscriptions when the task stops early: with its runtime, or by a panic of the stub.
struct TaskGuard(Option<Arc<Shared>>);

impl TaskGuard {
    fn disarm(&mut self) {
        self.0 = None;
    }
}

impl Drop for TaskGuard {
    fn drop(&mut self) {
        let Some(shared) = self.0.take() else { return };
        shared.notices.set_source(None);
        let mut schedule = shared.schedule();
        schedule.stop_task();
        if std::thread::panicking() {
            schedule.end_all(&Error::new(
                Kind::Internal,
                "the task that polls for the snapshot panicked",
            ));
        }
        drop(schedule);
        shared.stopped.notify_waiters();
    }
}
