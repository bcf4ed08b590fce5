use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use tokio::time::Instant;

use super::*;
use crate::retry::ProportionalPolling;
use crate::retry::RetryLoop;
use crate::stub::Snapshots;
use crate::{ListSnapshotsParams, PaginatedSnapshots, SnapshotState};

#[derive(Default)]
struct Server {
    snapshots: Mutex<HashMap<String, Snapshot>>,
    failure: Mutex<Option<Error>>,
    gets: AtomicUsize,
    lists: AtomicUsize,
}

impl Server {
    fn with(count: usize) -> Arc<Self> {
        let server = Self::default();
        for number in 0..count {
            let id = format!("id-{number}");
            let mut snapshot = Snapshot::fake(&id, &id, SnapshotState::Building);
            snapshot.created_at += SignedDuration::from_secs(i64::try_from(number).unwrap());
            server.snapshots.lock().unwrap().insert(id, snapshot);
        }
        Arc::new(server)
    }

    fn known(&self, id: &str) -> Snapshot {
        self.snapshots.lock().unwrap()[id].clone()
    }

    fn make_active(&self, id: &str) {
        self.snapshots.lock().unwrap().get_mut(id).unwrap().state = SnapshotState::Active;
    }

    fn remove(&self, id: &str) {
        self.snapshots.lock().unwrap().remove(id);
    }

    fn fail(&self, error: Option<Error>) {
        *self.failure.lock().unwrap() = error;
    }

    fn requests(&self) -> usize {
        self.gets.load(Ordering::SeqCst) + self.lists.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Snapshots for Arc<Server> {
    async fn get(&self, id: &str) -> Result<Snapshot> {
        self.gets.fetch_add(1, Ordering::SeqCst);
        if let Some(error) = &*self.failure.lock().unwrap() {
            return Err(error.clone());
        }
        let found = self.snapshots.lock().unwrap().get(id).cloned();
        found.ok_or_else(|| Error::from_status(404, "no such snapshot"))
    }

    async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        self.lists.fetch_add(1, Ordering::SeqCst);
        if let Some(error) = &*self.failure.lock().unwrap() {
            return Err(error.clone());
        }
        let mut all: Vec<_> = self.snapshots.lock().unwrap().values().cloned().collect();
        all.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.created_at));
        let limit = params.limit.unwrap() as usize;
        let page = params.page.unwrap();
        let total = all.len();
        let items = all.into_iter().skip((page as usize - 1) * limit).take(limit).collect();
        Ok(PaginatedSnapshots {
            items,
            undecodable: Vec::new(),
            total: total as u64,
            page,
            total_pages: u32::try_from(total.div_ceil(limit)).unwrap(),
        })
    }
}

fn poller(server: &Arc<Server>) -> Poller {
    Poller::new(&Retrying::new(Arc::new(server.clone()), RetryLoop::default()))
}

fn subscribe(poller: &Poller, known: Snapshot) -> Subscription {
    poller.subscribe(known, Arc::new(ProportionalPolling::default()))
}

async fn seconds(number: u64) {
    tokio::time::sleep(Duration::from_secs(number)).await;
}

#[tokio::test(start_paused = true)]
async fn change_is_told_once_and_to_everybody_who_waits() {
    let server = Server::with(1);
    let poller = poller(&server);
    let mut one = subscribe(&poller, server.known("id-0"));
    let mut other = subscribe(&poller, server.known("id-0"));
    let first = tokio::spawn(async move { one.next().await });
    seconds(1).await;
    server.make_active("id-0");
    assert!(other.next().await.unwrap().state.is_active());
    assert!(first.await.unwrap().unwrap().state.is_active());
    let more = tokio::time::timeout(Duration::from_secs(60), other.next()).await;
    assert!(more.is_err(), "nothing has changed since");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_once_nobody_waits() {
    let server = Server::with(1);
    let poller = poller(&server);
    let mut subscription = subscribe(&poller, server.known("id-0"));
    let _ = tokio::time::timeout(Duration::from_secs(5), subscription.next()).await;
    drop(subscription);
    seconds(1).await;
    let asked = server.requests();
    assert!(asked > 0);
    seconds(600).await;
    assert_eq!(server.requests(), asked);
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), 0);
}

#[tokio::test(start_paused = true)]
async fn many_are_asked_for_by_pages_at_a_limited_rate() {
    let server = Server::with(450);
    let poller = poller(&server);
    let began = Instant::now();
    let waits = (0..450).map(|number| {
        let mut subscription = subscribe(&poller, server.known(&format!("id-{number}")));
        async move { subscription.next().await }
    });
    let waits = futures_util::future::join_all(waits);
    let script = async {
        seconds(20).await;
        (0..450).for_each(|number| server.make_active(&format!("id-{number}")));
    };
    let (outcomes, ()) = tokio::join!(waits, script);
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().unwrap().state.is_active()));
    let most = 5.0 * (began.elapsed().as_secs_f64() + 1.0);
    assert!(server.requests() as f64 <= most, "{} requests, {most} allowed", server.requests());
    assert_eq!(server.gets.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn many_on_the_last_pages_are_not_asked_for_one_by_one() {
    let server = Server::with(1000);
    let poller = poller(&server);
    let mut subscriptions: Vec<_> =
        (0..300).map(|number| subscribe(&poller, server.known(&format!("id-{number}")))).collect();
    (0..300).for_each(|number| server.make_active(&format!("id-{number}")));
    for subscription in &mut subscriptions {
        assert!(subscription.next().await.unwrap().state.is_active());
    }
    assert_eq!((server.gets.load(Ordering::SeqCst), server.lists.load(Ordering::SeqCst)), (0, 5));
}

#[tokio::test(start_paused = true)]
async fn one_of_many_that_is_gone_is_told_apart_from_one_on_a_later_page() {
    // There are more pages than snapshots that are waited for, so that the oldest are on none that is read.
    let server = Server::with(3000);
    let poller = poller(&server);
    let mut subscriptions: Vec<_> =
        (0..10).map(|number| subscribe(&poller, server.known(&format!("id-{number}")))).collect();
    server.remove("id-3");
    server.make_active("id-4");
    assert!(subscriptions[3].next().await.unwrap_err().is_not_found());
    assert!(subscriptions[4].next().await.unwrap().state.is_active());
    let quiet = tokio::time::timeout(Duration::from_secs(60), subscriptions[5].next()).await;
    assert!(quiet.is_err(), "it is still building");
}

#[tokio::test(start_paused = true)]
async fn outage_of_a_minute_is_waited_out_and_a_lasting_one_is_told() {
    let server = Server::with(1);
    let poller = poller(&server);
    let mut subscription = subscribe(&poller, server.known("id-0"));
    server.fail(Some(Error::from_status(503, "busy")));
    let quiet = tokio::time::timeout(Duration::from_secs(60), subscription.next()).await;
    assert!(quiet.is_err());
    server.fail(None);
    server.make_active("id-0");
    assert!(subscription.next().await.unwrap().state.is_active());
    server.fail(Some(Error::from_status(503, "busy")));
    let began = Instant::now();
    assert_eq!(subscription.next().await.unwrap_err().status(), Some(503));
    assert!(began.elapsed() >= Duration::from_secs(120));
}

#[tokio::test(start_paused = true)]
async fn refusal_is_told_at_once_to_all_of_many() {
    let server = Server::with(20);
    let poller = poller(&server);
    server.fail(Some(Error::from_status(401, "who are you")));
    for number in 0..20 {
        let mut subscription = subscribe(&poller, server.known(&format!("id-{number}")));
        assert!(subscription.next().await.unwrap_err().is_unauthorized());
    }
}

#[test]
fn wait_goes_on_when_the_runtime_of_the_task_is_gone() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let server = Server::with(1);
    let poller = poller(&server);
    let first = runtime();
    let mut subscription = subscribe(&poller, server.known("id-0"));
    first.block_on(async {
        let quiet = tokio::time::timeout(Duration::from_secs(5), subscription.next()).await;
        assert!(quiet.is_err());
    });
    drop(first);
    server.make_active("id-0");
    let news = runtime().block_on(subscription.next());
    assert!(news.unwrap().state.is_active());
}

#[tokio::test(start_paused = true)]
async fn stub_that_panics_ends_the_wait_with_an_error() {
    struct Panicking;

    #[async_trait]
    impl Snapshots for Panicking {
        async fn get(&self, _id: &str) -> Result<Snapshot> {
            panic!("no such expectation");
        }
    }

    let poller = Poller::new(&Retrying::new(Arc::new(Panicking), RetryLoop::default()));
    let known = Snapshot::fake("id", "demo", SnapshotState::Building);
    let error = subscribe(&poller, known).next().await.unwrap_err();
    assert!(error.is_internal() && error.to_string().contains("panicked"), "{error}");
}
