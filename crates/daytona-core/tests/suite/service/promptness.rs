//! The delay between the end of a build and the end of its wait, and the polls, on a paused clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use daytona_core::stub::{Feed, SnapshotEvent, SnapshotEvents, Snapshots};
use daytona_core::{Result, Snapshot, SnapshotService};
use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::script::{ID, snapshot};

/// The duration of a poll.
const ROUND_TRIP: Duration = Duration::from_millis(20);

/// A build that starts with the stub.
#[derive(Clone)]
struct Build {
    over: Instant,
    polls: Arc<AtomicU32>,
}

impl Build {
    fn new(takes: Duration) -> Self {
        Self { over: Instant::now() + takes, polls: Arc::default() }
    }

    /// Waits for the build. Returns the delay between the two ends, and the number of polls.
    async fn wait(self, service: SnapshotService) -> (Duration, u32) {
        assert!(service.wait(ID).await.unwrap().state.is_active());
        (Instant::now() - self.over, self.polls.load(Ordering::SeqCst))
    }
}

#[async_trait]
impl Snapshots for Build {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.polls.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(ROUND_TRIP / 2).await;
        let state = if Instant::now() >= self.over { "active" } else { "building" };
        tokio::time::sleep(ROUND_TRIP / 2).await;
        Ok(snapshot(state))
    }
}

#[async_trait]
impl Feed for Build {
    async fn open(&self) -> Result<SnapshotEvents> {
        tokio::time::sleep(ROUND_TRIP).await;
        let over = self.over;
        let end = async move {
            tokio::time::sleep_until(over).await;
            Ok(SnapshotEvent::StateUpdated(snapshot("active")))
        };
        Ok(Box::pin(stream::once(end).chain(stream::pending())))
    }
}

fn lengths() -> impl Iterator<Item = Duration> {
    [300, 3_000, 30_000, 600_000].into_iter().map(Duration::from_millis)
}

#[tokio::test(start_paused = true)]
async fn wait_with_the_feed_ends_with_the_build_and_polls_every_30_s() {
    for takes in lengths() {
        let build = Build::new(takes);
        let service = SnapshotService::from_stub(build.clone()).with_feed(build.clone());
        let (late, polls) = build.wait(service).await;
        assert_eq!(late, Duration::ZERO, "after {takes:?}");
        // The look-up, the poll when the feed opens, and the regular ones.
        let most = 2 + u32::try_from(takes.as_secs() / 30).unwrap();
        assert!(polls <= most, "{polls} polls in {takes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_without_the_feed_is_late_by_a_share_and_takes_few_polls() {
    for takes in lengths() {
        let build = Build::new(takes);
        let service = SnapshotService::from_stub(build.clone());
        let (late, polls) = build.wait(service).await;
        let most =
            takes.mul_f64(0.67).clamp(Duration::from_millis(495), Duration::from_millis(1400));
        assert!(late <= most + ROUND_TRIP * 2, "{late:?} after {takes:?}");
        // The official SDK polls once a second, the first time at once.
        let official = u32::try_from(takes.as_secs()).unwrap() + 2;
        let most = if takes < Duration::from_secs(10) { official * 2 } else { official - 1 };
        assert!(polls <= most, "{polls} polls in {takes:?}");
    }
}
