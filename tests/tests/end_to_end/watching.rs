//! Changes as they are seen.

use std::time::Duration;

use daytona_core::{CreateSnapshotParams, SnapshotChange, SnapshotState};
use daytona_testkit::{Emulator, SeedSnapshot};
use futures_util::{StreamExt, TryStreamExt};

use super::connect;

fn shown(change: &SnapshotChange) -> String {
    match change {
        SnapshotChange::Present(snapshot) => format!("{} is {}", snapshot.name, snapshot.state),
        SnapshotChange::Created(snapshot) => format!("{} came", snapshot.name),
        SnapshotChange::StateChanged { snapshot, old_state } => {
            format!("{}: {old_state} to {}", snapshot.name, snapshot.state)
        }
        SnapshotChange::Removed(snapshot) => format!("{} went", snapshot.name),
        other => format!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn one_snapshot_is_watched_until_it_is_gone() {
    let emulator = Emulator::builder()
        .removal_time(Duration::from_secs(8))
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let snapshots = connect(&emulator);
    let mut changes = snapshots.watch("demo");
    assert_eq!(shown(&changes.next().await.unwrap().unwrap()), "demo is active");
    snapshots.deactivate("demo").await.unwrap();
    assert_eq!(shown(&changes.next().await.unwrap().unwrap()), "demo: active to inactive");
    snapshots.delete("demo").await.unwrap();
    let rest: Vec<_> = changes.map_ok(|change| shown(&change)).try_collect().await.unwrap();
    assert_eq!(rest, ["demo: inactive to removing", "demo went"]);
}

#[tokio::test(start_paused = true)]
async fn watch_of_nothing_says_so() {
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
    let mut next = async || shown(&changes.next().await.unwrap().unwrap());
    assert_eq!(next().await, "old is active");
    // The first look must be over, or what comes now has been there from the start.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let create = CreateSnapshotParams::new("new", "alpine:3.20");
    snapshots.create(create).submit().await.unwrap();
    assert_eq!(next().await, "new came");
    let mut change = next().await;
    while change != "new: pulling to active" {
        assert!(change.starts_with("new: "), "{change}");
        change = next().await;
    }
    snapshots.delete("old").await.unwrap();
    assert_eq!(next().await, "old: active to removing");
    assert_eq!(next().await, "old went");
}

#[tokio::test(start_paused = true)]
async fn deletion_can_be_waited_for() {
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
async fn wait_for_a_deletion_has_its_deadline() {
    let emulator = Emulator::builder()
        .removal_time(Duration::from_secs(3600))
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .start()
        .await
        .unwrap();
    let delete = connect(&emulator).delete("demo").wait().timeout(Duration::from_secs(20));
    assert!(delete.await.unwrap_err().is_timeout());
}
