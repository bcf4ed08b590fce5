//! Follows a snapshot to its end, on a paused clock: the stub answers from a script.

use std::time::Duration;

use super::script::{ID, LogEnd, NAME, Script, snapshot};
use daytona_core::{CreateEvent, CreateSnapshotParams, Error, Result, Snapshot, SnapshotService};
use tokio::time::Instant;

async fn wait(script: &Script) -> Result<Snapshot> {
    SnapshotService::from_stub(script.clone()).wait(NAME).await
}

async fn wait_with_logs(script: &Script) -> (Result<Snapshot>, Vec<String>) {
    let mut lines = Vec::new();
    let service = SnapshotService::from_stub(script.clone());
    let outcome = service.wait(NAME).on_logs(|line| lines.push(line.to_owned())).await;
    (outcome, lines)
}

#[tokio::test(start_paused = true)]
async fn create_returns_the_active_snapshot_and_reports_each_step() {
    let script = Script::states(&["pending", "building", "building", "active"]);
    let mut events = Vec::new();
    let snapshot = SnapshotService::from_stub(script.clone())
        .create(CreateSnapshotParams::new(NAME, "alpine:3.20"))
        .on_event(|event| {
            events.push(match event {
                CreateEvent::Created(snapshot) => format!("created {}", snapshot.state),
                CreateEvent::StateChanged(snapshot) => format!("changed {}", snapshot.state),
                CreateEvent::Done(snapshot) => format!("done {}", snapshot.state),
                other => format!("{other:?}"),
            })
        })
        .await
        .unwrap();
    assert!(snapshot.state.is_active());
    assert_eq!(events, ["created pending", "changed building", "changed active", "done active"]);
    let id = format!("get {ID}");
    assert_eq!(script.calls_without_logs(), ["create demo", &id, &id, &id, &id]);
}

#[tokio::test(start_paused = true)]
async fn failed_build_reports_reason_and_last_log_lines() {
    let mut log: String = (1..=60).map(|number| format!("line {number}\n")).collect();
    log.push_str("no line end");
    // As with the real service, the stream of a failed build never ends.
    let script =
        Script::states(&["building", "building", "error"]).log(&[log.as_bytes()], LogEnd::Open);
    let (outcome, lines) = wait_with_logs(&script).await;
    let error = outcome.unwrap_err();
    assert!(error.is_build_failed());
    assert_eq!(error.snapshot_id(), Some(ID));
    assert_eq!(error.snapshot_name(), Some(NAME));
    assert!(error.to_string().contains("state `error`: no space left on device"), "{error}");
    assert_eq!(lines.len(), 60);
    assert_eq!(error.log_lines().len(), 50);
    assert_eq!(error.log_lines().last().unwrap(), "line 60");
}

#[tokio::test(start_paused = true)]
async fn every_end_other_than_active_is_an_error_that_names_it() {
    for state in ["error", "build_failed", "inactive", "removing"] {
        let error = wait(&Script::states(&["pending", state])).await.unwrap_err();
        let is_failed = ["error", "build_failed"].contains(&state);
        let kind = if is_failed { "build_failed" } else { "unexpected_state" };
        assert_eq!(error.kind_name(), kind, "{error:?}");
        assert_eq!(error.is_build_failed(), is_failed, "{error:?}");
        assert_eq!(error.is_unexpected_state(), !is_failed, "{error:?}");
        assert!(error.hint().is_some(), "{error:?}");
        assert!(error.to_string().contains(&format!("`{state}`")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn snapshot_deleted_while_waited_for_is_not_found() {
    let script = Script::answers([
        Ok(snapshot("building")),
        Err(Error::from_status(404, "Snapshot not found")),
    ]);
    let error = wait(&script).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.snapshot_id(), Some(ID));
    assert!(error.to_string().contains("deleted while it was waited for"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn unknown_state_is_waited_out() {
    let snapshot = wait(&Script::states(&["pending", "hatching", "active"])).await.unwrap();
    assert!(snapshot.state.is_active());
}

#[tokio::test(start_paused = true)]
async fn unknown_state_that_lasts_ends_the_wait() {
    let started = Instant::now();
    let error = wait(&Script::states(&["hatching"])).await.unwrap_err();
    assert!(error.to_string().contains("`hatching`"), "{error}");
    assert!(started.elapsed() >= Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn timeout_names_the_state_and_the_id_to_wait_for() {
    let started = Instant::now();
    let error = SnapshotService::from_stub(Script::states(&["building"]))
        .create(CreateSnapshotParams::new(NAME, "alpine:3.20"))
        .timeout(Duration::from_secs(600))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(started.elapsed(), Duration::from_secs(600));
    assert_eq!(
        error.to_string(),
        format!(
            "failed to create snapshot `demo`: the deadline of 600s passed while the snapshot was \
             `building`; it goes on at the server: wait for it by its id, {ID}"
        )
    );
}

#[tokio::test(start_paused = true)]
async fn endless_timeout_is_no_timeout() {
    let service = SnapshotService::from_stub(Script::states(&["building", "active"]));
    assert!(service.wait(NAME).timeout(Duration::MAX).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn short_failures_of_polls_are_waited_out() {
    let broken = || Err(Error::from_status(503, "Service Unavailable"));
    let script =
        Script::answers([Ok(snapshot("building")), broken(), broken(), Ok(snapshot("active"))]);
    assert!(wait(&script).await.unwrap().state.is_active());
}

#[tokio::test(start_paused = true)]
async fn long_failures_of_polls_end_the_wait_with_the_id() {
    let failures = (0..20).map(|_| Err(Error::from_status(503, "Service Unavailable")));
    let script = Script::answers([Ok(snapshot("building"))].into_iter().chain(failures));
    let error = wait(&script).await.unwrap_err();
    assert_eq!((error.status(), error.snapshot_id()), (Some(503), Some(ID)));
}

#[tokio::test(start_paused = true)]
async fn refused_poll_ends_the_wait_at_once() {
    let script = Script::answers([
        Ok(snapshot("building")),
        Err(Error::from_status(401, "Invalid credentials")),
    ]);
    assert!(wait(&script).await.unwrap_err().is_unauthorized());
    assert_eq!(script.calls_without_logs().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn missing_log_is_requested_again() {
    let script =
        Script::states(&["pending", "building", "building", "building", "building", "active"])
            .log_refused(404)
            .log_refused(404)
            .log(&[b"one\n", b"two\n"], LogEnd::Closed);
    let (outcome, lines) = wait_with_logs(&script).await;
    assert!(outcome.is_ok());
    assert_eq!(lines, ["one", "two"]);
}

#[tokio::test(start_paused = true)]
async fn broken_log_continues_without_repeated_lines() {
    // The second connection replays the file from its start, as the append-only file does.
    let script = Script::states(&["building"; 8])
        .log(&["one\nzw\u{f6}lf\nth".as_bytes().split_at(7).0], LogEnd::Broken)
        .log(&["one\nzw\u{f6}lf\nthree\n".as_bytes()], LogEnd::Open);
    let lines = {
        let mut lines = Vec::new();
        let service = SnapshotService::from_stub(script.clone());
        let wait = service.wait(NAME).on_logs(|line| lines.push(line.to_owned()));
        let error = wait.timeout(Duration::from_secs(30)).await.unwrap_err();
        assert!(error.is_timeout());
        lines
    };
    assert_eq!(lines, ["one", "zw\u{f6}lf", "three"]);
}

#[tokio::test(start_paused = true)]
async fn refused_log_does_not_fail_a_good_build() {
    let script = Script::states(&["building", "building", "active"]).log_refused(403);
    let (outcome, lines) = wait_with_logs(&script).await;
    assert!(outcome.is_ok() && lines.is_empty());
}

#[tokio::test(start_paused = true)]
async fn log_without_callbacks_is_read_after_a_failure_only() {
    let script = Script::states(&["building", "error"]).log(&[b"no space\n"], LogEnd::Closed);
    assert_eq!(wait(&script).await.unwrap_err().log_lines(), ["no space"]);
    let (id, log) = (format!("get {ID}"), format!("logs {ID}"));
    assert_eq!(script.calls(), ["get demo", &id, &log]);
    let script = Script::states(&["building", "active"]);
    assert!(wait(&script).await.is_ok());
    assert_eq!(script.calls(), ["get demo", &id]);
}

#[tokio::test(start_paused = true)]
async fn log_is_requested_once_the_build_has_left_pending() {
    let script = Script::states(&["pending", "pending", "building", "active"])
        .log(&[b"one\n"], LogEnd::Closed);
    let (outcome, lines) = wait_with_logs(&script).await;
    assert!(outcome.is_ok() && lines == ["one"]);
    let (id, log) = (format!("get {ID}"), format!("logs {ID}"));
    assert_eq!(script.calls(), ["get demo", &id, &id, &log, &id]);
}

#[tokio::test(start_paused = true)]
async fn log_that_ends_with_the_export_is_not_opened_again() {
    let log = b"#7 RUN true\n#8 exporting to image\n";
    let script = Script::states(&["building"; 12]).then("active").log(&[log], LogEnd::Closed);
    assert!(wait_with_logs(&script).await.0.is_ok());
    assert_eq!(script.calls().iter().filter(|call| call.starts_with("logs")).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn no_log_is_requested_without_a_build() {
    let mut pulled = [snapshot("pulling"), snapshot("active")];
    pulled.iter_mut().for_each(|snapshot| snapshot.build_info = None);
    let script = Script::answers(pulled.map(Ok));
    wait(&script).await.unwrap();
    assert_eq!(script.calls(), script.calls_without_logs());
}

#[tokio::test]
async fn name_costs_two_requests_an_id_or_a_snapshot_one() {
    let script = Script::states(&["active"]);
    let service = SnapshotService::from_stub(script.clone());
    service.delete(ID).await.unwrap();
    service.delete(snapshot("active")).await.unwrap();
    let delete = format!("delete {ID}");
    assert_eq!(script.calls(), [delete.as_str(), &delete]);
    service.delete(NAME).await.unwrap();
    assert_eq!(script.calls()[2..], ["get demo", &delete]);
}

#[tokio::test]
async fn name_that_looks_like_an_id_is_resolved_after_it_was_tried_as_one() {
    let script = Script::states(&["active"]);
    let name = "00000000-0000-4000-8000-000000000000";
    SnapshotService::from_stub(script.clone()).delete(name).await.unwrap();
    assert_eq!(
        script.calls(),
        [format!("delete {name}"), format!("get {name}"), format!("delete {ID}")]
    );
}

#[tokio::test]
async fn invalid_id_or_name_is_refused_before_any_request() {
    let script = Script::states(&["active"]);
    let service = SnapshotService::from_stub(script.clone());
    for text in ["", ".", ".."] {
        assert!(service.get(text).await.unwrap_err().is_invalid_input());
        assert!(service.delete(text).await.unwrap_err().is_invalid_input());
        assert!(service.build_logs(text).await.err().unwrap().is_invalid_input());
    }
    assert!(script.calls().is_empty());
}
