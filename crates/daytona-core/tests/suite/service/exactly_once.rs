//! Creates exactly once, on a paused clock: the stub loses responses and keeps created snapshots.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use daytona_core::retry::NeverRetry;
use daytona_core::stub::Snapshots;
use daytona_core::{
    CreateSnapshotParams, CreateSnapshotRequest, Error, Result, Snapshot, SnapshotService,
    SnapshotState,
};
use jiff::{SignedDuration, Timestamp};

const NAME: &str = "demo";
const IMAGE: &str = "alpine:3.20";

/// The outcome of a create.
#[derive(Clone, Copy)]
enum Create {
    Answered,
    /// The snapshot is created, but the response is this status.
    Lost(u16),
    /// No snapshot is created, and the response is this status.
    Failed(u16),
}

#[derive(Default)]
struct State {
    script: VecDeque<Create>,
    existing: Vec<Snapshot>,
    creates: usize,
    lookups_fail: bool,
}

/// A server with one name that refuses a second snapshot of that name.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<State>>);

impl Server {
    fn new(script: impl IntoIterator<Item = Create>) -> Self {
        let server = Self::default();
        server.0.lock().unwrap().script.extend(script);
        server
    }

    fn with(self, snapshot: Snapshot) -> Self {
        self.0.lock().unwrap().existing.push(snapshot);
        self
    }

    fn with_failing_lookups(self) -> Self {
        self.0.lock().unwrap().lookups_fail = true;
        self
    }

    fn creates(&self) -> usize {
        self.0.lock().unwrap().creates
    }

    fn snapshots(&self) -> usize {
        self.0.lock().unwrap().existing.len()
    }

    async fn create(&self) -> Result<Snapshot> {
        self.create_with(SnapshotService::from_stub(self.clone())).await
    }

    async fn create_with(&self, service: SnapshotService) -> Result<Snapshot> {
        service.create(CreateSnapshotParams::new(NAME, IMAGE)).await
    }
}

fn snapshot(id: &str, image: &str, created_at: Timestamp) -> Snapshot {
    let mut snapshot = Snapshot::fake(id, NAME, SnapshotState::Active);
    snapshot.image_name = Some(image.to_owned());
    snapshot.created_at = created_at;
    snapshot
}

#[async_trait]
impl Snapshots for Server {
    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        let mut state = self.0.lock().unwrap();
        state.creates += 1;
        let outcome = state.script.pop_front().unwrap_or(Create::Answered);
        if let Create::Failed(status) = outcome {
            return Err(Error::from_status(status, "no effect"));
        }
        if !state.existing.is_empty() {
            return Err(Error::from_status(409, "the name is taken"));
        }
        let created = snapshot("own", IMAGE, Timestamp::now());
        state.existing.push(created.clone());
        match outcome {
            Create::Lost(status) => Err(Error::from_status(status, "the answer is lost")),
            _ => Ok(created),
        }
    }

    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        let state = self.0.lock().unwrap();
        if state.lookups_fail {
            return Err(Error::from_status(503, "busy"));
        }
        state.existing.first().cloned().ok_or_else(|| Error::from_status(404, "no such snapshot"))
    }
}

#[tokio::test(start_paused = true)]
async fn own_snapshot_is_adopted_when_the_answer_is_lost() {
    let server = Server::new([Create::Lost(502)]);
    assert_eq!(server.create().await.unwrap().id, "own");
    assert_eq!(server.creates(), 1, "it was not sent again");
}

#[tokio::test(start_paused = true)]
async fn request_without_effect_is_repeated() {
    let server = Server::new([Create::Failed(500), Create::Failed(500)]);
    assert_eq!(server.create().await.unwrap().id, "own");
    assert_eq!((server.creates(), server.snapshots()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn repeated_request_that_is_lost_too_is_adopted() {
    let server = Server::new([Create::Failed(500), Create::Lost(504)]);
    assert_eq!(server.create().await.unwrap().id, "own");
    assert_eq!((server.creates(), server.snapshots()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn snapshot_of_other_content_is_a_conflict() {
    let foreign = snapshot("foreign", "debian:12.5", Timestamp::now());
    let server = Server::new([Create::Failed(502)]).with(foreign);
    let error = server.create().await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.snapshot_id(), Some("foreign"));
    assert!(error.to_string().contains("differs in the image name"), "{error}");
    assert_eq!(server.creates(), 1);
}

#[tokio::test(start_paused = true)]
async fn older_snapshot_of_the_same_content_is_a_conflict() {
    let older = snapshot("older", IMAGE, Timestamp::now() - SignedDuration::from_hours(1));
    let server = Server::new([Create::Failed(502)]).with(older);
    assert!(server.create().await.unwrap_err().is_conflict());
}

#[tokio::test(start_paused = true)]
async fn clocks_may_differ_by_minutes() {
    let own = snapshot("own", IMAGE, Timestamp::now() - SignedDuration::from_mins(4));
    let server = Server::new([Create::Failed(502)]).with(own);
    assert_eq!(server.create().await.unwrap().id, "own");
}

#[tokio::test(start_paused = true)]
async fn snapshot_being_removed_is_a_conflict() {
    let mut removed = snapshot("removed", IMAGE, Timestamp::now());
    removed.state = SnapshotState::Removing;
    let server = Server::new([Create::Failed(502)]).with(removed);
    assert!(server.create().await.unwrap_err().is_conflict());
}

#[tokio::test(start_paused = true)]
async fn general_snapshot_of_the_name_is_not_adopted() {
    let mut general = snapshot("general", IMAGE, Timestamp::now());
    general.general = true;
    let server = Server::new([Create::Failed(502)]).with(general);
    let error = server.create().await.unwrap_err();
    assert!(error.is_conflict() && error.snapshot_id().is_none(), "{error:?}");
    assert_eq!(server.creates(), 2);
}

#[tokio::test(start_paused = true)]
async fn request_is_not_repeated_if_the_look_up_fails() {
    let server = Server::new([Create::Lost(502)]).with_failing_lookups();
    let error = server.create().await.unwrap_err();
    assert_eq!(error.status(), Some(502));
    assert!(error.hint().unwrap().contains("check with `get(\"demo\")`"), "{error}");
    assert_eq!(server.creates(), 1);
}

#[tokio::test(start_paused = true)]
async fn name_that_was_taken_before_is_a_conflict_without_a_lookup() {
    let own = snapshot("own", IMAGE, Timestamp::now());
    let server = Server::new([]).with(own).with_failing_lookups();
    assert!(server.create().await.unwrap_err().is_conflict());
}

#[tokio::test(start_paused = true)]
async fn lost_create_is_looked_up_without_retries_too() {
    let service =
        |server: &Server| SnapshotService::from_stub(server.clone()).with_retry_policy(NeverRetry);
    let lost = Server::new([Create::Lost(502)]);
    assert_eq!(lost.create_with(service(&lost)).await.unwrap().id, "own");
    let failed = Server::new([Create::Failed(502)]);
    assert_eq!(failed.create_with(service(&failed)).await.unwrap_err().status(), Some(502));
    assert_eq!(failed.creates(), 1);
}
