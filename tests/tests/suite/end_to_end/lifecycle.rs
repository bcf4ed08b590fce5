//! The life of a snapshot, from its creation to its removal.

use std::time::Duration;

use daytona_core::{
    CreateEvent, CreateSnapshotParams, Error, Image, Resources, SnapshotSort, SortOrder,
};
use daytona_testkit::{BuildOutcome, Emulator};
use futures_util::TryStreamExt;

use super::fixture::{calls, connect};

#[tokio::test]
async fn snapshot_is_created_found_and_deleted() {
    let emulator =
        Emulator::builder().removal_time(Duration::from_millis(20)).start().await.unwrap();
    let snapshots = connect(&emulator);
    let params = CreateSnapshotParams::new("demo", "alpine:3.20")
        .resources(Resources::new().cpu(2).memory_gib(4).disk_gib(5))
        .entrypoint(["sleep", "infinity"]);
    let created = snapshots.create(params).await.unwrap();
    assert!(created.state.is_active());
    assert_eq!(created.image_name.as_deref(), Some("alpine:3.20"));
    assert_eq!((created.cpu, created.mem, created.disk), (2.0, 4.0, 5.0));

    let found = snapshots.get("demo").await.unwrap();
    assert_eq!(found.id, created.id);
    assert_eq!(snapshots.list().name("DEM").await.unwrap().items, [found]);

    snapshots.delete(&created).await.unwrap();
    emulator.wait_until_removed(&created.id).await;
    assert!(snapshots.get("demo").await.unwrap_err().is_not_found());
    assert!(snapshots.delete("demo").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn taken_name_is_a_conflict() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    snapshots.create(CreateSnapshotParams::new("demo", "alpine:3.20")).await.unwrap();
    let error =
        snapshots.create(CreateSnapshotParams::new("demo", "alpine:3.20")).await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(snapshots.list().await.unwrap().total, 1);
}

#[tokio::test]
async fn inactive_snapshot_is_activated_and_waited_for() {
    let emulator = Emulator::builder().activation_cooldown(Duration::ZERO).start().await.unwrap();
    let snapshots = connect(&emulator);
    let created = snapshots.create(CreateSnapshotParams::new("demo", "alpine:3.20")).await.unwrap();
    let error: Error = snapshots.activate(&created).await.unwrap_err();
    assert_eq!(error.status(), Some(400), "an active snapshot cannot be activated");
    snapshots.deactivate("demo").await.unwrap();
    snapshots.deactivate("demo").await.unwrap();
    assert_eq!(snapshots.get("demo").await.unwrap().state.as_str(), "inactive");
    snapshots.activate("demo").await.unwrap();
    assert!(snapshots.wait("demo").await.unwrap().state.is_active());
}

#[tokio::test]
async fn failed_build_reports_reason_and_log_lines() {
    let emulator = Emulator::builder()
        .build_outcome("broken", BuildOutcome::error("no space left on device"))
        .start()
        .await
        .unwrap();
    let image = Image::base("alpine:3.20").run_commands(["make"]);
    let mut lines = Vec::new();
    let error = connect(&emulator)
        .create(CreateSnapshotParams::new("broken", image))
        .on_logs(|line| lines.push(line.to_owned()))
        .await
        .unwrap_err();
    assert!(error.is_build_failed());
    assert!(error.to_string().contains("no space left on device"), "{error}");
    assert_eq!(error.snapshot_name(), Some("broken"));
    assert!(!lines.is_empty(), "the callback received the log up to the failure");
    assert_eq!(error.log_lines(), lines);
}

#[tokio::test]
async fn another_service_waits_for_a_submitted_snapshot() {
    let emulator = Emulator::start().await.unwrap();
    let image = Image::base("alpine:3.20").run_commands(["true"]);
    let submitted =
        connect(&emulator).create(CreateSnapshotParams::new("demo", image)).submit().await.unwrap();
    assert!(submitted.state.is_in_progress());
    let finished = connect(&emulator).wait(submitted.id.as_str()).await.unwrap();
    assert_eq!((finished.id, finished.state.is_active()), (submitted.id, true));
}

#[tokio::test]
async fn snapshot_of_a_timed_out_create_can_be_waited_for() {
    let emulator =
        Emulator::builder().build_time(Duration::from_millis(400)).start().await.unwrap();
    let snapshots = connect(&emulator);
    let image = Image::base("alpine:3.20").run_commands(["true"]);
    let error = snapshots
        .create(CreateSnapshotParams::new("slow", image))
        .timeout(Duration::from_millis(150))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let snapshot = snapshots.wait(error.snapshot_id().unwrap()).await.unwrap();
    assert_eq!(snapshot.name, "slow");
}

#[tokio::test]
async fn events_have_the_order_of_the_steps() {
    let emulator = Emulator::start().await.unwrap();
    let mut steps = Vec::new();
    let image = Image::base("alpine:3.20").run_commands(["true"]);
    connect(&emulator)
        .create(CreateSnapshotParams::new("demo", image))
        .on_event(|event| {
            steps.push(match event {
                CreateEvent::ContextUploaded(context) => format!("{} archives", context.len()),
                CreateEvent::Created(snapshot) => format!("created {}", snapshot.name),
                CreateEvent::StateChanged(snapshot) => snapshot.state.to_string(),
                CreateEvent::Done(snapshot) => format!("done with {}", snapshot.name),
                other => format!("{other:?}"),
            });
        })
        .await
        .unwrap();
    assert_eq!(steps[..2], ["0 archives", "created demo"]);
    assert_eq!(steps[steps.len() - 2..], ["active", "done with demo"]);
}

#[tokio::test]
async fn all_pages_are_listed() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    for number in 0..5 {
        let params = CreateSnapshotParams::new(format!("snapshot-{number}"), "alpine:3.20");
        snapshots.create(params).submit().await.unwrap();
    }
    let page = snapshots.list().page(2).limit(2).await.unwrap();
    assert_eq!((page.page, page.total_pages, page.total, page.items.len()), (2, 3, 5, 2));
    assert!(snapshots.list().page(9).await.unwrap().items.is_empty());
    // The creation time never changes. By another key, snapshots would move between pages.
    let by_creation = snapshots.list().sort(SnapshotSort::CreatedAt, SortOrder::Ascending);
    let all: Vec<_> = by_creation.limit(2).stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 5);
}

#[tokio::test]
async fn image_without_files_needs_no_object_storage() {
    let emulator = Emulator::start().await.unwrap();
    let image = Image::base("alpine:3.20").run_commands(["true"]);
    connect(&emulator).create(CreateSnapshotParams::new("demo", image)).await.unwrap();
    assert!(!calls(&emulator).contains(&"GET getPushAccess".to_owned()), "{:?}", calls(&emulator));
}
