//! Output that nothing reads: signals and deadlines still end the program.

use std::process::Command;

use daytona_testkit::{BuildLog, BuildOutcome, Emulator, SeedSnapshot};

use crate::home::Home;
use crate::running_command::RunningCommand;

/// More lines than the pipe and all buffers can hold.
const LINES: u64 = 20_000;

/// Starts a server on which the build of `demo` has a long log.
async fn server_with_long_log(outcome: Option<BuildOutcome>) -> Emulator {
    let log = BuildLog::new(format!("{}\n", "x".repeat(99))).repeated(LINES);
    let builder = Emulator::builder().build_log("demo", log);
    match outcome {
        Some(outcome) => builder.build_outcome("demo", outcome).start().await.unwrap(),
        None => builder.start().await.unwrap(),
    }
}

fn command(home: &Home, server: &Emulator, line: &str) -> Command {
    home.command_against(server.api_url(), server.api_key(), line)
}

/// Starts a build that never ends, and waits until its log is long.
async fn start_endless_build(home: &Home) -> Emulator {
    let server = server_with_long_log(Some(BuildOutcome::Endless)).await;
    home.write_app();
    let create = "create demo --dockerfile Dockerfile --no-wait --format json";
    home.against(server.api_url(), server.api_key(), create).json();
    server.wait_for_state("demo", "building").await;
    // The emulator writes the log after the state. Half of the log fills all buffers.
    let is_long = || {
        let logs = home.command_against(server.api_url(), server.api_key(), "logs demo").output();
        logs.unwrap().stdout.iter().filter(|byte| **byte == b'\n').count() as u64 > LINES / 2
    };
    while !is_long() {}
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn signal_ends_a_blocked_log() {
    let home = Home::new();
    let server = start_endless_build(&home).await;
    for line in ["logs demo", "logs demo --follow"] {
        for (signal, code) in [("INT", 130), ("TERM", 143)] {
            let logs = RunningCommand::start(command(&home, &server, line));
            logs.wait_until_stdout_blocks();
            logs.send(signal);
            let end = logs.end_unread();
            assert_eq!(end.code, Some(code), "{line}: {}", end.stderr);
            end.says("interrupted");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signal_ends_a_blocked_document() {
    let builder = Emulator::builder();
    let server = (0..600)
        .fold(builder, |builder, n| {
            builder.seed(SeedSnapshot::new(format!("demo-{n}"), "alpine:3.20"))
        })
        .start()
        .await
        .unwrap();
    let home = Home::new();
    for (line, signal, code) in
        [("list --all --format json", "TERM", 143), ("list --all --format yaml", "INT", 130)]
    {
        let list = RunningCommand::start(command(&home, &server, line));
        list.wait_until_stdout_blocks();
        list.send(signal);
        let end = list.end_unread();
        assert_eq!(end.code, Some(code), "{line}: {}", end.stderr);
        end.says("interrupted; nothing was changed");
    }
    let line = "list --all --format json --timeout 1s";
    let mut list = RunningCommand::start(command(&home, &server, line));
    assert_eq!(list.stdout_line(), "{\n");
    let end = list.end_unread();
    assert_eq!(end.code, Some(7), "{}", end.stderr);
    assert_eq!(end.error()["kind"], "timeout");
}

#[tokio::test(flavor = "multi_thread")]
async fn signal_ends_blocked_progress() {
    let home = Home::new();
    let server = start_endless_build(&home).await;
    for (line, signal, code) in
        [("wait demo", "INT", 130), ("wait demo --progress json --format json", "TERM", 143)]
    {
        let wait = RunningCommand::start(command(&home, &server, line));
        wait.wait_until_stderr_blocks();
        wait.send(signal);
        assert_eq!(wait.end_unread().code, Some(code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deadline_ends_blocked_output() {
    let home = Home::new();
    let server = start_endless_build(&home).await;
    let mut wait = RunningCommand::start(command(&home, &server, "wait demo --timeout 1s"));
    wait.stderr_until("xxx");
    assert_eq!(wait.end_unread().code, Some(7));

    let mut logs = RunningCommand::start(command(&home, &server, "logs demo --timeout 1s"));
    assert!(!logs.stdout_line().is_empty());
    let end = logs.end_unread();
    assert_eq!(end.code, Some(7), "{}", end.stderr);
    end.says("--timeout").says("1s");
}

#[tokio::test(flavor = "multi_thread")]
async fn signal_ends_both_streams_in_one_blocked_pipe() {
    let home = Home::new();
    let server = start_endless_build(&home).await;
    let logs = RunningCommand::start_with_one_pipe(command(&home, &server, "logs demo --follow"));
    logs.wait_until_stdout_blocks();
    logs.send("INT");
    assert_eq!(logs.end_unread().code, Some(130));
}

#[test]
fn one_signal_ends_a_server_with_blocked_output() {
    for descriptors in [&[1][..], &[2], &[1, 2]] {
        for signal in ["INT", "TERM"] {
            let home = Home::new();
            let server = RunningCommand::start_blocked(home.command("local serve"), descriptors);
            server.send(signal);
            assert_eq!(server.end_unread().code, Some(0), "{descriptors:?} {signal}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_reader_receives_every_line() {
    let server = server_with_long_log(None).await;
    let home = Home::new();
    home.write_app();
    let create = "create demo --dockerfile Dockerfile --progress none --format json";
    home.against(server.api_url(), server.api_key(), create).json();
    let mut logs = RunningCommand::start(command(&home, &server, "logs demo"));
    // The pipe is full long before the rest is read.
    assert!(!logs.stdout_line().is_empty());
    let end = logs.end();
    let lines = end.stdout.lines().filter(|line| line.starts_with("xxx")).count();
    assert!((LINES as usize - 1..=LINES as usize).contains(&lines), "{lines} lines");
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
}
