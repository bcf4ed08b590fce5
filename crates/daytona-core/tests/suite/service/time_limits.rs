//! The longest time that a call takes, on a paused clock: the figures of `daytona_core::retry`.

use std::time::Duration;

use async_trait::async_trait;
use daytona_core::stub::Snapshots;
use daytona_core::{
    Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot, SnapshotService,
    SnapshotState,
};
use tokio::time::{Instant, sleep, timeout};

use super::script::{ID, NAME};

/// The default attempt timeout of the client.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// A server behind the attempt timeout of the client: each attempt fails `after` a time, at most the
/// attempt timeout.
#[derive(Clone, Copy)]
struct Failing {
    after: Duration,
    /// When a request for a snapshot by name succeeds: in its last attempt.
    names_after: Option<Duration>,
    began: Instant,
}

impl Failing {
    fn after(after: Duration) -> Self {
        Self { after, names_after: None, began: Instant::now() }
    }

    async fn fail<T>(&self) -> Result<T> {
        let _ = timeout(ATTEMPT_TIMEOUT, sleep(self.after)).await;
        Err(Error::from_status(504, "no answer"))
    }
}

#[async_trait]
impl Snapshots for Failing {
    async fn list(&self, _: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        self.fail().await
    }

    async fn get(&self, _: &str) -> Result<Snapshot> {
        match self.names_after {
            Some(names_after) if self.began.elapsed() + ATTEMPT_TIMEOUT >= names_after => {
                sleep(ATTEMPT_TIMEOUT).await;
                Ok(Snapshot::fake(ID, NAME, SnapshotState::Active))
            }
            _ => self.fail().await,
        }
    }

    async fn delete(&self, _: &str) -> Result<()> {
        self.fail().await
    }

    async fn activate(&self, _: &str) -> Result<Snapshot> {
        self.fail().await
    }

    async fn deactivate(&self, _: &str) -> Result<()> {
        self.fail().await
    }
}

/// Returns the time that each call for `target` takes.
async fn times(server: Failing, target: &str) -> Vec<(&'static str, Duration)> {
    let service = || SnapshotService::from_stub(Failing { began: Instant::now(), ..server });
    let mut times = Vec::new();
    macro_rules! time {
        ($name:literal, $call:expr) => {
            let began = Instant::now();
            let error = $call.await.map(drop).unwrap_err();
            assert_eq!(error.status(), Some(504), "{}: {error}", $name);
            times.push(($name, began.elapsed()));
        };
    }
    time!("delete", service().delete(target));
    time!("activate", service().activate(target));
    time!("deactivate", service().deactivate(target));
    if server.names_after.is_none() {
        time!("list", service().list());
        time!("get", service().get(target));
    }
    times
}

#[tokio::test(start_paused = true)]
async fn call_to_a_server_that_never_answers_fails_after_three_attempts() {
    for target in [ID, NAME] {
        for (call, time) in times(Failing::after(Duration::MAX), target).await {
            let seconds = time.as_secs_f64();
            assert!((90.0..93.0).contains(&seconds), "{call} of {target}: {seconds} s");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn call_by_id_ends_within_120_s() {
    for seconds in 0..=30 {
        let server = Failing::after(Duration::from_secs(seconds));
        for (call, time) in times(server, ID).await {
            assert!(time <= Duration::from_secs(120), "{call}, {seconds} s each: {time:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn call_by_name_ends_within_240_s() {
    let names_after = Some(Duration::from_secs(90));
    let mut longest = Duration::ZERO;
    for seconds in [20, 25, 29, 30] {
        let server = Failing { names_after, ..Failing::after(Duration::from_secs(seconds)) };
        for (call, time) in times(server, NAME).await {
            assert!(time <= Duration::from_secs(240), "{call}, {seconds} s each: {time:?}");
            longest = longest.max(time);
        }
    }
    assert!(longest > Duration::from_secs(120), "no call by id followed: {longest:?}");
}

#[tokio::test(start_paused = true)]
async fn timeout_ends_every_call_and_names_the_last_failure() {
    let limit = Duration::from_secs(45);
    let service = SnapshotService::from_stub(Failing::after(Duration::MAX));
    let began = Instant::now();
    let errors = [
        service.list().timeout(limit).await.map(drop).unwrap_err(),
        service.get(NAME).timeout(limit).await.map(drop).unwrap_err(),
        service.activate(NAME).timeout(limit).await.map(drop).unwrap_err(),
        service.activate(ID).timeout(limit).await.map(drop).unwrap_err(),
        service.deactivate(NAME).timeout(limit).await.unwrap_err(),
        service.deactivate(ID).timeout(limit).await.unwrap_err(),
        service.delete(ID).timeout(limit).await.unwrap_err(),
    ];
    assert_eq!(began.elapsed().as_secs(), 45 * 7);
    for error in errors {
        assert!(error.is_timeout(), "{error}");
        assert!(error.to_string().contains("45s") && error.to_string().contains("no answer"));
    }
}

#[tokio::test(start_paused = true)]
async fn zero_timeout_of_a_call_is_no_deadline() {
    let service = SnapshotService::from_stub(Failing::after(Duration::MAX));
    let errors = [
        service.get(NAME).timeout(Duration::ZERO).await.map(drop).unwrap_err(),
        service.activate(ID).timeout(Duration::ZERO).await.map(drop).unwrap_err(),
        service.deactivate(ID).timeout(Duration::ZERO).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.status(), Some(504), "{error}");
    }
}
