//! Build logs, during a build and after it.

use std::future::IntoFuture;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use daytona_core::{CreateEvent, CreateSnapshotParams, Image};
use daytona_testkit::{BuildLog, Emulator};
use futures_util::{FutureExt, TryStreamExt};

use super::fixture::connect;

fn image() -> Image {
    Image::base("alpine:3.20").run_commands(["echo one", "echo two"])
}

#[tokio::test]
async fn log_that_opens_late_and_ends_late_is_complete() {
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
async fn pulled_snapshot_has_no_log() {
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

#[tokio::test]
async fn raw_log_has_the_exact_bytes() {
    let log = "one\r\n\nzw\u{f6}lf\nlast".as_bytes();
    let builder = Emulator::builder().build_log("demo", BuildLog::new(log));
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut raw = Vec::new();
    snapshots
        .create(CreateSnapshotParams::new("demo", image()))
        .on_raw_logs(|chunk| raw.extend_from_slice(chunk))
        .await
        .unwrap();
    assert_eq!(raw, log);
    let chunks: Vec<_> =
        snapshots.build_logs("demo").chunks().await.unwrap().try_collect().await.unwrap();
    assert_eq!(chunks.concat(), log);
}

#[tokio::test]
async fn log_lines_come_before_the_last_state() {
    let builder = Emulator::builder().build_log("demo", BuildLog::new("one\ntwo\n"));
    let emulator = builder.start().await.unwrap();
    let received = std::sync::Mutex::new(Vec::new());
    connect(&emulator)
        .create(CreateSnapshotParams::new("demo", image()))
        .on_logs(|line| received.lock().unwrap().push(line.to_owned()))
        .on_event(|event| {
            if let CreateEvent::StateChanged(snapshot) = event {
                received.lock().unwrap().push(snapshot.state.to_string());
            }
        })
        .await
        .unwrap();
    let mut received = received.into_inner().unwrap();
    received.retain(|entry| entry != "building");
    assert_eq!(received, ["one", "two", "active"]);
}

#[tokio::test]
async fn panic_of_a_callback_resumes_at_the_end_of_the_create() {
    let builder = Emulator::builder().build_log("demo", BuildLog::new("one\ntwo\n"));
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    let (mut lines, mut events) = (0, 0);
    let create = snapshots
        .create(CreateSnapshotParams::new("demo", image()))
        .on_logs(|_| {
            lines += 1;
            panic!("a callback that panics");
        })
        .on_event(|_| {
            events += 1;
            panic!("another one");
        })
        .into_future();
    let panic = AssertUnwindSafe(create).catch_unwind().await.unwrap_err();
    // The first event comes before the first line.
    assert_eq!(panic.downcast_ref(), Some(&"another one"));
    assert_eq!((lines, events), (1, 1));
    assert!(snapshots.get("demo").await.unwrap().state.is_active());
}

/// The callback blocks its thread, so that the emulator needs other threads.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callback_that_blocks_does_not_delay_the_build() {
    let log =
        BuildLog::new("a line of a log that is long enough to fill all buffers\n".repeat(1_000));
    let builder = Emulator::builder().build_log("demo", log.repeated(1_000));
    let emulator = Arc::new(builder.start().await.unwrap());
    let (sender, is_over) = std::sync::mpsc::channel();
    let watcher = {
        let emulator = emulator.clone();
        tokio::spawn(async move {
            emulator.wait_for_state("demo", "active").await;
            sender.send(()).unwrap();
        })
    };
    let mut lines = 0_u64;
    let count = &mut lines;
    let create = connect(&emulator)
        .create(CreateSnapshotParams::new("demo", image()))
        .on_logs(move |_| {
            if *count == 0 {
                is_over.recv().unwrap();
            }
            *count += 1;
        })
        .into_future();
    assert!(create.await.unwrap().state.is_active());
    watcher.await.unwrap();
    assert!(lines > 0);
}

#[tokio::test(start_paused = true)]
async fn log_of_100_megabytes_is_complete() {
    let piece = format!("{}\n", "x".repeat(999)).repeat(1_000);
    let log = BuildLog::new(piece).repeated(100);
    let builder = Emulator::builder().build_log("demo", log).build_time(Duration::from_secs(30));
    let emulator = builder.start().await.unwrap();
    let mut bytes = 0;
    let create = connect(&emulator)
        .create(CreateSnapshotParams::new("demo", image()))
        .on_logs(|line| bytes += line.len() + 1);
    assert!(create.await.unwrap().state.is_active());
    assert_eq!(bytes, 100_000_000);
}
