//! The log of a build, while it runs and afterwards.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Image};
use daytona_testkit::Emulator;
use futures_util::TryStreamExt;

use super::connect;

fn image() -> Image {
    Image::base("alpine:3.20").run_commands(["echo one", "echo two"])
}

#[tokio::test]
async fn log_that_opens_late_and_ends_late_arrives_whole() {
    let emulator = Emulator::builder()
        .build_time(Duration::from_millis(300))
        .log_open_delay(Duration::from_millis(150))
        .log_close_delay(Duration::from_millis(200))
        .start()
        .await
        .unwrap();
    let snapshots = connect(&emulator);
    let mut followed = Vec::new();
    snapshots
        .create(CreateSnapshotParams::new("demo", image()))
        .on_logs(|line| followed.push(line.to_owned()))
        .await
        .unwrap();
    let read: Vec<String> =
        snapshots.build_logs("demo").await.unwrap().try_collect().await.unwrap();
    assert!(read.iter().any(|line| line.contains("echo two")), "{read:?}");
    assert_eq!(followed, read);
}

#[tokio::test]
async fn snapshot_that_was_pulled_has_no_log() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut lines = 0;
    snapshots
        .create(CreateSnapshotParams::new("demo", "alpine:3.20"))
        .on_logs(|_| lines += 1)
        .await
        .unwrap();
    assert_eq!(lines, 0);
    assert!(snapshots.build_logs("demo").await.err().unwrap().is_not_found());
}
