//! Deletes that the server loses, and deletes that it refuses. Uses the emulator.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use daytona_core::stub::Snapshots;
use daytona_core::{
    CreateEvent, CreateSnapshotParams, Daytona, Error, Image, Result, Snapshot, SnapshotService,
};
use daytona_testkit::{BuildOutcome, Emulator, Fault};
use tokio::time::Instant;

use super::script::{ID, NAME, snapshot};

fn connect(emulator: &Emulator) -> SnapshotService {
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    daytona.build().unwrap().snapshots()
}

async fn start() -> (Emulator, SnapshotService) {
    let removal_time = Duration::from_millis(200);
    let emulator = Emulator::builder().removal_time(removal_time).start().await.unwrap();
    let snapshots = connect(&emulator);
    (emulator, snapshots)
}

fn pulled() -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, "alpine:3.20")
}

fn built(command: &str) -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, Image::base("alpine:3.20").run_commands([command]))
}

/// Returns how many DELETE requests the server has received.
fn deletes(emulator: &Emulator) -> usize {
    let requests = emulator.requests();
    requests.iter().filter(|request| request.operation() == Some("removeSnapshot")).count()
}

fn describe(event: &CreateEvent) -> Option<String> {
    match event {
        CreateEvent::Deleting(snapshot) => Some(format!("deleting {}", snapshot.state)),
        CreateEvent::AwaitingRemoval(_) => Some("awaiting removal".to_owned()),
        CreateEvent::Deleted(_) => Some("deleted".to_owned()),
        CreateEvent::Created(_) => Some("created".to_owned()),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn lost_delete_is_sent_again_until_the_snapshot_is_removed() {
    for times in [1, 2, 4] {
        let (emulator, snapshots) = start().await;
        let created = snapshots.create(pulled()).await.unwrap();
        let fault = emulator.inject(Fault::lose_delete().times(times));
        snapshots.delete(&created).wait().await.unwrap();
        assert_eq!((fault.hits(), deletes(&emulator)), (times, times as usize + 1));
        assert!(snapshots.get(NAME).await.unwrap_err().is_not_found());
    }
}

#[tokio::test(start_paused = true)]
async fn delete_of_a_running_build_that_is_lost_is_sent_again() {
    let builder = Emulator::builder().build_outcome(NAME, BuildOutcome::Endless);
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    snapshots.create(built("true")).submit().await.unwrap();
    emulator.wait_for_state(NAME, "building").await;
    emulator.inject(Fault::lose_delete().times(1));
    snapshots.delete(NAME).wait().await.unwrap();
    assert_eq!(deletes(&emulator), 2);
}

#[tokio::test(start_paused = true)]
async fn delete_that_is_always_lost_fails_with_the_state() {
    let (emulator, snapshots) = start().await;
    let created = snapshots.create(pulled()).await.unwrap();
    emulator.inject(Fault::lose_delete());
    let error = snapshots.delete(NAME).wait().await.unwrap_err();
    assert!(error.is_unexpected_state() && !error.is_build_failed(), "{error:?}");
    assert_eq!(error.snapshot_id(), Some(created.id.as_str()));
    assert!(error.snapshot_state().unwrap().is_active());
    assert!(error.to_string().contains("`active`"), "{error}");
    assert_eq!(deletes(&emulator), 5);
}

#[tokio::test(start_paused = true)]
async fn replace_repeats_a_lost_delete_and_reports_each_one() {
    let (emulator, snapshots) = start().await;
    let old = snapshots.ensure(built("true")).await.unwrap();
    emulator.inject(Fault::lose_delete().times(2));
    let mut events = Vec::new();
    let new = snapshots.ensure(built("false")).replace();
    let new = new.on_event(|event| events.extend(describe(event))).await.unwrap();
    assert!(new.state.is_active() && new.id != old.id);
    let deleting = "deleting active";
    assert_eq!(events, [deleting, deleting, deleting, "deleted", "created"]);
}

#[tokio::test(start_paused = true)]
async fn lost_removal_by_another_client_is_noticed() {
    let (emulator, snapshots) = start().await;
    let old = snapshots.ensure(built("true")).await.unwrap();
    emulator.inject(Fault::lose_delete().times(1));
    snapshots.delete(&old).await.unwrap();
    let mut events = Vec::new();
    let new = snapshots.ensure(built("false")).replace();
    new.on_event(|event| events.extend(describe(event))).await.unwrap();
    assert_eq!(events, ["awaiting removal", "deleting active", "deleted", "created"]);
}

#[tokio::test(start_paused = true)]
async fn delete_of_a_failed_snapshot_is_reported() {
    let outcome = BuildOutcome::error("no space left on device");
    let emulator = Emulator::builder().build_outcome(NAME, outcome).start().await.unwrap();
    let snapshots = connect(&emulator);
    snapshots.ensure(built("true")).await.unwrap_err();
    let mut events = Vec::new();
    let again = snapshots.ensure(built("true")).on_event(|event| events.extend(describe(event)));
    assert!(again.await.unwrap_err().is_build_failed());
    assert_eq!(events, ["deleting error", "deleted", "created"]);
}

/// A server that removes the snapshot ten seconds after the DELETE.
#[derive(Clone, Default)]
struct SlowRemoval {
    deleted: Arc<Mutex<Option<Instant>>>,
    polls: Arc<Mutex<Vec<Instant>>>,
}

#[async_trait]
impl Snapshots for SlowRemoval {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        let Some(deleted) = *self.deleted.lock().unwrap() else { return Ok(snapshot("active")) };
        self.polls.lock().unwrap().push(Instant::now());
        match deleted.elapsed() < Duration::from_secs(10) {
            true => Ok(snapshot("removing")),
            false => Err(Error::from_status(404, "no such snapshot")),
        }
    }

    async fn delete(&self, _id: &str) -> Result<()> {
        *self.deleted.lock().unwrap() = Some(Instant::now());
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn wait_for_the_removal_polls_with_backoff() {
    let server = SlowRemoval::default();
    SnapshotService::from_stub(server.clone()).delete(NAME).wait().await.unwrap();
    let polls = server.polls.lock().unwrap();
    let first = polls[1] - polls[0];
    let last = polls[polls.len() - 1] - polls[polls.len() - 2];
    assert!(last >= first * 2, "{first:?}, then {last:?}");
    assert!(polls.len() <= 65, "{} polls", polls.len());
}

/// A server that refuses every change of a general snapshot.
#[derive(Clone)]
struct General(u16);

#[async_trait]
impl Snapshots for General {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        let mut found = snapshot("active");
        found.general = true;
        Ok(found)
    }

    async fn delete(&self, _id: &str) -> Result<()> {
        Err(Error::from_status(self.0, "Forbidden resource"))
    }

    async fn deactivate(&self, _id: &str) -> Result<()> {
        Err(Error::from_status(self.0, "Forbidden resource"))
    }
}

#[tokio::test(start_paused = true)]
async fn refused_change_of_a_general_snapshot_says_that_it_is_general() {
    for status in [403, 404] {
        let snapshots = SnapshotService::from_stub(General(status));
        let found = snapshots.get(NAME).await.unwrap();
        for error in [
            snapshots.delete(NAME).await.unwrap_err(),
            snapshots.delete(ID).await.unwrap_err(),
            snapshots.delete(&found).await.unwrap_err(),
            snapshots.delete(NAME).wait().await.unwrap_err(),
            snapshots.deactivate(NAME).await.unwrap_err(),
        ] {
            assert_eq!(error.status(), Some(status));
            assert!(error.to_string().contains("is general"), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn refused_change_of_an_own_snapshot_does_not_say_that_it_is_general() {
    let (emulator, snapshots) = start().await;
    snapshots.create(pulled()).await.unwrap();
    emulator.inject(
        Fault::on(daytona_testkit::Route::RemoveSnapshot)
            .respond(daytona_testkit::FaultResponse::new(403)),
    );
    let error = snapshots.delete(NAME).await.unwrap_err();
    assert!(error.is_forbidden() && !error.to_string().contains("general"), "{error}");
}
