//! How following a build can end, other than well.

use daytona_testkit::{BuildOutcome, Emulator};

use crate::home::Home;
use crate::running::Running;

#[test]
fn taken_name_is_a_conflict() {
    let home = Home::new();
    home.local("create demo --image alpine:3.20 --format json").json();
    let run = home.local("create demo --image alpine:3.20 --format json");
    assert_eq!(run.failed(4).error()["kind"], "conflict");
}

#[test]
fn snapshot_of_the_name_is_adopted_or_replaced_on_request() {
    let home = Home::new();
    let create = "create demo --image alpine:3.20 --format json --if-exists adopt";
    let first = home.local(create).json();
    assert_eq!(home.local(create).json()["id"], first["id"]);
    let other = "create demo --image alpine:3.21 --format json --if-exists";
    let refused = home.local(&format!("{other} adopt"));
    let error = refused.failed(4).error();
    assert!(error["message"].as_str().unwrap().contains("differs in the image name"), "{error}");
    let replaced = home.local(&format!("{other} replace")).json();
    assert_eq!((&replaced["name"], &replaced["state"]), (&first["name"], &first["state"]));
    assert_ne!(replaced["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_build_has_its_reason_and_last_log_lines() {
    let daytona = Emulator::builder()
        .build_outcome("demo", BuildOutcome::error("no space left on device"))
        .start()
        .await
        .unwrap();
    let home = Home::new();
    home.write_app();
    let line = "create demo --dockerfile Dockerfile --format json";
    let run = home.against(daytona.api_url(), daytona.api_key(), line);
    let error = run.failed(6).error();
    assert_eq!(error["kind"], "build_failed");
    assert!(error["message"].as_str().unwrap().contains("no space left on device"), "{error}");
    assert_eq!(error["snapshot_name"], "demo");
    assert!(!error["log_lines"].as_array().unwrap().is_empty(), "{error}");
    assert!(error["resume"].is_null(), "there is nothing to wait for: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn time_out_names_the_command_that_waits_on() {
    let daytona =
        Emulator::builder().build_outcome("demo", BuildOutcome::Endless).start().await.unwrap();
    let home = Home::new();
    let create = "create demo --image alpine:3.20 --no-wait --format json";
    let id = home.against(daytona.api_url(), daytona.api_key(), create).json()["id"].clone();
    let id = id.as_str().unwrap();
    let wait = format!("wait {id} --timeout 1ms --format json");
    let error = home.against(daytona.api_url(), daytona.api_key(), &wait).failed(7).error();
    assert_eq!(error["kind"], "timeout");
    assert_eq!(error["resume"], format!("daytona-snapshot wait {id}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn followed_log_ends_with_a_failed_build() {
    let daytona =
        Emulator::builder().build_outcome("demo", BuildOutcome::Endless).start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let create = "create demo --dockerfile Dockerfile --no-wait --format json";
    home.against(daytona.api_url(), daytona.api_key(), create).json();
    let line = "logs demo --follow";
    let mut logs = Running::start(home.command_against(daytona.api_url(), daytona.api_key(), line));
    assert!(logs.stdout_line().starts_with("#1 "));
    daytona.set_state("demo", "build_failed", Some("exit code: 2")).unwrap();
    let end = logs.end();
    assert_eq!(end.code, Some(6), "{end:?}");
    end.says("exit code: 2");
}
