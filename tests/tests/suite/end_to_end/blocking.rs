//! The blocking API.

use std::fs;
use std::thread;
use std::time::Duration;

use daytona_core::blocking::{Block, BlockIter};
use daytona_core::{CreateEvent, CreateSnapshotParams, Image, Snapshot};
use daytona_testkit::{BuildLog, BuildOutcome, Emulator, EmulatorBuilder};
use tokio::runtime::Runtime;

use super::fixture::connect;

/// Starts an emulator on a runtime that the caller does not use.
fn start(builder: EmulatorBuilder) -> (Runtime, Emulator) {
    let runtime = Runtime::new().unwrap();
    let emulator = runtime.block_on(builder.start()).unwrap();
    (runtime, emulator)
}

fn image() -> Image {
    Image::base("alpine:3.20").run_commands(["true"])
}

#[test]
fn snapshot_is_created_found_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data"), "data").unwrap();
    let (_runtime, emulator) =
        start(Emulator::builder().build_log("demo", BuildLog::new("one\ntwo\n")));
    let snapshots = connect(&emulator);

    let image = image().add_local_file(folder.path().join("data"), "/data");
    let mut lines = Vec::new();
    let here = thread::current().id();
    let created = snapshots
        .create(CreateSnapshotParams::new("demo", image))
        .on_logs(|line| lines.push((line.to_owned(), thread::current().id())))
        .block()
        .unwrap();
    assert!(created.state.is_active());
    assert_eq!(lines, [("one".to_owned(), here), ("two".to_owned(), here)]);

    assert_eq!(snapshots.get("demo").block().unwrap().id, created.id);
    assert_eq!(snapshots.list().limit(10).block().unwrap().total, 1);
    snapshots.delete("demo").wait().block().unwrap();
    assert!(snapshots.get("demo").block().unwrap_err().is_not_found());
}

#[test]
fn streams_are_iterators() {
    let (_runtime, emulator) = start(Emulator::builder());
    let snapshots = connect(&emulator);
    for name in ["one", "two", "three"] {
        snapshots.create(CreateSnapshotParams::new(name, "alpine:3.20")).block().unwrap();
    }
    let names = |found: Vec<Snapshot>| -> Vec<_> { found.into_iter().map(|it| it.name).collect() };
    let found: Result<Vec<_>, _> = snapshots.list_all().block_iter().collect();
    let mut found = names(found.unwrap());
    found.sort();
    assert_eq!(found, ["one", "three", "two"]);

    let mut started =
        snapshots.create(CreateSnapshotParams::new("four", image())).start().block().unwrap();
    let events: Result<Vec<_>, _> = started.events().block_iter().collect();
    assert!(matches!(events.unwrap().last(), Some(CreateEvent::Done(_))));
    assert!(started.wait().block().unwrap().state.is_active());
}

#[test]
fn deadline_ends_the_wait() {
    let (_runtime, emulator) =
        start(Emulator::builder().build_outcome("demo", BuildOutcome::Endless));
    let snapshots = connect(&emulator);
    let create = snapshots.create(CreateSnapshotParams::new("demo", image()));
    let error = create.timeout(Duration::from_millis(200)).block().unwrap_err();
    assert!(error.is_timeout());
}

#[test]
fn threads_share_a_service() {
    let (_runtime, emulator) = start(Emulator::builder());
    let snapshots = connect(&emulator);
    thread::scope(|scope| {
        for name in ["one", "two", "three", "four"] {
            let snapshots = &snapshots;
            let params = CreateSnapshotParams::new(name, image());
            scope.spawn(move || snapshots.create(params).block().unwrap());
        }
    });
    assert_eq!(snapshots.list().block().unwrap().total, 4);
}
