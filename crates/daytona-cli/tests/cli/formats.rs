//! Formats of results, progress and failures, and their streams.

use std::fs::File;
use std::process::Stdio;

use daytona_testkit::{BuildLog, Emulator};
use serde_json::Value;

use crate::home::{Home, finish};

#[test]
fn all_formats_have_the_same_snapshot() {
    let home = Home::new();
    let json = home.local("create demo --image alpine:3.20 --format json").json();
    let yaml = home.local("get demo --format yaml").stdout;
    let from_yaml: Value = yaml_serde::from_str(&yaml).unwrap();
    assert_eq!(from_yaml["id"], json["id"]);
    let id = json["id"].as_str().unwrap();
    for verb in ["get demo", "list"] {
        let text = home.local(verb).stdout;
        assert!(text.contains(id) && text.contains("alpine:3.20") == (verb != "list"), "{text}");
    }
}

#[test]
fn results_are_on_standard_output_and_the_rest_on_standard_error() {
    let home = Home::new();
    home.write_app();
    let run = home.local("create demo --dockerfile Dockerfile");
    assert!(run.stdout.starts_with("demo (") && run.stdout.lines().count() == 1, "{run:?}");
    assert!(!run.stdout.contains("#1 "), "the log is progress, not a result: {run:?}");
    run.says("#1 ");
}

#[test]
fn json_progress_is_one_object_per_line() {
    let home = Home::new();
    home.write_app();
    let run = home.local("create demo --dockerfile Dockerfile --progress json");
    let events: Vec<Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["uploading", "upload_progress"]);
    let uploaded = names.iter().position(|name| *name == "context_uploaded").unwrap();
    assert_eq!(names[uploaded + 1], "created");
    assert!(names.contains(&"log") && names.contains(&"state_changed"), "{names:?}");
    assert_eq!(events[uploaded]["archives"][0]["files"], 2);

    let run = home.local("create demo --dockerfile Dockerfile --progress json");
    let failure: Value =
        serde_json::from_str(run.failed(4).stderr.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&failure["event"], &failure["error"]["kind"]),
        (&"failed".into(), &"conflict".into())
    );
}

#[test]
fn progress_can_be_disabled() {
    let home = Home::new();
    home.write_app();
    let run = home.local("create demo --dockerfile Dockerfile --progress none --format json");
    assert_eq!(run.json()["state"], "active");
    assert_eq!(run.stderr, "");
}

#[test]
fn json_failure_has_every_documented_key() {
    let home = Home::new();
    let run = home.local("get missing --format json");
    let error = run.failed(3).error();
    assert_eq!(error["kind"], "not_found");
    assert_eq!(error["exit_code"], 3);
    assert_eq!(error["status"], 404);
    assert!(error["message"].as_str().unwrap().contains("`missing`"));
    for key in ["hint", "code", "snapshot_id", "resume", "log_lines"] {
        assert!(error.get(key).is_some(), "{key} is present, possibly null");
    }
}

#[test]
fn yaml_failure_is_a_document() {
    let home = Home::new();
    let run = home.local("get missing --format yaml");
    let document = run.failed(3).stderr.split("---\n").nth(1).unwrap().to_owned();
    let document: Value = yaml_serde::from_str(&document).unwrap();
    assert_eq!(document["error"]["kind"], "not_found");
}

#[test]
fn invalid_command_line_is_a_json_failure() {
    let home = Home::new();
    let error = home.run("create demo --format json").failed(2).error();
    assert_eq!(error["kind"], "usage");
    assert!(error["message"].as_str().unwrap().contains("--dockerfile"), "{error}");
}

#[test]
fn help_succeeds_and_lists_the_exit_codes() {
    let home = Home::new();
    for arguments in ["--help", "help", "--version", "create --help"] {
        let run = home.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments}");
    }
    assert!(home.run("--help").stdout.contains("- 6: "));
}

#[test]
fn no_colour_reaches_a_pipe() {
    let home = Home::new();
    for run in [home.run("--help"), home.run("create"), home.local("list")] {
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn log_too_long_for_a_document_fails_and_the_table_succeeds() {
    // 65 MiB of text, one more than the limit.
    let log = BuildLog::new(format!("{}\n", "x".repeat(4095))).repeated(65 * 256);
    let server = Emulator::builder().build_log("demo", log).start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let run = |line: &str| home.against(server.api_url(), server.api_key(), line);
    run("create demo --dockerfile Dockerfile --progress none --format json").json();
    run("logs demo --format json").failed(1).says("64 MiB").says("table");
    let table = run("logs demo");
    assert_eq!((table.code, table.stdout.len() > 64 << 20), (Some(0), true));
}

/// Command lines that print a result, a help text, or a script.
const PRINTING: [&str; 5] =
    ["--local list", "--help", "create --help", "--version", "completions bash"];

#[test]
fn closed_standard_output_is_not_a_failure() {
    let home = Home::new();
    for line in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = finish(home.command(line).stdout(writer));
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_a_failure() {
    let home = Home::new();
    for line in PRINTING {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = home.command(line);
        let child = command.stdout(Stdio::from(full)).stderr(Stdio::piped()).spawn().unwrap();
        let run = crate::home::Run::from(child.wait_with_output().unwrap());
        run.failed(1).says("failed to write to standard output");
    }
}
