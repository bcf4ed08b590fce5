//! The live display, in a pseudo-terminal.

use std::process::Command;
use std::time::Duration;

use daytona_testkit::{
    BuildLog, BuildOutcome, Emulator, EmulatorBuilder, Fault, Route, SeedSnapshot,
};

use crate::home::Home;
use crate::running_command::{RunningCommand, peak_memory_kib};
use crate::terminal::Terminal;

/// Returns `true` if a line begins with a spinner.
fn has_status(screen: &[String]) -> bool {
    let is_status = |line: &String| ["- ", "\\ ", "| ", "/ "].iter().any(|s| line.starts_with(s));
    screen.iter().any(is_status)
}

async fn start(builder: EmulatorBuilder) -> (Home, Emulator) {
    let home = Home::new();
    home.write_app();
    (home, builder.start().await.unwrap())
}

fn command(home: &Home, server: &Emulator, line: &str) -> Command {
    home.command_against(server.api_url(), server.api_key(), line)
}

#[tokio::test(flavor = "multi_thread")]
async fn finished_display_leaves_steps_and_one_line_at_every_width() {
    for columns in [40, 80, 200] {
        let log = BuildLog::new(
            "#1 [1/2] FROM alpine:3.20\n#1 CACHED\n#2 [2/2] RUN make\n#2 0.1 compiling\n#2 DONE 0.2s\n",
        );
        let builder = Emulator::builder().build_time(Duration::from_millis(1500));
        let (home, server) = start(builder.build_log("demo", log)).await;
        let terminal = Terminal::start(command(&home, &server, "create demo ."), columns);
        terminal.until("demo: ");
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(0), "{screen:#?}");
        let text = screen.join("\n");
        for wanted in ["=> [1/2] FROM alpine:3.20  cached", "=> [2/2] RUN make", "): active"] {
            assert!(text.contains(wanted), "{columns}: no {wanted:?} in\n{text}");
        }
        assert!(!text.contains("compiling"), "output of a finished step is folded:\n{text}");
        assert!(!has_status(&screen), "the status is removed:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_of_the_runner_are_folded() {
    let log =
        "#1 [1/3] FROM alpine:3.20\n#2 CACHED [2/3] RUN make\n#3 [3/3] RUN test\nok 1\nok 2\n";
    let builder = Emulator::builder().build_time(Duration::from_millis(1500));
    let (home, server) = start(builder.build_log("demo", BuildLog::new(log))).await;
    let terminal = Terminal::start(command(&home, &server, "create demo ."), 80);
    terminal.until_row(|row| row == "   ok 2");
    let (code, screen) = terminal.end();
    let text = screen.join("\n");
    assert_eq!(code, Some(0), "{text}");
    let steps: Vec<&str> = screen.iter().filter_map(|row| row.strip_prefix("=> ")).collect();
    assert_eq!(steps.len(), 3, "{text}");
    assert!(steps[0].starts_with("[1/3] FROM alpine:3.20  0."), "{text}");
    assert_eq!(steps[1], "[2/3] RUN make  cached");
    assert!(steps[2].starts_with("[3/3] RUN test  "), "{text}");
    assert!(!text.contains("ok 1"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_step_keeps_its_output() {
    let log = "#1 [1/2] FROM alpine:3.20\n#2 [2/2] RUN make\nno rule\nERROR: exit code: 2\n";
    let builder = Emulator::builder()
        .build_outcome("demo", BuildOutcome::error("exit code: 2"))
        .build_log("demo", BuildLog::new(log));
    let (home, server) = start(builder).await;
    let terminal = Terminal::start(command(&home, &server, "create demo ."), 80);
    let (code, screen) = terminal.end();
    let text = screen.join("\n");
    assert_eq!(code, Some(6), "{text}");
    for wanted in ["=> [2/2] RUN make  failed after", "\n   no rule\n   failed: exit code: 2"] {
        assert!(text.contains(wanted), "no {wanted:?} in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn narrowed_terminal_is_left_clean() {
    let output = "0123456789".repeat(11);
    let log = format!("#1 [1/2] FROM alpine:3.20\n#2 [2/2] RUN make\n{output}\n{output}\n");
    let builder = Emulator::builder().build_time(Duration::from_millis(2500));
    let (home, server) = start(builder.build_log("demo", BuildLog::new(log))).await;
    let terminal = Terminal::start(command(&home, &server, "create demo ."), 120);
    terminal.until_row(|row| row.trim() == output);
    // The next frame is some time away.
    terminal.until_written();
    terminal.resize(40);
    terminal.until_row(|row| row.starts_with("   0123456789") && row.ends_with('…'));
    let rows = terminal.rows();
    let count = |start: &str| rows.iter().filter(|row| row.starts_with(start)).count();
    assert_eq!(count("=> [2/2] RUN make"), 1, "{rows:#?}");
    assert_eq!(count("   0123456789"), 2, "{rows:#?}");
    assert!(!rows.iter().any(|row| row.starts_with("789")), "{rows:#?}");
    let (code, screen) = terminal.end();
    let text = screen.join("\n");
    assert_eq!(code, Some(0), "{text}");
    assert!(!has_status(&screen) && !text.contains("012345"), "{text}");
    for wanted in ["=> [1/2] FROM alpine:3.20", "=> [2/2] RUN make", "): active"] {
        assert_eq!(text.matches(wanted).count(), 1, "{wanted:?} in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn widened_terminal_keeps_finished_lines_apart() {
    let log = "#1 [1/2] FROM alpine:3.20\n#2 [2/2] RUN make\n";
    let builder = Emulator::builder().build_time(Duration::from_millis(1500));
    let (home, server) = start(builder.build_log("demo", BuildLog::new(log))).await;
    let terminal = Terminal::start(command(&home, &server, "create demo ."), 60);
    terminal.until_row(|row| row.starts_with("=> [2/2] RUN make"));
    terminal.until_written();
    terminal.resize(200);
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen:#?}");
    for start in ["build context: ", "snapshot `demo` created", "=> [1/2]", "=> [2/2]", "demo ("] {
        let count = screen.iter().filter(|row| row.starts_with(start)).count();
        assert_eq!(count, 1, "{start:?} in {screen:#?}");
    }
}

/// The size of a long log, in MiB.
const LOG_MIB: u64 = 100;
/// The most memory for it. The debug build of the program alone takes about half of this.
const MEMORY_MIB: u64 = 100;

fn long_log(start: &str) -> BuildLog {
    let line = format!("{start}{}\n", "x".repeat(1023 - start.len()));
    BuildLog::new(line).repeated(LOG_MIB << 10)
}

#[tokio::test(flavor = "multi_thread")]
async fn long_log_of_a_step_takes_little_memory_and_no_rows() {
    let (home, server) = start(Emulator::builder().build_log("demo", long_log("#1 0.1 "))).await;
    let terminal = Terminal::start(command(&home, &server, "create demo ."), 80);
    let peak = terminal.peak_memory_kib();
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen:#?}");
    assert!(screen.len() < 20, "{screen:#?}");
    assert!((1..MEMORY_MIB << 10).contains(&peak), "{peak} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn long_log_in_lines_takes_little_memory() {
    let (home, server) = start(Emulator::builder().build_log("demo", long_log(""))).await;
    let command = command(&home, &server, "create demo . --progress plain");
    let mut running = RunningCommand::start_with_one_pipe(command);
    let (mut lines, mut peak) = (0, 0);
    loop {
        let line = running.stdout_line();
        if line.is_empty() {
            break;
        }
        if line.starts_with("xxx") {
            lines += 1;
            if lines % 1000 == 0 {
                peak = peak.max(peak_memory_kib(running.id()).unwrap_or_default());
            }
        }
    }
    let run = running.end();
    assert_eq!((run.code, lines), (Some(0), LOG_MIB << 10), "{run:?}");
    assert!((1..MEMORY_MIB << 10).contains(&peak), "{peak} KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_stay_above_the_live_display() {
    let builder = Emulator::builder().build_time(Duration::from_millis(500));
    let (home, server) = start(builder).await;
    let line = "create demo . --verbose";
    let terminal = Terminal::start(command(&home, &server, line), 200);
    terminal.until("demo: ");
    let (code, screen) = terminal.end();
    let text = screen.join("\n");
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("DEBUG") && text.contains("daytona_api"), "{text}");
    assert!(text.contains("): active") && !has_status(&screen), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn interruption_at_each_stage_removes_the_display() {
    let upload = Fault::on(Route::PutObject).delay(Duration::from_secs(3600));
    let create = Fault::on(Route::CreateSnapshot).delay(Duration::from_secs(3600));
    for (fault, until, message) in [
        (Some(upload), "uploading: ", "no snapshot was created"),
        (Some(create), "build context: 2 files", "is unknown"),
        (None, "demo: ", "the server continues its work"),
    ] {
        let builder = Emulator::builder().build_outcome("demo", BuildOutcome::Endless);
        let (home, server) = start(builder).await;
        if let Some(fault) = fault {
            server.inject(fault);
        }
        let terminal = Terminal::start(command(&home, &server, "create demo ."), 80);
        terminal.until(until);
        terminal.send("INT");
        let (code, screen) = terminal.end();
        assert_eq!(code, Some(130), "{screen:#?}");
        let text = screen.join("\n");
        assert!(text.contains(message), "{text}");
        assert!(!has_status(&screen) && !text.contains("uploading: "), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn context_upload_has_a_live_display_and_removes_it() {
    let upload = || Fault::on(Route::PutObject).delay(Duration::from_secs(3600));
    for is_interrupted in [true, false] {
        let (home, server) = start(Emulator::builder()).await;
        let fault = server.inject(upload());
        let line = "context upload .";
        let terminal = Terminal::start(command(&home, &server, line), 80);
        terminal.until("uploading: ");
        if is_interrupted {
            terminal.send("INT");
        } else {
            fault.remove();
            server.refuse_connections().await.unwrap();
            server.accept_connections().await.unwrap();
        }
        let (code, screen) = terminal.end();
        let text = screen.join("\n");
        assert_eq!(code, Some(if is_interrupted { 130 } else { 0 }), "{text}");
        assert_eq!(text.contains("build context: 2 files, "), !is_interrupted, "{text}");
        assert!(!has_status(&screen) && !text.contains("uploading: "), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_asks_on_a_terminal() {
    use std::io::Write;

    let seed = SeedSnapshot::new("demo", "alpine:3.20");
    let (home, server) = start(Emulator::builder().seed(seed)).await;
    for (answer, code) in [("n\n", 1), ("y\n", 0)] {
        let mut terminal = Terminal::start(command(&home, &server, "delete demo"), 80);
        terminal.until("delete snapshot `demo`? [y/N] ");
        terminal.keyboard.write_all(answer.as_bytes()).unwrap();
        let (found, screen) = terminal.end();
        assert_eq!(found, Some(code), "{screen:#?}");
    }
    let terminal = Terminal::start(command(&home, &server, "delete demo --yes"), 80);
    assert!(!terminal.end().1.join("\n").contains("[y/N]"));
}

#[test]
fn reset_asks_on_a_terminal() {
    use std::io::Write;

    let home = Home::new();
    let create = home.local("create demo --image alpine:3.20 --no-wait --format json");
    assert_eq!(create.code, Some(0), "{create:?}");
    for (answer, code) in [("n\n", 1), ("y\n", 0)] {
        let mut terminal = Terminal::start(home.command("local reset"), 200);
        terminal.until(" (1 snapshot, 0 objects, 0 B)? [y/N] ");
        terminal.keyboard.write_all(answer.as_bytes()).unwrap();
        let (found, screen) = terminal.end();
        assert_eq!(found, Some(code), "{screen:#?}");
    }
    home.run("local reset").says("there is no state");
    assert_eq!(home.local("list --format json").json()["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_list_is_explained_on_a_terminal() {
    let (home, server) = start(Emulator::builder()).await;
    for (line, sentence) in [
        ("list", "there are no snapshots; `daytona-snapshot create NAME .` creates one"),
        ("list --page 9", "there is no page 9; the last one is 1"),
        ("list --name demo", "no snapshot matches"),
    ] {
        let (code, screen) = Terminal::start(command(&home, &server, line), 80).end();
        assert_eq!((code, screen), (Some(0), vec![sentence.to_owned()]), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dumb_terminals_and_ci_get_lines() {
    for (name, value) in [("TERM", "dumb"), ("CI", "true")] {
        let (home, server) = start(Emulator::builder()).await;
        let mut command = command(&home, &server, "create demo . --format json");
        command.env(name, value);
        let terminal = Terminal::start(command, 80);
        terminal.until("\"state\": \"active\"");
        let output = terminal.output();
        assert!(!output.contains("\u{1b}[J"), "{name}: {output:?}");
        assert!(output.contains("build context: 2 files"), "{output:?}");
    }
}
