//! `ensure`: returns an active snapshot of the requested content, for every state of an existing one.

use std::time::Duration;

use daytona_core::{CreateEvent, CreateSnapshotParams, Image, Resources, SnapshotService};
use daytona_testkit::{BuildOutcome, Emulator};

use super::fixture::connect;

const NAME: &str = "tools";

fn params() -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, Image::base("alpine:3.20").run_commands(["true"]))
}

fn other_params() -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, Image::base("alpine:3.20").run_commands(["false"]))
}

/// Returns the number of create requests.
fn creates(emulator: &Emulator) -> usize {
    let requests = emulator.requests();
    requests.iter().filter(|request| request.operation() == Some("createSnapshot")).count()
}

async fn start() -> (Emulator, SnapshotService) {
    let builder = Emulator::builder().activation_cooldown(Duration::ZERO);
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    (emulator, snapshots)
}

#[tokio::test]
async fn missing_snapshot_is_created_and_existing_one_is_used() {
    let (emulator, snapshots) = start().await;
    let created = snapshots.ensure(params()).await.unwrap();
    assert!(created.state.is_active());
    let mut events = Vec::new();
    let found = snapshots.ensure(params()).on_event(|event| events.push(event.clone()));
    assert_eq!(found.await.unwrap().id, created.id);
    assert!(matches!(&events[1..], [CreateEvent::Found(_), CreateEvent::Done(_)]), "{events:?}");
    assert_eq!(creates(&emulator), 1);
}

#[tokio::test]
async fn other_content_is_a_conflict_that_names_the_difference() {
    let (emulator, snapshots) = start().await;
    let existing = snapshots.ensure(params()).await.unwrap();
    let wanted = other_params().resources(Resources::new().cpu(2));
    let error = snapshots.ensure(wanted).await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.snapshot_id(), Some(existing.id.as_str()));
    assert!(error.to_string().contains("differs in the Dockerfile and the CPU cores"), "{error}");
    assert_eq!(creates(&emulator), 1);
}

#[tokio::test]
async fn other_content_is_replaced_on_request() {
    let (_emulator, snapshots) = start().await;
    let existing = snapshots.ensure(params()).await.unwrap();
    let replaced = snapshots.ensure(other_params()).replace().await.unwrap();
    assert!(replaced.state.is_active() && replaced.id != existing.id);
    assert_eq!(snapshots.list().await.unwrap().total, 1);
}

#[tokio::test]
async fn snapshot_in_progress_is_waited_for() {
    let (emulator, snapshots) = start().await;
    let accepted = snapshots.create(params()).submit().await.unwrap();
    let ensured = snapshots.ensure(params()).await.unwrap();
    assert!(ensured.state.is_active() && ensured.id == accepted.id);
    assert_eq!(creates(&emulator), 1);
}

#[tokio::test]
async fn inactive_snapshot_is_activated() {
    let (_emulator, snapshots) = start().await;
    let created = snapshots.ensure(params()).await.unwrap();
    snapshots.deactivate(&created).await.unwrap();
    let ensured = snapshots.ensure(params()).await.unwrap();
    assert!(ensured.state.is_active() && ensured.id == created.id);
}

#[tokio::test]
async fn failed_snapshot_is_created_again() {
    let outcome = BuildOutcome::error("no space left on device");
    let emulator = Emulator::builder().build_outcome(NAME, outcome).start().await.unwrap();
    let snapshots = connect(&emulator);
    let first = snapshots.ensure(params()).await.unwrap_err();
    let second = snapshots.ensure(params()).await.unwrap_err();
    assert!(first.is_build_failed() && second.is_build_failed());
    assert_ne!(first.snapshot_id(), second.snapshot_id());
    assert_eq!(creates(&emulator), 2);
}

#[tokio::test]
async fn snapshot_that_is_being_removed_is_waited_for_and_created() {
    let (_emulator, snapshots) = start().await;
    let first = snapshots.ensure(params()).await.unwrap();
    snapshots.delete(&first).await.unwrap();
    let second = snapshots.ensure(params()).await.unwrap();
    assert!(second.state.is_active() && second.id != first.id);
}

#[tokio::test]
async fn concurrent_ensures_share_one_snapshot() {
    let (emulator, snapshots) = start().await;
    let (one, other) = tokio::join!(snapshots.ensure(params()), snapshots.ensure(params()));
    assert_eq!(one.unwrap().id, other.unwrap().id);
    assert_eq!(snapshots.list().await.unwrap().total, 1, "{:?}", emulator.requests());
}
