//! The notification feed as the first source of waits, on a paused clock.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use daytona_core::stub::{Feed, SnapshotEvent, SnapshotEvents, Snapshots};
use daytona_core::{
    CreateSnapshotParams, CreateSnapshotRequest, Error, Result, Snapshot, SnapshotChange,
    SnapshotChanges, SnapshotService,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use super::script::{ID, NAME, snapshot};

/// A server with one snapshot, whose events the test sends.
#[derive(Clone)]
struct Server(Arc<Inner>);

struct Inner {
    current: Mutex<Option<Snapshot>>,
    polls: Mutex<Vec<Instant>>,
    /// How long a poll takes after the state was read.
    poll_delay: Mutex<Duration>,
    opened: Mutex<Vec<Instant>>,
    /// The status of the refusal, if the feed is refused.
    refusal: Mutex<Option<u16>>,
    connection: Mutex<Option<UnboundedSender<Result<SnapshotEvent>>>>,
}

impl Server {
    fn new(state: &str) -> Self {
        Self(Arc::new(Inner {
            current: Mutex::new(Some(snapshot(state))),
            polls: Mutex::default(),
            poll_delay: Mutex::default(),
            opened: Mutex::default(),
            refusal: Mutex::default(),
            connection: Mutex::default(),
        }))
    }

    fn refusing(state: &str, status: u16) -> Self {
        let server = Self::new(state);
        *server.0.refusal.lock().unwrap() = Some(status);
        server
    }

    fn service(&self) -> SnapshotService {
        SnapshotService::from_stub(self.clone()).with_feed(self.clone())
    }

    /// Changes the state without an event.
    fn change(&self, state: &str) -> Snapshot {
        let mut current = self.0.current.lock().unwrap();
        let mut next = snapshot(state);
        next.updated_at = current.as_ref().unwrap().updated_at + SignedDuration::from_millis(5);
        *current = Some(next.clone());
        next
    }

    /// Changes the state and sends its event.
    fn update(&self, state: &str) -> Snapshot {
        let changed = self.change(state);
        self.send(Ok(SnapshotEvent::StateUpdated(changed.clone())));
        changed
    }

    fn send(&self, event: Result<SnapshotEvent>) {
        let connection = self.0.connection.lock().unwrap();
        let _ = connection.as_ref().unwrap().send(event);
    }

    fn cut(&self) {
        *self.0.connection.lock().unwrap() = None;
    }

    fn is_open(&self) -> bool {
        let connection = self.0.connection.lock().unwrap();
        connection.as_ref().is_some_and(|connection| !connection.is_closed())
    }

    fn polls(&self) -> usize {
        self.0.polls.lock().unwrap().len()
    }

    fn openings(&self) -> usize {
        self.0.opened.lock().unwrap().len()
    }
}

#[async_trait]
impl Snapshots for Server {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.0.polls.lock().unwrap().push(Instant::now());
        let current = self.0.current.lock().unwrap().clone();
        let delay = *self.0.poll_delay.lock().unwrap();
        tokio::time::sleep(delay).await;
        current.ok_or_else(|| Error::from_status(404, "no such snapshot"))
    }

    async fn list(
        &self,
        _params: daytona_core::ListSnapshotsParams,
    ) -> Result<daytona_core::PaginatedSnapshots> {
        let current = self.0.current.lock().unwrap().clone();
        Ok(daytona_core::PaginatedSnapshots::single(current.into_iter().collect()))
    }

    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        // Longer than the feed takes to open.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(self.is_open(), "the feed is opened before the server has accepted the snapshot");
        let pending = self.change("pending");
        // Faster than the response.
        self.update("active");
        Ok(pending)
    }

    async fn delete(&self, _id: &str) -> Result<()> {
        self.change("removing");
        Ok(())
    }
}

#[async_trait]
impl Feed for Server {
    async fn open(&self) -> Result<SnapshotEvents> {
        self.0.opened.lock().unwrap().push(Instant::now());
        if let Some(status) = *self.0.refusal.lock().unwrap() {
            return Err(Error::from_status(status, "no feed"));
        }
        let (sender, events) = unbounded_channel();
        *self.0.connection.lock().unwrap() = Some(sender);
        let next = |mut events: UnboundedReceiver<_>| async {
            events.recv().await.map(|event| (event, events))
        };
        Ok(Box::pin(stream::unfold(events, next)))
    }
}

async fn millis(number: u64) {
    tokio::time::sleep(Duration::from_millis(number)).await;
}

async fn seconds(number: u64) {
    tokio::time::sleep(Duration::from_secs(number)).await;
}

/// Describes the next changes of the state.
fn describe(changes: SnapshotChanges, count: usize) -> tokio::task::JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let changes: Vec<_> = changes.take(count).try_collect().await.unwrap();
        let describe = |change| match change {
            SnapshotChange::StateChanged { snapshot, old_state } => {
                format!("{old_state} -> {}", snapshot.state)
            }
            other => format!("{other:?}"),
        };
        changes.into_iter().map(describe).collect()
    })
}

#[tokio::test(start_paused = true)]
async fn every_state_of_the_feed_is_streamed_also_a_short_one() {
    let server = Server::new("pending");
    let service = server.service();
    let (mut one, mut all) = (service.watch(ID), service.watch_all());
    let present = one.next().await.unwrap().unwrap();
    assert_eq!(present, SnapshotChange::Present(snapshot("pending")));
    assert!(matches!(all.next().await.unwrap().unwrap(), SnapshotChange::Present(_)));
    let (one, all) = (describe(one, 3), describe(all, 3));
    millis(500).await;
    // All at the same time.
    for state in ["building", "snapshotting", "active"] {
        server.update(state);
    }
    let expected = ["pending -> building", "building -> snapshotting", "snapshotting -> active"];
    assert_eq!(one.await.unwrap(), expected);
    assert_eq!(all.await.unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn event_before_the_response_of_the_create_is_made_up_for_at_once() {
    let server = Server::new("removing");
    let service = server.service();
    let began = Instant::now();
    let create = service.create(CreateSnapshotParams::new(NAME, "alpine:3.20"));
    assert!(create.await.unwrap().state.is_active());
    assert_eq!(began.elapsed(), Duration::from_millis(50));
    assert_eq!((server.openings(), server.polls()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn lost_event_is_made_up_for_within_30_s() {
    let server = Server::new("building");
    let service = server.service();
    let wait = tokio::spawn(service.wait(ID).into_future());
    seconds(10).await;
    server.change("active");
    let began = Instant::now();
    assert!(wait.await.unwrap().unwrap().state.is_active());
    assert!(began.elapsed() <= Duration::from_secs(30), "{:?}", began.elapsed());
    // The look-up, the opening of the feed, and 30 s later.
    assert_eq!(server.polls(), 3);
}

#[tokio::test(start_paused = true)]
async fn refused_feed_is_polled_for_and_tried_again_with_backoff() {
    for (status, expected) in [(403, &[0, 30, 90][..]), (502, &[0, 1, 3, 7, 15, 31, 63])] {
        let server = Server::refusing("building", status);
        let service = server.service();
        let began = Instant::now();
        for _ in 0..20 {
            let waits = service.wait(ID).timeout(Duration::from_secs(5));
            assert!(waits.await.unwrap_err().is_timeout());
        }
        assert_eq!(began.elapsed(), Duration::from_secs(100));
        assert!(server.polls() > 80, "{}", server.polls());
        let openings: Vec<u64> =
            server.0.opened.lock().unwrap().iter().map(|at| (*at - began).as_secs()).collect();
        assert_eq!(openings, expected);
        *server.0.refusal.lock().unwrap() = None;
        let wait = tokio::spawn(service.wait(ID).into_future());
        seconds(120).await;
        assert!(server.is_open(), "the feed is opened once the server has one");
        let polls = server.polls();
        seconds(60).await;
        assert_eq!(server.polls() - polls, 2);
        server.update("active");
        assert!(wait.await.unwrap().unwrap().state.is_active());
    }
}

#[tokio::test(start_paused = true)]
async fn feed_that_breaks_is_opened_again_and_polled_for_meanwhile() {
    for error in [None, Some(Error::from_status(502, "reset"))] {
        let server = Server::new("building");
        let service = server.service();
        let wait = tokio::spawn(service.wait(ID).into_future());
        seconds(5).await;
        let polls = server.polls();
        if let Some(error) = error {
            server.send(Err(error));
        }
        server.cut();
        // An event that nobody receives.
        server.change("snapshotting");
        millis(1_100).await;
        assert!(server.is_open());
        assert!(server.polls() > polls, "everything is polled once when the feed opens again");
        let polls = server.polls();
        server.update("active");
        assert!(wait.await.unwrap().unwrap().state.is_active());
        assert_eq!((server.openings(), server.polls()), (2, polls));
    }
}

#[tokio::test(start_paused = true)]
async fn repeated_late_and_foreign_events_do_no_harm() {
    let server = Server::new("pending");
    let service = server.service();
    let mut states = service.watch(ID);
    states.next().await;
    let watch = describe(states, 2);
    millis(500).await;
    let building = server.change("building");
    let active = server.change("active");
    let mut foreign = snapshot("error");
    foreign.id = "another".to_owned();
    let created = |snapshot: &Snapshot| Ok(SnapshotEvent::Created(snapshot.clone()));
    let updated = |snapshot: &Snapshot| Ok(SnapshotEvent::StateUpdated(snapshot.clone()));
    server.send(updated(&foreign));
    server.send(updated(&active));
    server.send(updated(&building));
    server.send(updated(&active));
    server.send(created(&snapshot("pending")));
    server.send(Ok(SnapshotEvent::Removed {
        id: None,
        name: NAME.to_owned(),
        created_at: active.created_at - SignedDuration::from_secs(1),
    }));
    seconds(1).await;
    server.update("inactive");
    assert_eq!(watch.await.unwrap(), ["pending -> active", "active -> inactive"]);
}

#[tokio::test(start_paused = true)]
async fn response_that_an_event_has_overtaken_is_ignored() {
    let server = Server::new("building");
    let service = server.service();
    let mut states = service.watch(ID);
    states.next().await;
    *server.0.poll_delay.lock().unwrap() = Duration::from_millis(500);
    let watch = describe(states, 2);
    // The poll at the opening of the feed has read the state, and has not answered.
    millis(300).await;
    server.update("active");
    seconds(1).await;
    server.update("inactive");
    assert_eq!(watch.await.unwrap(), ["building -> active", "active -> inactive"]);
}

#[tokio::test(start_paused = true)]
async fn removal_ends_a_delete_that_waits() {
    let server = Server::new("active");
    let service = server.service();
    let delete = tokio::spawn(service.delete(ID).wait().into_future());
    seconds(5).await;
    let removed = server.0.current.lock().unwrap().take().unwrap();
    server.send(Ok(SnapshotEvent::Removed {
        id: None,
        name: removed.name,
        created_at: removed.created_at,
    }));
    let began = Instant::now();
    delete.await.unwrap().unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn all_waits_share_one_feed_that_closes_30_s_after_the_last() {
    let server = Server::new("building");
    let service = server.service();
    let waits: Vec<_> =
        (0..100).map(|_| tokio::spawn(service.clone().wait(ID).into_future())).collect();
    seconds(10).await;
    server.update("active");
    for wait in waits {
        assert!(wait.await.unwrap().unwrap().state.is_active());
    }
    server.change("building");
    seconds(20).await;
    let again = tokio::spawn(service.wait(ID).into_future());
    millis(10).await;
    server.update("active");
    assert!(again.await.unwrap().unwrap().state.is_active());
    assert_eq!(server.openings(), 1);
    seconds(29).await;
    assert!(server.is_open());
    seconds(2).await;
    assert!(!server.is_open(), "nothing has been waited for during 30 s");
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn feed_closes_with_the_last_service() {
    let server = Server::new("building");
    let service = server.service();
    let wait = tokio::spawn(service.wait(ID).into_future());
    seconds(1).await;
    server.update("active");
    wait.await.unwrap().unwrap();
    assert!(server.is_open());
    drop(service);
    millis(1).await;
    assert!(!server.is_open());
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_opened_for_a_create_that_is_refused_before_it_is_sent() {
    let server = Server::new("building");
    let service = server.service();
    service.create(CreateSnapshotParams::new("a b", "alpine:3.20")).await.unwrap_err();
    assert_eq!(server.openings(), 0);
}
