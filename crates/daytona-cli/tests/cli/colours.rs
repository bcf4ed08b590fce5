//! Colours: on terminals, with the variables that disable them, and never in pipes.

use std::fs::File;
use std::process::Command;

use daytona_testkit::{Emulator, SeedSnapshot};

use crate::home::{Home, finish};
use crate::terminal::Terminal;

/// A line whose result is coloured, and its coloured part.
const RESULT: (&str, &str) = ("list", "\u{1b}[32mactive");
/// A line whose failure is coloured, and its coloured part.
const FAILURE: (&str, &str) = ("get other", "\u{1b}[1m\u{1b}[31merror:");
/// A line that the parser refuses, and its coloured part.
const USAGE: (&str, &str) = ("list --page 0", "\u{1b}[1m\u{1b}[31merror:");

async fn server() -> (Home, Emulator) {
    let server = Emulator::builder().seed(SeedSnapshot::new("demo", "alpine:3.20"));
    (Home::new(), server.start().await.unwrap())
}

/// Creates a command with variables, written as `NAME=VALUE`.
fn command(home: &Home, server: &Emulator, line: &str, variables: &[&str]) -> Command {
    let mut command = home.command_against(server.api_url(), server.api_key(), line);
    command.envs(variables.iter().map(|variable| variable.split_once('=').unwrap()));
    command
}

fn on_terminal(command: Command) -> String {
    let terminal = Terminal::start(command, 80);
    terminal.until_end();
    terminal.output()
}

#[tokio::test(flavor = "multi_thread")]
async fn terminals_get_colours_unless_a_variable_disables_them() {
    let (home, server) = server().await;
    for (variables, is_coloured) in [
        (&[][..], true),
        (&["TERM=xterm-256color"], true),
        (&["NO_COLOR=1"], false),
        (&["NO_COLOR="], true),
        (&["CLICOLOR=0"], false),
        (&["CLICOLOR=1"], true),
        (&["TERM=dumb"], false),
        (&["TERM=dumb", "CLICOLOR_FORCE=1"], true),
        (&["CLICOLOR=0", "CLICOLOR_FORCE=1"], true),
        (&["NO_COLOR=1", "CLICOLOR_FORCE=1"], false),
    ] {
        for (line, part) in [RESULT, FAILURE, USAGE] {
            let output = on_terminal(command(&home, &server, line, variables));
            assert_eq!(output.contains(part), is_coloured, "{variables:?} {line}: {output:?}");
            assert_eq!(output.contains('\u{1b}'), is_coloured, "{variables:?} {line}: {output:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pipes_and_files_get_no_colours() {
    let (home, server) = server().await;
    home.write_app();
    let lines = [RESULT.0, FAILURE.0, USAGE.0, "--help", "create new .", "create new . --wrong"];
    for variables in
        [&[][..], &["TERM=xterm"], &["CLICOLOR=1"], &["CLICOLOR_FORCE=1", "TERM=xterm"]]
    {
        for line in lines {
            let run = finish(&mut command(&home, &server, line, variables));
            assert!(!run.stdout.contains('\u{1b}'), "{variables:?} {line}: {run:?}");
            assert!(!run.stderr.contains('\u{1b}'), "{variables:?} {line}: {run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_stream_is_looked_at_alone() {
    let (home, server) = server().await;
    let file = home.path().join("list");
    let listing = command(&home, &server, RESULT.0, &[]);
    let terminal = Terminal::start_with_stdout(listing, 80, File::create(&file).unwrap());
    terminal.until_end();
    assert!(!std::fs::read_to_string(&file).unwrap().contains('\u{1b}'));

    let failing = command(&home, &server, FAILURE.0, &[]);
    let terminal = Terminal::start_with_stdout(failing, 80, File::create(&file).unwrap());
    terminal.until_end();
    assert!(terminal.output().contains(FAILURE.1), "{:?}", terminal.output());
}
