//! `watch` and `watch_all`: streams of changes.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, SnapshotChange, SnapshotState};
use daytona_testkit::{Emulator, SeedSnapshot};
use futures_util::{StreamExt, TryStreamExt};

use super::fixture::connect;

fn describe(change: &SnapshotChange) -> String {
    match change {
        SnapshotChange::Present(snapshot) => format!("{} is {}", snapshot.name, snapshot.state),
        SnapshotChange::Created(snapshot) => format!("{} created", snapshot.name),
        SnapshotChange::StateChanged { snapshot, old_state } => {
            format!("{}: {old_state} to {}", snapshot.name, snapshot.state)
        }
        SnapshotChange::Removed(snapshot) => format!("{} removed", snapshot.name),
        other => format!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn watch_of_one_snapshot_ends_with_its_removal() {
    let emulator = Emulator::builder()
        .removal_time(Duration::from_secs(8))
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let snapshots = connect(&emulator);
    let mut changes = snapshots.watch("demo");
    assert_eq!(describe(&changes.next().await.unwrap().unwrap()), "demo is active");
    snapshots.deactivate("demo").await.unwrap();
    assert_eq!(describe(&changes.next().await.unwrap().unwrap()), "demo: active to inactive");
    snapshots.delete("demo").await.unwrap();
    let rest: Vec<_> = changes.map_ok(|change| describe(&change)).try_collect().await.unwrap();
    assert_eq!(rest, ["demo: inactive to removing", "demo removed"]);
}

#[tokio::test(start_paused = true)]
async fn watch_of_a_missing_snapshot_fails() {
    let emulator = Emulator::start().await.unwrap();
    let mut changes = connect(&emulator).watch("nothing");
    let error = changes.next().await.unwrap().unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().starts_with("failed to watch snapshot `nothing`: "), "{error}");
    assert!(changes.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn all_snapshots_are_watched() {
    let emulator = Emulator::builder()
        .build_time(Duration::from_secs(30))
        .removal_time(Duration::from_secs(30))
        .seed(SeedSnapshot::new("old", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let snapshots = connect(&emulator);
    let mut changes = snapshots.watch_all();
    let mut next = async || describe(&changes.next().await.unwrap().unwrap());
    assert_eq!(next().await, "old is active");
    // The first list must be complete. Otherwise the new snapshot would count as present.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let create = CreateSnapshotParams::new("new", "alpine:3.20");
    snapshots.create(create).submit().await.unwrap();
    assert_eq!(next().await, "new created");
    let mut change = next().await;
    while change != "new: pulling to active" {
        assert!(change.starts_with("new: "), "{change}");
        change = next().await;
    }
    snapshots.delete("old").await.unwrap();
    assert_eq!(next().await, "old: active to removing");
    assert_eq!(next().await, "old removed");
}

#[tokio::test(start_paused = true)]
async fn delete_with_wait_returns_after_the_removal() {
    let removal_time = Duration::from_secs(8);
    let emulator = Emulator::builder()
        .removal_time(removal_time)
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let snapshots = connect(&emulator);
    snapshots.delete("demo").wait().await.unwrap();
    assert!(snapshots.get("demo").await.unwrap_err().is_not_found());
    let again = snapshots.create(CreateSnapshotParams::new("demo", "alpine:3.20"));
    assert_eq!(again.await.unwrap().state, SnapshotState::Active);
}

#[tokio::test(start_paused = true)]
async fn delete_with_wait_ends_at_its_deadline() {
    let emulator = Emulator::builder()
        .removal_time(Duration::from_secs(3600))
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let delete = connect(&emulator).delete("demo").wait().timeout(Duration::from_secs(20));
    assert!(delete.await.unwrap_err().is_timeout());
}
