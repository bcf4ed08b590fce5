//! Failures of verbs that follow a build: conflicts, failed builds, timeouts, interruptions.

use std::process::Command;
use std::time::Duration;

use daytona_testkit::{BuildOutcome, Emulator, Fault, FaultResponse, Route, SeedSnapshot};

use crate::home::{Home, finish};
use crate::running_command::RunningCommand;

#[test]
fn taken_name_is_a_conflict() {
    let home = Home::new();
    home.local("create demo --image alpine:3.20 --format json").json();
    let run = home.local("create demo --image alpine:3.20 --format json");
    assert_eq!(run.failed(4).error()["kind"], "conflict");
    run.says("--if-exists");
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
    assert!(error["hint"].as_str().unwrap().contains("`--if-exists replace`"), "{error}");
    let replace = home.local(&format!("{other} replace"));
    let id = first["id"].as_str().unwrap();
    replace
        .says(&format!("deleting the old snapshot `demo` with id {id}"))
        .says(&format!("the old snapshot `demo` with id {id} is deleted"));
    let replaced = replace.json();
    assert_eq!((&replaced["name"], &replaced["state"]), (&first["name"], &first["state"]));
    assert_ne!(replaced["id"], first["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn error_about_an_unknown_region_names_its_setting() {
    let daytona = Emulator::start().await.unwrap();
    let home = Home::new();
    let create = |option: &str| {
        let line = format!("create demo --image alpine:3.20 --format json {option}");
        home.command_against(daytona.api_url(), daytona.api_key(), &line)
    };
    let hint = |run: &mut Command| {
        let run = finish(run);
        run.failed(3).error()["hint"].as_str().unwrap().to_owned()
    };
    let of_variable = hint(create("").env("DAYTONA_TARGET", "mars"));
    assert!(of_variable.contains("`mars` is set by DAYTONA_TARGET"), "{of_variable}");
    home.write(".env", "DAYTONA_TARGET=venus\n");
    let of_file = hint(&mut create(""));
    assert!(of_file.contains("`venus` is set by DAYTONA_TARGET"), "{of_file}");
    let of_option = hint(&mut create("--region pluto"));
    assert!(of_option.contains("`pluto`") && !of_option.contains("DAYTONA_TARGET"), "{of_option}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_build_reports_reason_and_last_log_lines() {
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
    assert!(error["resume"].is_null(), "nothing can be resumed: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn timeout_names_the_command_that_resumes() {
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
async fn logs_follow_fails_with_the_build() {
    let daytona =
        Emulator::builder().build_outcome("demo", BuildOutcome::Endless).start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let create = "create demo --dockerfile Dockerfile --no-wait --format json";
    home.against(daytona.api_url(), daytona.api_key(), create).json();
    let line = "logs demo --follow";
    let mut logs =
        RunningCommand::start(home.command_against(daytona.api_url(), daytona.api_key(), line));
    assert!(logs.stdout_line().starts_with("#1 "));
    daytona.set_state("demo", "build_failed", Some("exit code: 2")).unwrap();
    let end = logs.end();
    assert_eq!(end.code, Some(6), "{end:?}");
    end.says("exit code: 2");
}

/// Replaces a snapshot of other content. Interrupts the command once it prints `until`.
async fn replace(server: &Emulator, until: Option<&str>, format: &str) -> crate::home::Run {
    let home = Home::new();
    let line = format!("create demo --image alpine:3.21 --if-exists replace --format {format}");
    let mut create =
        RunningCommand::start(home.command_against(server.api_url(), server.api_key(), &line));
    if let Some(text) = until {
        create.stderr_until(text);
        create.send("INT");
    }
    create.end()
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_replacement_reports_the_old_snapshot() {
    let seed = || SeedSnapshot::new("demo", "alpine:3.20");
    let builder = Emulator::builder().seed(seed()).removal_time(Duration::from_secs(3600));
    let server = builder.start().await.unwrap();
    let run = replace(&server, Some("deleting the old snapshot `demo`"), "table").await;
    run.failed(130).says("the deletion of the old snapshot `demo`").says("was requested");

    let builder = || Emulator::builder().seed(seed()).removal_time(Duration::from_millis(1));
    let server = builder().start().await.unwrap();
    server.inject(Fault::on(Route::CreateSnapshot).delay(Duration::from_secs(3600)));
    let run = replace(&server, Some("is deleted"), "json").await;
    let error = run.failed(130).error();
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("the old snapshot `demo`") && message.contains("is deleted"),
        "{error}"
    );
    assert!(error["hint"].as_str().unwrap().contains("`daytona-snapshot get demo`"), "{error}");

    let server = builder().start().await.unwrap();
    let refusal = FaultResponse::new(400).body("application/json", r#"{"message":"no quota"}"#);
    server.inject(Fault::on(Route::CreateSnapshot).respond(refusal));
    let run = replace(&server, None, "table").await;
    run.failed(1).says("no quota (HTTP 400 Bad Request); the old snapshot `demo`");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_wait_for_a_removal_names_the_command_that_resumes() {
    let removing = SeedSnapshot::new("old", "alpine:3.20").state("removing");
    let server = Emulator::builder()
        .seed(SeedSnapshot::new("demo", "alpine:3.20"))
        .seed(removing)
        .removal_time(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let home = Home::new();
    let start = |line: &str| {
        let line = format!("{line} --format json");
        RunningCommand::start(home.command_against(server.api_url(), server.api_key(), &line))
    };
    let get = |name: &str| start(&format!("get {name}")).end().json()["id"].clone();
    let (demo, old) = (get("demo"), get("old"));
    let (demo, old) = (demo.as_str().unwrap(), old.as_str().unwrap());

    // The first command requests the deletion. The others find it in progress.
    for (line, state) in [
        ("delete demo --wait --timeout 1500ms".to_owned(), "was requested"),
        ("delete demo --wait --timeout 1500ms".to_owned(), "is in progress"),
        (format!("delete {demo} --wait --timeout 1500ms"), "is in progress"),
    ] {
        let error = start(&line).end().failed(7).error();
        let message = error["message"].as_str().unwrap();
        let expected = format!("the deletion of snapshot `demo` ({demo}) {state}");
        assert!(message.contains(&expected), "{line}: {message}");
        assert_eq!(error["resume"], format!("daytona-snapshot delete --wait {demo}"));
        assert_eq!(
            (&error["snapshot_id"], &error["snapshot_name"]),
            (&demo.into(), &"demo".into())
        );
    }

    let create = "create old --image alpine:3.20 --if-exists replace";
    let timed_out = start(&format!("{create} --timeout 1500ms")).end();
    let mut interrupted = start(create);
    interrupted.stderr_until("waiting until the old snapshot");
    interrupted.send("INT");
    for error in [timed_out.failed(7).error(), interrupted.end().failed(130).error()] {
        let message = error["message"].as_str().unwrap();
        let expected = format!("the deletion of the old snapshot `old` ({old}) is in progress");
        assert!(message.contains(&expected), "{message}");
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.contains(&format!("`daytona-snapshot delete --wait {old}`")), "{hint}");
        assert!(hint.contains("same command again"), "{hint}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_delete_names_the_command_that_resumes() {
    let seed = SeedSnapshot::new("demo", "alpine:3.20");
    let builder = Emulator::builder().seed(seed).removal_time(Duration::from_secs(3600));
    let server = builder.start().await.unwrap();
    let home = Home::new();
    let line = "delete demo --wait --format json";
    let delete =
        RunningCommand::start(home.command_against(server.api_url(), server.api_key(), line));
    server.wait_for_state("demo", "removing").await;
    delete.send("TERM");
    let error = delete.end().failed(143).error();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("the deletion of snapshot `demo`"), "{message}");
    let resume = error["resume"].as_str().unwrap();
    assert!(resume.starts_with("daytona-snapshot delete --wait "), "{resume}");
}

#[test]
fn messages_name_no_method_of_the_library() {
    let home = Home::new();
    home.write_app();
    home.write("empty/.keep", "");
    std::os::unix::fs::symlink("/etc/hostname", home.path().join("app/out")).unwrap();
    home.write("Outside", "FROM alpine:3.20\nCOPY ../etc/passwd /x\n");
    home.write("Link", "FROM alpine:3.20\nCOPY app/out /x\n");
    home.write("Missing", "FROM alpine:3.20\nCOPY nothing /x\n");
    home.write("Stage", "FROM alpine:3.20\nCOPY --from=none x /x\n");
    for line in [
        "image --dockerfile Outside",
        "image --dockerfile Link",
        "image --dockerfile Missing",
        "image --dockerfile Stage",
        "image --dockerfile app",
        "--local create demo --image alpine",
        "--local create tel:1 --image alpine:3.20",
        "--local get missing",
        "--local list --limit 201",
    ] {
        let run = home.run(line);
        for method in
            ["add_local", "run_commands", "ContextOptions", "from_dockerfile", "()", "(\""]
        {
            assert!(!run.stderr.contains(method), "{line}: {run:?}");
        }
    }
}
