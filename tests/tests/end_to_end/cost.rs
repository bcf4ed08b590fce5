//! What a create costs: time after the server's own end, and requests.

use std::future::IntoFuture;
use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Image};
use daytona_testkit::{BuildLog, BuildOutcome, Emulator, EmulatorBuilder};
use tokio::time::Instant;

use super::connect;

/// An image of so many steps, each of which writes to the log.
fn image(steps: usize) -> Image {
    Image::base("alpine:3.20").run_commands((0..steps).map(|step| format!("echo {step}")))
}

/// Creates a snapshot and returns how long after the server's own end, in whatever state, that was
/// over.
async fn extra_time(builder: EmulatorBuilder, end: &str, image: Image) -> Duration {
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    let create = snapshots.create(CreateSnapshotParams::new("demo", image)).on_logs(|_| {});
    let ended = async {
        emulator.wait_for_state("demo", end).await;
        Instant::now()
    };
    let (_, ended) = tokio::join!(create, ended);
    ended.elapsed()
}

#[tokio::test(start_paused = true)]
async fn good_build_is_over_within_150_ms_of_the_servers_end() {
    for build_ms in [300, 3_000, 30_000, 300_000] {
        let builder = Emulator::builder()
            .build_time(Duration::from_millis(build_ms))
            .log_close_delay(Duration::from_secs(1));
        let extra = extra_time(builder, "active", image(5)).await;
        assert!(extra <= Duration::from_millis(150), "{extra:?} after {build_ms} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn failed_build_is_over_within_150_ms_of_the_servers_end() {
    for build_ms in [300, 3_000, 30_000, 300_000] {
        let builder = Emulator::builder()
            .build_time(Duration::from_millis(build_ms))
            .build_outcome("demo", BuildOutcome::error("exit code: 1"));
        let extra = extra_time(builder, "error", image(5)).await;
        assert!(extra <= Duration::from_millis(150), "{extra:?} after {build_ms} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn end_of_a_silent_log_is_followed_at_once() {
    let builder = Emulator::builder()
        .build_time(Duration::from_secs(30))
        .log_close_delay(Duration::from_millis(50))
        .build_log("demo", BuildLog::new("begun\n"));
    let extra = extra_time(builder, "active", image(1)).await;
    assert!(extra <= Duration::from_millis(150), "{extra:?}");
}

#[tokio::test(start_paused = true)]
async fn build_of_ten_minutes_takes_fewer_than_60_requests_with_its_log() {
    for steps in [1, 60, 2000] {
        let build_time = Duration::from_secs(600);
        let emulator = Emulator::builder().build_time(build_time).start().await.unwrap();
        let create = CreateSnapshotParams::new("demo", image(steps));
        connect(&emulator).create(create).on_logs(|_| {}).await.unwrap();
        let requests = emulator.requests().len();
        assert!(requests < 60, "{requests} requests for a build of {steps} steps");
    }
}

#[tokio::test(start_paused = true)]
async fn pull_of_ten_minutes_takes_half_of_one_request_per_second() {
    let build_time = Duration::from_secs(600);
    let emulator = Emulator::builder().build_time(build_time).start().await.unwrap();
    let create = CreateSnapshotParams::new("demo", "alpine:3.20");
    connect(&emulator).create(create).await.unwrap();
    let requests = emulator.requests().len();
    assert!(requests <= 300, "{requests} requests");
}

#[tokio::test(start_paused = true)]
async fn ten_waits_for_one_snapshot_cost_what_one_does() {
    let build_time = Duration::from_secs(60);
    let requests = async |waits: usize| {
        let emulator = Emulator::builder().build_time(build_time).start().await.unwrap();
        let snapshots = connect(&emulator);
        let create = CreateSnapshotParams::new("demo", "alpine:3.20");
        let accepted = snapshots.create(create).submit().await.unwrap();
        let waits = (0..waits).map(|_| snapshots.wait(&accepted).into_future());
        let outcomes = futures_util::future::join_all(waits).await;
        assert!(outcomes.iter().all(Result::is_ok));
        emulator.requests().len()
    };
    // Each wait looks the snapshot up once by itself.
    let (one, ten) = (requests(1).await, requests(10).await);
    assert!(ten <= one + 9 + 10, "{one} for one, {ten} for ten");
}
