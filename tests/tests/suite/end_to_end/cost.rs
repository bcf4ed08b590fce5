//! The number of requests of creates and waits.

use std::future::IntoFuture;
use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Image};
use daytona_testkit::{Emulator, RecordedRequest};

use super::fixture::connect;

/// Returns an image with this number of steps, each of which writes to the log.
fn image(steps: usize) -> Image {
    Image::base("alpine:3.20").run_commands((0..steps).map(|step| format!("echo {step}")))
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
async fn pull_of_ten_minutes_takes_at_most_one_request_each_two_seconds() {
    let build_time = Duration::from_secs(600);
    let emulator = Emulator::builder().build_time(build_time).start().await.unwrap();
    let create = CreateSnapshotParams::new("demo", "alpine:3.20");
    connect(&emulator).create(create).await.unwrap();
    let requests = emulator.requests().len();
    assert!(requests <= 300, "{requests} requests");
}

#[tokio::test(start_paused = true)]
async fn ten_waits_for_one_snapshot_share_their_polls() {
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
    // Each wait requests the snapshot once before it shares the polls.
    let (one, ten) = (requests(1).await, requests(10).await);
    assert!(ten <= one + 9 + 10, "{one} for one, {ten} for ten");
}

#[tokio::test]
async fn create_with_its_log_takes_four_requests_to_the_api() {
    let emulator =
        Emulator::builder().build_time(Duration::from_millis(300)).start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut lines = 0;
    let create = snapshots.create(CreateSnapshotParams::new("demo", image(3)));
    create.on_logs(|_| lines += 1).await.unwrap();
    assert!(lines > 3, "{lines} lines");
    let requests = emulator.requests();
    let operations: Vec<_> = requests.iter().map(RecordedRequest::operation).collect();
    let to_api = operations.iter().filter(|operation| **operation != Some("followBuildLogs"));
    assert_eq!(to_api.count(), 4, "{operations:?}");
}
