//! Errors that name their exact case, and names that are matched literally. Uses the emulator.

use std::time::Duration;

use async_trait::async_trait;
use daytona_core::retry::NeverRetry;
use daytona_core::stub::Snapshots;
use daytona_core::{
    CreateSnapshotParams, CreateSnapshotRequest, Daytona, DaytonaBuilder, Error, Image, Result,
    Snapshot, SnapshotService, SnapshotSort, SortOrder,
};
use daytona_testkit::{BuildOutcome, Emulator, Fault, FaultResponse, Route};
use futures_util::TryStreamExt;
use tokio::time::Instant;

use super::script::NAME;

fn builder(emulator: &Emulator) -> DaytonaBuilder {
    Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url())
}

fn connect(emulator: &Emulator) -> SnapshotService {
    builder(emulator).build().unwrap().snapshots()
}

fn params() -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, "alpine:3.20")
}

#[tokio::test]
async fn names_are_matched_literally() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    for name in ["a_b", "a-b", "axb", "A_B:1", "a__b"] {
        let params = CreateSnapshotParams::new(name, "alpine:3.20");
        snapshots.create(params).submit().await.unwrap();
    }
    let named = async |part: &str| {
        let found: Vec<Snapshot> = snapshots
            .list()
            .name(part)
            .sort(SnapshotSort::Name, SortOrder::Ascending)
            .limit(1)
            .stream()
            .try_collect()
            .await
            .unwrap();
        let mut names: Vec<String> = found.into_iter().map(|snapshot| snapshot.name).collect();
        names.sort();
        names
    };
    assert_eq!(named("a_b").await, ["A_B:1", "a_b"]);
    assert_eq!(named("__").await, ["a__b"]);
    assert_eq!(named("a-").await, ["a-b"]);
    for nothing in ["%", "a%b", "\\", "\\_", "a\\_b", "_%"] {
        assert_eq!(named(nothing).await, Vec::<String>::new(), "{nothing}");
    }
    assert_eq!(named("").await.len(), 5);
}

/// Refuses every create with an error, and has no snapshots.
struct Refusing(Error);

#[async_trait]
impl Snapshots for Refusing {
    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        Err(self.0.clone())
    }

    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        Err(Error::from_status(404, "no such snapshot"))
    }
}

#[tokio::test(start_paused = true)]
async fn conflict_about_something_else_has_no_advice_about_the_name() {
    for message in ["The region is being migrated", "Another operation is in progress"] {
        let snapshots = || SnapshotService::from_stub(Refusing(Error::from_status(409, message)));
        for error in [
            snapshots().create(params()).await.unwrap_err(),
            snapshots().ensure(params()).await.unwrap_err(),
        ] {
            assert!(error.is_conflict() && error.hint().is_none(), "{error}");
            assert!(error.to_string().ends_with(message), "{error}");
        }
    }
    let message = "Snapshot with name \"demo\" already exists for this organization";
    let snapshots = SnapshotService::from_stub(Refusing(Error::from_status(409, message)));
    let error = snapshots.create(params()).await.unwrap_err();
    assert!(error.hint().unwrap().contains("another name"), "{error}");
}

#[tokio::test]
async fn unknown_region_is_named_with_its_origin() {
    let emulator = Emulator::start().await.unwrap();
    let error = connect(&emulator).create(params().region("nowhere")).await.unwrap_err();
    assert!(error.is_not_found());
    let text = error.to_string();
    assert!(text.contains("`nowhere`") && text.contains("the parameters"), "{text}");
    let snapshots = builder(&emulator).default_region("elsewhere").build().unwrap().snapshots();
    let text = snapshots.create(params()).await.unwrap_err().to_string();
    assert!(
        text.contains("`elsewhere`") && text.contains("default region of the client"),
        "{text}"
    );
    let text = snapshots.ensure(params().region("nowhere")).await.unwrap_err().to_string();
    assert!(text.contains("`nowhere`") && text.contains("the parameters"), "{text}");
}

#[tokio::test]
async fn refusal_of_a_jwt_names_the_organization() {
    let emulator = Emulator::builder().jwt("a.b.c").start().await.unwrap();
    let builder = Daytona::builder().api_url(emulator.api_url()).jwt_token("a.b.c");
    let snapshots = builder.organization_id("not-mine").build().unwrap().snapshots();
    for error in
        [snapshots.list().await.unwrap_err(), snapshots.create(params()).await.unwrap_err()]
    {
        assert!(error.is_forbidden());
        let text = error.to_string();
        assert!(text.contains("`not-mine`") && text.contains("DAYTONA_ORGANIZATION_ID"), "{text}");
    }
}

#[tokio::test]
async fn failed_pull_does_not_refer_to_a_build_log() {
    let outcome = BuildOutcome::error("manifest unknown");
    let emulator = Emulator::builder().build_outcome(NAME, outcome).start().await.unwrap();
    let hint = connect(&emulator).create(params()).await.unwrap_err().hint().unwrap().to_owned();
    assert!(!hint.contains("log") && hint.contains("image name"), "{hint}");
}

#[tokio::test]
async fn create_that_never_reached_the_server_does_not_say_that_it_may_have_succeeded() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    emulator.refuse_connections().await.unwrap();
    let limited = snapshots.create(params()).timeout(Duration::from_millis(500));
    let once = snapshots.create(params()).retry_policy(NeverRetry);
    for error in [limited.await.unwrap_err(), once.await.unwrap_err()] {
        assert!(error.is_timeout() || error.is_connect(), "{error:?}");
        let text = error.to_string();
        assert!(!text.contains("may have succeeded"), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn create_whose_answer_is_awaited_at_the_deadline_may_have_succeeded() {
    let emulator = Emulator::start().await.unwrap();
    emulator.inject(Fault::on(Route::CreateSnapshot).lose_response());
    let create = connect(&emulator).create(params()).timeout(Duration::from_secs(3));
    let error = create.await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("may have succeeded"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn creates_that_were_never_sent_wait_as_long_as_the_server_requires() {
    let pause = Duration::from_secs(400);
    let emulator = Emulator::start().await.unwrap();
    let throttle = || {
        let answer = FaultResponse::too_many_requests().retry_after(pause);
        emulator.inject(Fault::on(Route::GetAllSnapshots).respond(answer).times(1))
    };
    let many = || ["a", "b", "c"].map(|name| CreateSnapshotParams::new(name, "alpine:3.20"));
    let snapshots = connect(&emulator);
    let learn = snapshots.clone().with_retry_policy(NeverRetry);
    throttle();
    learn.list().await.unwrap_err();
    let limited = snapshots.create_many(many()).timeout(Duration::from_secs(100)).await;
    for error in limited.into_iter().map(Result::unwrap_err) {
        assert!(error.is_timeout() && !error.to_string().contains("may have succeeded"), "{error}");
    }
    let began = Instant::now();
    let outcomes = snapshots.create_many(many()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(began.elapsed() >= pause - Duration::from_secs(101), "{:?}", began.elapsed());
}

#[tokio::test]
async fn snapshot_of_an_earlier_build_takes_one_request_and_has_no_log() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    let image = || Image::base("alpine:3.20").run_commands(["true"]);
    snapshots.create(CreateSnapshotParams::new("first", image())).await.unwrap();
    let earlier_requests = emulator.requests().len();
    let create = snapshots.create(CreateSnapshotParams::new("second", image()));
    let second = create.on_logs(|line| panic!("{line}")).await.unwrap();
    assert!(second.state.is_active() && second.initial_runner_id.is_none());
    let requests = emulator.requests().split_off(earlier_requests);
    let operations: Vec<_> = requests.iter().map(|request| request.operation()).collect();
    assert_eq!(operations, [Some("createSnapshot")]);
    let began = Instant::now();
    let error = snapshots.build_logs("second").follow().await.err().unwrap();
    assert!(error.is_not_found() && error.to_string().contains("no build log of its own"));
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(snapshots.build_logs("first").await.is_ok());
}
