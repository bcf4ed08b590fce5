//! The end of a build and of its log, on a paused clock: what the wait still waits for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use daytona_core::stub::{LogChunks, LogMode, Snapshots};
use daytona_core::{
    CreateSnapshotParams, CreateSnapshotRequest, Error, Image, Result, Snapshot, SnapshotService,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::Instant;

use super::script::{ID, LogEnd, NAME, Script, snapshot};

const BUILD_TIME: Duration = Duration::from_secs(20);

/// The log of a scripted build.
#[derive(Clone)]
enum LogOf {
    /// No log: the server answers 404.
    Nothing,
    /// Lines in a stream that never ends, each with its delay in milliseconds after the end of the build.
    Lines(Vec<(u64, &'static str)>),
    /// A log that does not exist before the build has ended.
    OnlyAfterwards,
}

/// A build that ends after [`BUILD_TIME`].
#[derive(Clone)]
struct Build {
    began: Instant,
    end: &'static str,
    log: LogOf,
    calls: Arc<Mutex<Vec<(Instant, &'static str)>>>,
}

impl Build {
    fn new(end: &'static str, log: LogOf) -> Self {
        Self { began: Instant::now(), end, log, calls: Arc::default() }
    }

    fn over(&self) -> Instant {
        self.began + BUILD_TIME
    }

    /// Waits for the end. Returns the outcome, the lines and the delay after the end.
    async fn wait(&self) -> (Result<Snapshot>, Vec<String>, Duration) {
        let mut lines = Vec::new();
        let service = SnapshotService::from_stub(self.clone());
        let outcome = service.wait(NAME).on_logs(|line| lines.push(line.to_owned())).await;
        (outcome, lines, Instant::now() - self.over())
    }

    /// Returns the calls after the first poll that has seen the end.
    fn calls_after_the_end(&self) -> Vec<&'static str> {
        let calls = self.calls.lock().unwrap();
        let first = calls.iter().position(|(at, call)| *at >= self.over() && *call == "get");
        calls[first.unwrap() + 1..].iter().map(|(_, call)| *call).collect()
    }

    fn note(&self, call: &'static str) {
        self.calls.lock().unwrap().push((Instant::now(), call));
    }
}

#[async_trait]
impl Snapshots for Build {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.note("get");
        let mut now = snapshot(if Instant::now() >= self.over() { self.end } else { "building" });
        now.initial_runner_id = Some("runner".to_owned());
        Ok(now)
    }

    async fn build_logs(&self, _id: &str, mode: LogMode) -> Result<LogChunks> {
        self.note("logs");
        let lines = match &self.log {
            LogOf::OnlyAfterwards if Instant::now() >= self.over() => vec![(0, "all of it")],
            LogOf::Nothing | LogOf::OnlyAfterwards => {
                return Err(Error::from_status(404, "no log"));
            }
            LogOf::Lines(lines) => lines.clone(),
        };
        let over = self.over();
        let written = stream::iter(lines).then(move |(after, line)| async move {
            tokio::time::sleep_until(over + Duration::from_millis(after)).await;
            Ok(Bytes::from(format!("{line}\n")))
        });
        Ok(match mode {
            LogMode::Follow => Box::pin(written.chain(stream::pending())),
            _ => Box::pin(written),
        })
    }
}

#[tokio::test(start_paused = true)]
async fn lines_up_to_a_second_later_than_the_failure_are_shown_and_in_the_error() {
    for late in [[0, 40], [60, 300], [500, 999], [990, 1000]] {
        for end in ["error", "build_failed"] {
            let lines = late.into_iter().zip(["one", "two"]).collect();
            let (outcome, shown, took) = Build::new(end, LogOf::Lines(lines)).wait().await;
            assert_eq!(shown, ["one", "two"], "{late:?}");
            assert_eq!(outcome.unwrap_err().log_lines(), shown);
            // With the delay of a poll and the second for late lines.
            assert!(took < Duration::from_secs(4), "{took:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn late_lines_are_in_the_error_without_callbacks() {
    let build = Build::new("error", LogOf::Lines(vec![(900, "late")]));
    let error = SnapshotService::from_stub(build).wait(NAME).await.unwrap_err();
    assert_eq!(error.log_lines(), ["late"]);
}

#[tokio::test(start_paused = true)]
async fn wait_ends_at_once_after_the_last_line_of_the_builder() {
    let line = "ERROR: process \"/bin/sh -c false\" did not complete successfully: exit code: 1";
    let build = Build::new("error", LogOf::Lines(vec![(0, line)]));
    let (outcome, shown, _) = build.wait().await;
    assert!(outcome.unwrap_err().is_build_failed() && shown == [line]);
    let calls = build.calls.lock().unwrap();
    let seen = calls.iter().rfind(|(_, call)| *call == "get").unwrap().0;
    assert!(Instant::now() - seen < Duration::from_millis(100));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_polled_after_the_end_while_the_log_is_read() {
    let build = Build::new("error", LogOf::Lines(vec![(900, "late")]));
    build.wait().await.0.unwrap_err();
    assert_eq!(build.calls_after_the_end(), Vec::<&str>::new());
}

#[tokio::test(start_paused = true)]
async fn wait_ends_at_once_if_no_log_was_ever_open() {
    for end in ["error", "build_failed", "active"] {
        let build = Build::new(end, LogOf::Nothing);
        let service = SnapshotService::from_stub(build.clone());
        let _ = service.wait(NAME).on_logs(|_| {}).await;
        let polled = build.calls.lock().unwrap();
        let seen =
            polled.iter().find(|(at, call)| *at >= build.over() && *call == "get").unwrap().0;
        assert_eq!(Instant::now() - seen, Duration::ZERO, "{end}");
        drop(polled);
        let after = build.calls_after_the_end();
        assert!(after.len() <= 1 && !after.contains(&"get"), "{end}: {after:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn log_that_exists_only_after_the_end_is_shown() {
    for end in ["error", "active"] {
        let (_, shown, _) = Build::new(end, LogOf::OnlyAfterwards).wait().await;
        assert_eq!(shown, ["all of it"], "{end}");
    }
}

#[tokio::test(start_paused = true)]
async fn wait_for_a_build_that_has_failed_shows_its_log_and_fails() {
    let build = Build::new("error", LogOf::Lines(vec![(0, "one"), (10, "two")]));
    tokio::time::sleep(BUILD_TIME * 2).await;
    let began = Instant::now();
    let (outcome, shown, _) = build.wait().await;
    let error = outcome.unwrap_err();
    assert!(error.is_build_failed());
    assert_eq!((shown.as_slice(), error.log_lines()), (&["one".into(), "two".into()][..], &*shown));
    assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn followed_log_of_a_build_that_is_over_ends() {
    let build = Build::new("error", LogOf::Lines(vec![(0, "one")]));
    tokio::time::sleep(BUILD_TIME * 2).await;
    for target in [NAME, ID] {
        let service = SnapshotService::from_stub(build.clone());
        let lines: Vec<String> =
            service.build_logs(target).follow().await.unwrap().try_collect().await.unwrap();
        assert_eq!(lines, ["one"]);
    }
}

#[tokio::test(start_paused = true)]
async fn followed_log_of_a_build_that_fails_meanwhile_ends_with_its_late_lines() {
    for end in ["error", "build_failed", "removing"] {
        let lines = vec![(0, "one"), (900, "late"), (1700, "later")];
        let build = Build::new(end, LogOf::Lines(lines));
        for target in [NAME, ID] {
            let service = SnapshotService::from_stub(build.clone());
            let lines: Vec<String> =
                service.build_logs(target).follow().await.unwrap().try_collect().await.unwrap();
            assert_eq!(lines, ["one", "late", "later"], "{end}");
        }
        let took = Instant::now() - build.over();
        assert!(took < Duration::from_secs(15), "{took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn followed_chunks_of_a_build_that_fails_meanwhile_end() {
    let build = Build::new("error", LogOf::Lines(vec![(10, "one")]));
    let service = SnapshotService::from_stub(build);
    let chunks = service.build_logs(NAME).follow().chunks().await.unwrap();
    let chunks: Vec<Bytes> = chunks.try_collect().await.unwrap();
    assert_eq!(chunks, ["one\n"]);
}

#[tokio::test(start_paused = true)]
async fn followed_log_of_a_good_build_is_read_to_the_end_of_its_stream() {
    // The state is seen long before the last line.
    let build = Build::new("active", LogOf::Lines(vec![(0, "one"), (60_000, "last")]));
    let service = SnapshotService::from_stub(build);
    let mut lines = service.build_logs(NAME).follow().await.unwrap();
    assert_eq!(lines.try_next().await.unwrap().as_deref(), Some("one"));
    assert_eq!(lines.try_next().await.unwrap().as_deref(), Some("last"));
}

/// A server with an earlier build of the same content: the create returns `active`, without a runner.
/// It takes 30 s to report that there is no log.
#[derive(Clone, Default)]
struct SharedBuild(Arc<Mutex<Vec<&'static str>>>);

#[async_trait]
impl Snapshots for SharedBuild {
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.0.lock().unwrap().push("get");
        Ok(snapshot("active"))
    }

    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        self.0.lock().unwrap().push("create");
        Ok(snapshot("active"))
    }

    async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
        self.0.lock().unwrap().push("logs");
        tokio::time::sleep(Duration::from_secs(30)).await;
        Err(Error::from_status(404, "no log"))
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_shares_a_build_returns_at_once() {
    let server = SharedBuild::default();
    let began = Instant::now();
    let params = CreateSnapshotParams::new(NAME, Image::base("alpine:3.20"));
    let create = SnapshotService::from_stub(server.clone()).create(params);
    assert!(create.on_logs(|_| {}).await.unwrap().state.is_active());
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(*server.0.lock().unwrap(), ["create"]);
}

#[tokio::test(start_paused = true)]
async fn log_of_a_snapshot_that_shares_a_build_is_refused_at_once() {
    let server = SharedBuild::default();
    let service = SnapshotService::from_stub(server.clone());
    let found = service.get(NAME).await.unwrap();
    let began = Instant::now();
    for logs in [
        service.build_logs(NAME),
        service.build_logs(ID),
        service.build_logs(&found),
        service.build_logs(NAME).follow(),
    ] {
        let error = logs.await.err().unwrap();
        assert!(error.is_not_found() && error.hint().is_some());
        assert!(error.to_string().contains("shares the build of an earlier snapshot"), "{error}");
    }
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert!(!server.0.lock().unwrap().contains(&"logs"));
}

#[tokio::test(start_paused = true)]
async fn unknown_state_is_waited_for_until_the_deadline_of_the_caller() {
    for seconds in [5, 300] {
        let began = Instant::now();
        let service = SnapshotService::from_stub(Script::states(&["pending", "capturing"]));
        let timeout = Duration::from_secs(seconds);
        let error = service.wait(NAME).timeout(timeout).await.unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("`capturing`"), "{error}");
        assert_eq!(began.elapsed(), timeout);
    }
    let service = SnapshotService::from_stub(Script::states(&["capturing"]));
    let began = Instant::now();
    let error = service.wait(NAME).timeout(Duration::ZERO).await.unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(began.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn timeout_of_zero_is_no_deadline() {
    let zero = Duration::ZERO;
    let service = || {
        let script = Script::states(&["building"; 30]);
        SnapshotService::from_stub(script.log(&[b"done\n"], LogEnd::Open).then("active"))
    };
    let params = || CreateSnapshotParams::new(NAME, Image::base("alpine:3.20"));
    service().create(params()).timeout(zero).await.unwrap();
    service().create(params()).timeout(zero).start().await.unwrap().wait().await.unwrap();
    service().wait(NAME).timeout(zero).await.unwrap();
    let many = service().create_many([params()]).timeout(zero).await;
    assert!(many.iter().all(Result::is_ok), "{many:?}");
    let missing = SnapshotService::from_stub(Script::answers([
        Err(Error::from_status(404, "no such snapshot")),
        Ok(snapshot("building")),
        Ok(snapshot("active")),
    ]));
    missing.ensure(params()).timeout(zero).await.unwrap();
    let removed = SnapshotService::from_stub(Script::answers([
        Ok(snapshot("active")),
        Ok(snapshot("removing")),
        Err(Error::from_status(404, "no such snapshot")),
    ]));
    removed.delete(NAME).wait().timeout(zero).await.unwrap();
}
