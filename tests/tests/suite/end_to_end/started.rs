//! The handle of a started create: `events`, `wait` and `cancel`.

use std::time::Duration;

use daytona_core::{CreateEvent, CreateSnapshotParams, Image};
use daytona_testkit::{BuildLog, BuildOutcome, Emulator};
use futures_util::{StreamExt, TryStreamExt};

use super::fixture::connect;

fn image() -> Image {
    Image::base("alpine:3.20").run_commands(["true"])
}

fn params() -> CreateSnapshotParams {
    CreateSnapshotParams::new("demo", image())
}

fn name(event: &CreateEvent) -> String {
    match event {
        CreateEvent::Uploading { sources } => format!("uploading {sources}"),
        CreateEvent::ContextUploaded(archives) => format!("uploaded {}", archives.len()),
        CreateEvent::Created(_) => "created".to_owned(),
        CreateEvent::StateChanged(snapshot) => snapshot.state.to_string(),
        CreateEvent::LogLine(line) => format!("log {line}"),
        CreateEvent::Done(_) => "done".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Returns `true` for an event that does not always come.
fn is_notice(name: &str) -> bool {
    ["UploadProgress", "Watching"].iter().any(|start| name.starts_with(start))
}

#[tokio::test]
async fn events_have_the_order_of_the_steps() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "data").unwrap();
    let emulator =
        Emulator::builder().build_log("demo", BuildLog::new("one\ntwo\n")).start().await.unwrap();
    let image = image().add_local_file(folder.path().join("data"), "/data");
    let snapshots = connect(&emulator);
    let create = snapshots.create(CreateSnapshotParams::new("demo", image));
    let mut started = create.start().await.unwrap();
    let events: Vec<_> = started.events().try_collect().await.unwrap();
    let mut names: Vec<_> = events.iter().map(name).collect();
    // The number of polls before the end of the build varies, and so do counters and notices.
    names.retain(|name| name != "building" && !is_notice(name));
    assert_eq!(
        names,
        ["uploading 1", "uploaded 1", "created", "log one", "log two", "active", "done"]
    );
    assert!(started.wait().await.unwrap().state.is_active());
}

#[tokio::test]
async fn new_event_stream_continues_after_a_dropped_one() {
    let log = BuildLog::new("one\ntwo\nthree\n");
    let emulator = Emulator::builder().build_log("demo", log).start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut started = snapshots.create(params()).start().await.unwrap();
    let mut names = Vec::new();
    loop {
        let mut events = started.events();
        match events.next().await {
            Some(event) => names.push(name(&event.unwrap())),
            None => break,
        }
    }
    let lines: Vec<_> = names.iter().filter(|name| name.starts_with("log")).collect();
    assert_eq!(lines, ["log one", "log two", "log three"]);
    assert_eq!(names.last().unwrap(), "done");
}

#[tokio::test]
async fn failure_is_the_last_event_and_the_outcome() {
    let outcome = BuildOutcome::error("no space left on device");
    let emulator = Emulator::builder().build_outcome("demo", outcome).start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut started = snapshots.create(params()).start().await.unwrap();
    let events: Vec<_> = started.events().collect().await;
    assert!(events.last().unwrap().as_ref().unwrap_err().is_build_failed());
    assert!(events.iter().rev().skip(1).all(Result::is_ok));
    assert!(started.wait().await.unwrap_err().is_build_failed());
}

#[tokio::test(start_paused = true)]
async fn cancelled_handle_names_the_snapshot_and_sends_no_request() {
    let endless = BuildOutcome::Endless;
    let emulator = Emulator::builder().build_outcome("demo", endless).start().await.unwrap();
    let snapshots = connect(&emulator);
    let started = snapshots.create(params()).start().await.unwrap();
    let id = started.id().to_owned();
    let cancelled = started.cancel();
    assert_eq!(
        cancelled.to_string(),
        format!(
            "snapshot `demo` ({id}) was `pending`, and the server goes on with it: wait for it or \
             delete it by its id"
        )
    );
    emulator.wait_for_state("demo", "building").await;
    let requests = emulator.requests().len();
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!(emulator.requests().len(), requests);
}

#[tokio::test(start_paused = true)]
async fn deadline_of_a_create_applies_to_its_handle() {
    let endless = BuildOutcome::Endless;
    let emulator = Emulator::builder().build_outcome("demo", endless).start().await.unwrap();
    let began = tokio::time::Instant::now();
    let create = connect(&emulator).create(params()).timeout(Duration::from_secs(60));
    let started = create.start().await.unwrap();
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert!(started.wait().await.unwrap_err().is_timeout());
    assert_eq!(began.elapsed().as_secs(), 60);
}
