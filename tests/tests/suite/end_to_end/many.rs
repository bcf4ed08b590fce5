//! `create_many`: many concurrent creates.

use std::future::IntoFuture;
use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Image};
use daytona_testkit::{BuildOutcome, Emulator};
use tokio::time::Instant;

use super::fixture::connect;

/// Returns the number of requests for these operations.
fn count_requests(emulator: &Emulator, operations: &[&str]) -> usize {
    let requests = emulator.requests();
    let is_counted =
        |operation: Option<&str>| operation.is_some_and(|name| operations.contains(&name));
    requests.iter().filter(|request| is_counted(request.operation())).count()
}

#[tokio::test]
async fn outcomes_have_the_order_of_the_parameters_and_equal_contexts_are_sent_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "data").unwrap();
    let outcome = BuildOutcome::error("no space left on device");
    let emulator = Emulator::builder().build_outcome("app-2", outcome).start().await.unwrap();
    let params = (0..5).map(|number| {
        let image = Image::base(format!("alpine:3.{number}"))
            .add_local_file(folder.path().join("data"), "/data");
        CreateSnapshotParams::new(format!("app-{number}"), image)
    });
    let outcomes = connect(&emulator).create_many(params).await;
    for (number, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Ok(snapshot) => assert_eq!(snapshot.name, format!("app-{number}")),
            Err(error) => assert!(number == 2 && error.is_build_failed(), "{number}: {error}"),
        }
    }
    assert_eq!(count_requests(&emulator, &["PutObject"]), 1);
    assert_eq!(count_requests(&emulator, &["getPushAccess"]), 1);
}

#[tokio::test(start_paused = true)]
async fn concurrency_limits_the_snapshots_in_progress() {
    let build_time = Duration::from_secs(10);
    let emulator = Emulator::builder().build_time(build_time).start().await.unwrap();
    let params =
        (0..6).map(|number| CreateSnapshotParams::new(format!("app-{number}"), "alpine:3.20"));
    let began = Instant::now();
    let outcomes = connect(&emulator).create_many(params).concurrency(2).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert!(began.elapsed() >= build_time * 3, "{:?}", began.elapsed());
}

/// Returns the number of open sockets of connections to the emulator, on both sides. Other tests of
/// the process have other emulators.
#[cfg(target_os = "linux")]
fn sockets(emulator: &Emulator) -> usize {
    // The states of connections that a process holds open: ESTABLISHED, FIN_WAIT2 and CLOSE_WAIT.
    const OPEN: [&str; 3] = ["01", "05", "08"];
    let address = emulator.api_url().trim_start_matches("http://").trim_end_matches("/api");
    let port: u16 = address.rsplit(':').next().unwrap().parse().unwrap();
    let suffix = format!(":{port:04X}");
    let table = std::fs::read_to_string("/proc/self/net/tcp").unwrap();
    let is_open = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        OPEN.contains(&fields[3]) && fields[1..3].iter().any(|end| end.ends_with(&suffix))
    };
    table.lines().skip(1).filter(is_open).count()
}

#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn thousand_creates_take_few_sockets_and_few_polls() {
    const CREATES: usize = 1000;
    const MOST_SOCKETS: usize = 2 * 64 + 40;
    let mut builder = Emulator::builder().build_time(Duration::from_secs(30));
    for number in (0..CREATES).step_by(50) {
        let outcome = BuildOutcome::error(format!("reason {number}"));
        builder = builder.build_outcome(format!("app-{number}"), outcome);
    }
    let emulator = builder.start().await.unwrap();
    let snapshots = connect(&emulator);
    let params = (0..CREATES)
        .map(|number| CreateSnapshotParams::new(format!("app-{number}"), "alpine:3.20"));
    let creates = snapshots.create_many(params).concurrency(CREATES);
    let mut creates = creates.into_future();

    let polls = || count_requests(&emulator, &["getAllSnapshots", "getSnapshot"]);
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    ticks.tick().await;
    let mut before = 0;
    let outcomes = loop {
        tokio::select! {
            outcomes = &mut creates => break outcomes,
            _ = ticks.tick() => {
                let now = polls();
                // One hundred snapshots share one poll per second.
                assert!(now - before <= CREATES / 100 + 1, "{} polls in a second", now - before);
                before = now;
                let sockets = sockets(&emulator);
                assert!(sockets <= MOST_SOCKETS, "{sockets} sockets");
            }
        }
    };
    for (number, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(snapshot) => {
                assert_eq!(snapshot.name, format!("app-{number}"));
                assert!(snapshot.state.is_active() && number % 50 != 0);
            }
            Err(error) => {
                assert!(error.is_build_failed() && number % 50 == 0, "{number}: {error}");
                assert!(error.to_string().contains(&format!("reason {number}")), "{error}");
            }
        }
    }
    assert_eq!(count_requests(&emulator, &["createSnapshot"]), CREATES);
}
