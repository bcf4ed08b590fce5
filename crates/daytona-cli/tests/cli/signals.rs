//! Signals: a clean exit, and the command that resumes.

use daytona_testkit::{BuildOutcome, Emulator};

use crate::home::Home;
use crate::running_command::RunningCommand;

/// Starts a server on which these builds never end.
async fn endless() -> Emulator {
    let builder = Emulator::builder()
        .build_outcome("demo", BuildOutcome::Endless)
        .build_outcome("other", BuildOutcome::Endless);
    builder.start().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_create_reports_the_snapshot_and_how_to_resume() {
    let daytona = endless().await;
    let home = Home::new();
    for (name, signal, code) in [("demo", "INT", 130), ("other", "TERM", 143)] {
        let line = format!("create {name} --image alpine:3.20 --format json");
        let mut create = RunningCommand::start(home.command_against(
            daytona.api_url(),
            daytona.api_key(),
            &line,
        ));
        create.stderr_until(&format!("`{name}` created with id"));
        create.send(signal);
        let end = create.end();
        let error = end.failed(code).error();
        let id = error["snapshot_id"].as_str().unwrap();
        assert_eq!(error["kind"], "interrupted");
        assert_eq!(error["resume"], format!("daytona-snapshot wait {id}"));
        let get =
            home.against(daytona.api_url(), daytona.api_key(), &format!("get {id} --format json"));
        assert_eq!(get.json()["name"], name, "the snapshot still exists");
    }
}
