//! The documented exit codes, for each verb.

use std::fs;
use std::time::Duration;

use daytona_testkit::{
    BuildOutcome, Emulator, Fault, FaultResponse, InjectedFault, Route, SeedSnapshot,
};

use crate::home::Home;
use crate::running_command::RunningCommand;

/// The verbs that use a server.
const REMOTE: [&str; 11] = [
    "create new --image alpine:3.20",
    "list",
    "get demo",
    "logs demo",
    "wait demo",
    "regions",
    "context upload .",
    "deactivate demo",
    "activate demo",
    "prune --prefix demo --yes",
    "delete other --yes",
];
/// The verbs that do not.
const OFFLINE: [&str; 6] = [
    "image .",
    "completions bash",
    "local path",
    "local status",
    "local prune",
    "local reset --yes",
];

async fn server() -> Emulator {
    Emulator::builder()
        .build_outcome("broken", BuildOutcome::error("exit code: 1"))
        .seed(SeedSnapshot::new("taken", "alpine:3.20"))
        .activation_cooldown(Duration::ZERO)
        .start()
        .await
        .unwrap()
}

/// Starts a server with the snapshots of the lines, which delays every response.
async fn slow_server() -> (Emulator, InjectedFault) {
    let seed = |name: &str| SeedSnapshot::new(name, "alpine:3.20");
    let builder = Emulator::builder().seed(seed("demo")).seed(seed("other"));
    let server = builder.start().await.unwrap();
    let fault = server.inject(Fault::on(Route::Any).delay(Duration::from_secs(3600)));
    (server, fault)
}

fn home() -> Home {
    let home = Home::new();
    home.write_app();
    home
}

/// Runs lines against a server, and asserts their exit code.
#[track_caller]
fn assert_code<'a>(server: &Emulator, code: i32, lines: impl IntoIterator<Item = &'a str>) {
    let home = home();
    for line in lines {
        let run = home.against(server.api_url(), server.api_key(), line);
        assert_eq!(run.code, Some(code), "{line}: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn success_is_0() {
    let server = server().await;
    for name in ["demo", "other"] {
        // A snapshot of a Dockerfile has a log.
        assert_code(&server, 0, [format!("create {name} .").as_str()]);
    }
    assert_code(&server, 0, REMOTE.into_iter().chain(OFFLINE));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_request_is_1() {
    let server = server().await;
    let refusal = FaultResponse::new(400).body("application/json", r#"{"message":"no"}"#);
    server.inject(Fault::on(Route::Any).respond(refusal));
    assert_code(&server, 1, REMOTE);
}

#[test]
fn invalid_usage_is_2() {
    let home = home();
    for verb in REMOTE.into_iter().chain(OFFLINE).chain(["local serve"]) {
        home.run(&format!("{verb} --unknown-option")).failed(2);
    }
    home.run("unknown-verb").failed(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_snapshot_or_region_is_3() {
    let server = server().await;
    let lines = [
        "create new --image alpine:3.20 --region mars",
        "get demo",
        "logs demo",
        "logs demo --follow",
        "wait demo",
        "deactivate demo",
        "activate demo",
        "delete demo --yes",
    ];
    assert_code(&server, 3, lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_name_is_4() {
    assert_code(&server().await, 4, ["create taken --image alpine:3.20", "create taken ."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_or_refused_credentials_are_5() {
    let server = server().await;
    let home = home();
    for verb in REMOTE {
        home.run(verb).failed(5);
        home.against(server.api_url(), "dtn_wrong", verb).failed(5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_build_is_6() {
    let server = server().await;
    let lines = ["create broken .", "wait broken", "logs broken --follow"];
    let home = home();
    for line in lines {
        let run = home.against(server.api_url(), server.api_key(), line);
        assert_eq!(run.code, Some(6), "{line}: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn passed_timeout_is_7() {
    let (server, _fault) = slow_server().await;
    let lines = REMOTE.map(|verb| format!("{verb} --timeout 50ms"));
    assert_code(&server, 7, lines.iter().map(String::as_str));
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_server_is_8() {
    let server = server().await;
    let page = FaultResponse::new(200).body("text/html", "<html>hi</html>");
    server.inject(Fault::on(Route::Any).respond(page));
    assert_code(&server, 8, REMOTE);
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_are_130_and_143() {
    let (server, fault) = slow_server().await;
    let home = home();
    for (number, verb) in REMOTE.into_iter().enumerate() {
        let (signal, code) = if number % 2 == 0 { ("INT", 130) } else { ("TERM", 143) };
        let command = home.command_against(server.api_url(), server.api_key(), verb);
        let running = RunningCommand::start(command);
        fault.wait_for_hits(number as u64 + 1).await;
        running.send(signal);
        running.end().failed(code);
    }
}

#[test]
fn readme_and_help_list_the_documented_codes() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let read = |file: &str| fs::read_to_string(format!("{folder}/{file}")).unwrap();
    let codes = read("docs/exit-codes.md");
    assert!(read("README.md").contains(&codes), "README.md does not contain\n{codes}");
    let help = Home::new().run("--help").stdout;
    for line in codes.lines() {
        let start: String = line.chars().take(40).collect();
        assert!(help.contains(&start), "no {start:?} in\n{help}");
    }
}
