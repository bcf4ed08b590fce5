//! The delay between the end of a build and the end of its wait, on a paused clock.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use daytona_core::stub::{LogChunks, LogMode, Snapshots};
use daytona_core::{Result, Snapshot, SnapshotService};
use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::script::{ID, snapshot};

/// The duration of a poll.
const ROUND_TRIP: Duration = Duration::from_millis(20);
const PROMPT: Duration = Duration::from_millis(150);

/// A build that starts with the stub.
#[derive(Clone)]
struct Build {
    began: Instant,
    takes: Duration,
    end: &'static str,
    /// The lines, with their times before the end.
    lines: Vec<(Duration, &'static str)>,
    /// The delay after the end before the log is closed. `None`: never.
    closes_after: Option<Duration>,
}

impl Build {
    fn new(takes: Duration, end: &'static str) -> Self {
        Self { began: Instant::now(), takes, end, lines: Vec::new(), closes_after: None }
    }

    fn line(mut self, before_the_end: Duration, line: &'static str) -> Self {
        self.lines.push((before_the_end, line));
        self
    }

    fn log_closes_after(self, pause: Duration) -> Self {
        Self { closes_after: Some(pause), ..self }
    }

    fn over(&self) -> Instant {
        self.began + self.takes
    }

    /// Waits for the build. Returns the delay between the two ends.
    async fn lateness(self) -> Duration {
        let over = self.over();
        let _ = SnapshotService::from_stub(self).wait(ID).await;
        Instant::now() - over
    }
}

#[async_trait]
impl Snapshots for Build {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        tokio::time::sleep(ROUND_TRIP / 2).await;
        let state = if Instant::now() >= self.over() { self.end } else { "building" };
        tokio::time::sleep(ROUND_TRIP / 2).await;
        Ok(snapshot(state))
    }

    async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
        let over = self.over();
        let lines = stream::iter(self.lines.clone()).then(move |(before, line)| async move {
            tokio::time::sleep_until(over - before).await;
            Ok(Bytes::from(format!("{line}\n")))
        });
        let closes_after = self.closes_after;
        let close = stream::once(async move {
            match closes_after {
                Some(pause) => tokio::time::sleep_until(over + pause).await,
                None => std::future::pending().await,
            }
        });
        Ok(Box::pin(lines.chain(close.filter_map(async |()| None))))
    }
}

fn lengths() -> impl Iterator<Item = Duration> {
    [300, 3_000, 30_000, 600_000].into_iter().map(Duration::from_millis)
}

fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

#[tokio::test(start_paused = true)]
async fn wait_ends_soon_after_the_last_line_of_a_good_build() {
    for takes in lengths() {
        let build = Build::new(takes, "active")
            .line(takes, "#1 [internal] load build definition from Dockerfile")
            .line(takes / 2, "#5 RUN make")
            .line(millis(100), "#9 exporting to image")
            .line(millis(0), "#9 naming to registry/image done")
            .log_closes_after(Duration::from_secs(1));
        let late = build.lateness().await;
        assert!(late <= PROMPT, "{late:?} after {takes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn line_about_the_end_counts_at_any_place_in_a_chunk() {
    for takes in lengths() {
        let build = Build::new(takes, "active")
            .line(takes, "#1 [internal] load build definition from Dockerfile")
            .line(takes / 2, "#5 RUN make")
            .line(takes / 4, "#6 RUN make install")
            .line(millis(0), "#9 exporting to image\n#9 naming to registry/image\n#9 DONE 0.0s")
            .log_closes_after(Duration::from_secs(1));
        let late = build.lateness().await;
        assert!(late <= PROMPT, "{late:?} after {takes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn failure_after_the_last_line_is_seen_soon() {
    for takes in lengths() {
        let build = Build::new(takes, "error")
            .line(takes / 2, "#5 RUN make")
            .line(millis(200), "#5 ERROR: process did not complete successfully: exit code: 1");
        let late = build.lateness().await;
        assert!(late <= PROMPT, "{late:?} after {takes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_ends_soon_after_the_end_of_the_log() {
    for takes in lengths() {
        let build = Build::new(takes, "active").line(takes, "begun").log_closes_after(millis(20));
        let late = build.lateness().await;
        assert!(late <= PROMPT, "{late:?} after {takes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_without_a_log_ends_at_most_a_twentieth_late() {
    struct Pull(Build);

    #[async_trait]
    impl Snapshots for Pull {
        async fn get(&self, id: &str) -> Result<Snapshot> {
            let mut snapshot = self.0.get(id).await?;
            snapshot.build_info = None;
            Ok(snapshot)
        }
    }

    for takes in lengths() {
        let build = Build::new(takes, "active");
        let over = build.over();
        SnapshotService::from_stub(Pull(build)).wait(ID).await.unwrap();
        let most = (takes / 20).max(millis(110)).min(Duration::from_secs(3)) + ROUND_TRIP * 2;
        let late = Instant::now() - over;
        assert!(late <= most, "{late:?} after {takes:?}");
    }
}
