//! The options that the request builders share, on a paused clock.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use daytona_core::retry::{NeverRetry, PollingPolicy, PollingState};
use daytona_core::stub::{LogChunks, LogMode, Snapshots};
use daytona_core::{
    CreateSnapshotParams, Error, Image, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot,
    SnapshotService,
};
use tokio::time::Instant;

use super::script::{ID, LogEnd, NAME, Script, snapshot};

/// A server that is out of service. Records its calls.
#[derive(Clone, Default)]
struct OutOfService(Arc<Mutex<Vec<&'static str>>>);

impl OutOfService {
    fn fail<T>(&self, call: &'static str) -> Result<T> {
        self.0.lock().unwrap().push(call);
        Err(Error::from_status(503, "out of service"))
    }
}

#[async_trait]
impl Snapshots for OutOfService {
    async fn list(&self, _params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        self.fail("list")
    }

    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.fail("get")
    }

    async fn delete(&self, _id: &str) -> Result<()> {
        self.fail("delete")
    }

    async fn activate(&self, _id: &str) -> Result<Snapshot> {
        self.fail("activate")
    }

    async fn deactivate(&self, _id: &str) -> Result<()> {
        self.fail("deactivate")
    }

    async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
        self.fail("build_logs")
    }
}

#[tokio::test(start_paused = true)]
async fn retry_policy_of_an_operation_replaces_the_policy_of_the_service() {
    let server = OutOfService::default();
    let service = SnapshotService::from_stub(server.clone());
    let params = CreateSnapshotParams::new(NAME, "alpine:3.20");
    let outcomes = [
        service.list().retry_policy(NeverRetry).await.map(drop),
        service.get(ID).retry_policy(NeverRetry).await.map(drop),
        service.delete(ID).retry_policy(NeverRetry).await,
        service.delete(ID).wait().retry_policy(NeverRetry).await,
        service.activate(ID).retry_policy(NeverRetry).await.map(drop),
        service.deactivate(ID).retry_policy(NeverRetry).await,
        service.wait(ID).retry_policy(NeverRetry).await.map(drop),
        service.ensure(params).retry_policy(NeverRetry).await.map(drop),
        service.build_logs(ID).retry_policy(NeverRetry).await.map(drop),
    ];
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().is_err_and(Error::is_server_error)));
    let expected = [
        "list",
        "get",
        "delete",
        "get",
        "activate",
        "deactivate",
        "get",
        "get",
        "get",
        "build_logs",
    ];
    assert_eq!(*server.0.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn timeout_ends_the_opening_of_a_missing_log() {
    struct Missing;

    #[async_trait]
    impl Snapshots for Missing {
        async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
            Ok(snapshot("building"))
        }

        async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
            Err(Error::from_status(404, "no log"))
        }
    }

    let began = Instant::now();
    let logs = SnapshotService::from_stub(Missing).build_logs(NAME).follow();
    let error = logs.timeout(Duration::from_secs(20)).await.err().unwrap();
    assert!(error.is_timeout() && error.to_string().contains("build log of snapshot"), "{error}");
    assert_eq!(began.elapsed().as_secs(), 20);
}

#[tokio::test(start_paused = true)]
async fn polling_policy_of_a_delete_sets_its_polls() {
    #[derive(Debug)]
    struct EveryHour;

    impl PollingPolicy for EveryHour {
        fn pause(&self, _state: &PollingState) -> Duration {
            Duration::from_secs(3600)
        }
    }

    let script = Script::answers([
        Ok(snapshot("active")),
        Ok(snapshot("removing")),
        Err(Error::from_status(404, "no such snapshot")),
    ]);
    let began = Instant::now();
    let delete = SnapshotService::from_stub(script).delete(NAME).wait();
    delete.polling_policy(EveryHour).await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 2 * 3600);
}

#[tokio::test(start_paused = true)]
async fn pause_that_no_clock_can_count_leaves_the_deadline() {
    #[derive(Debug)]
    struct Never;

    impl PollingPolicy for Never {
        fn pause(&self, _state: &PollingState) -> Duration {
            Duration::MAX
        }
    }

    let script = Script::answers([Ok(snapshot("building"))]);
    let wait = SnapshotService::from_stub(script).wait(NAME).polling_policy(Never);
    let error = wait.timeout(Duration::from_secs(60)).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn raw_logs_are_reported_by_every_operation_that_follows() {
    let script =
        || Script::states(&["building", "active"]).log(&[b"one\ntw", b"o\n"], LogEnd::Closed);
    let params = || CreateSnapshotParams::new(NAME, Image::base("alpine:3.20"));
    let mut bytes = Vec::new();
    let create = SnapshotService::from_stub(script()).create(params());
    create.on_raw_logs(|chunk| bytes.extend_from_slice(chunk)).await.unwrap();
    let wait = SnapshotService::from_stub(script()).wait(NAME);
    wait.on_raw_logs(|chunk| bytes.extend_from_slice(chunk)).await.unwrap();
    let missing = Script::answers([
        Err(Error::from_status(404, "no such snapshot")),
        Ok(snapshot("building")),
        Ok(snapshot("active")),
    ]);
    let missing = missing.log(&[b"one\ntw", b"o\n"], LogEnd::Closed);
    let ensure = SnapshotService::from_stub(missing).ensure(params());
    ensure.on_raw_logs(|chunk| bytes.extend_from_slice(chunk)).await.unwrap();
    let many = SnapshotService::from_stub(script()).create_many([params()]);
    let outcomes = many
        .on_raw_logs(|name, chunk| {
            assert_eq!(name, NAME);
            bytes.extend_from_slice(chunk);
        })
        .await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(String::from_utf8(bytes).unwrap(), "one\ntwo\n".repeat(4));
}
