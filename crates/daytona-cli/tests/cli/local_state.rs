//! The state of `--local` between commands, and its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::home::{Home, Run, finish};
use crate::running_command::RunningCommand;

/// Repeats a command with `--local` until its result is as expected.
#[track_caller]
fn run_until(home: &Home, arguments: &str, is_expected: impl Fn(&Run) -> bool) {
    let started = Instant::now();
    loop {
        let run = home.local(arguments);
        if is_expected(&run) {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "still {run:?}");
    }
}

/// Returns all files and folders in a folder, with the content of the files.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut tree = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tree.extend(self::tree(&path));
            tree.insert(path, None);
        } else {
            let content = fs::read(&path).unwrap();
            tree.insert(path, Some(content));
        }
    }
    tree
}

#[test]
fn deletion_completes_across_commands() {
    let home = Home::new();
    home.local("create demo --image alpine:3.20 --format json").json();
    assert_eq!(home.local("delete demo").code, Some(0));
    run_until(&home, "get demo", |run| run.code == Some(3));
    assert_eq!(home.local("list --format json").json()["total"], 0);
}

#[test]
fn builds_and_pulls_complete_across_commands() {
    let home = Home::new();
    home.write_app();
    home.local("create built --dockerfile Dockerfile --no-wait --format json").json();
    home.local("create pulled --image alpine:3.20 --no-wait --format json").json();
    for name in ["built", "pulled"] {
        let is_active = |run: &Run| {
            let snapshot: Value = serde_json::from_str(&run.stdout).unwrap();
            snapshot["state"] == "active"
        };
        run_until(&home, &format!("get {name} --format json"), is_active);
    }
    let log = home.local("logs built").stdout;
    assert_eq!(log.matches("load build definition").count(), 1, "{log}");
}

#[test]
fn second_command_waits_for_the_first() {
    let home = Home::new();
    let mut server = RunningCommand::start(home.command("local serve"));
    server.stderr_until("serving");
    let mut second =
        RunningCommand::start(home.command("--local prune --keep 0 --yes --format json"));
    second.stderr_until("waiting up to 10 s for another command that uses");
    server.send("INT");
    assert_eq!(server.end().code, Some(0));
    assert_eq!(second.end().json()["snapshots"].as_array().map(Vec::len), Some(0));
}

#[test]
fn signal_stops_a_command_that_waits_for_the_folder() {
    let home = Home::new();
    let mut server = RunningCommand::start(home.command("local serve"));
    server.stderr_until("serving");
    let mut second = RunningCommand::start(home.command("local serve"));
    second.stderr_until("waiting up to 10 s");
    second.send("INT");
    let started = Instant::now();
    assert_eq!(second.end().stdout, "", "the second server did not start");
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[test]
fn concurrent_commands_all_succeed() {
    let home = Home::new();
    let creates: Vec<_> = (0..4)
        .map(|number| {
            let create = format!("--local create s{number} --image alpine:3.20 --format json");
            RunningCommand::start(home.command(&create))
        })
        .collect();
    for create in creates {
        assert_eq!(create.end().json()["state"], "active");
    }
    assert_eq!(home.local("list --format json").json()["total"], 4);
}

#[test]
fn foreign_folder_is_refused_and_unchanged() {
    let home = Home::new();
    for file in ["scratch/draft.txt", "objects/part.json", "lock", "main.py"] {
        home.write(&format!("project/{file}"), "the user's own");
    }
    let project = home.path().join("project");
    let before = tree(&project);
    let mut commands = [
        home.command("list --local-dir ."),
        home.command("--local list"),
        home.command("local serve --local-dir ../project"),
        home.command("create demo --image alpine:3.20 --local-dir ./"),
    ];
    commands[1].env("DAYTONA_LOCAL_DIR", ".");
    for command in &mut commands {
        let run = finish(command.current_dir(&project));
        run.failed(1).says("project").says("neither empty nor").says("--local-dir");
        assert_eq!(tree(&project), before, "{command:?}");
    }
    let error =
        finish(home.command("--format json list --local-dir project").current_dir(home.path()));
    assert_eq!(error.failed(1).error()["kind"], "local");
    assert_eq!(tree(&project), before);
}

#[test]
fn label_makes_a_build_fail_and_the_log_explains_run() {
    let home = Home::new();
    home.write("Dockerfile", "FROM alpine:3.20\nRUN make\nRUN make test\n");
    let run = home.local("create good . --progress plain");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(run.stderr.matches("RUN is not executed").count(), 1, "{run:?}");
    let failing = "FROM alpine:3.20\nLABEL daytona.local.failure=\"exit code: 1\"\nRUN make\n";
    home.write("Dockerfile", failing);
    home.local("create bad .").failed(6).says("exit code: 1");
    assert_eq!(home.local("get bad --format json").json()["state"], "error");
}

#[test]
fn path_is_that_of_the_state() {
    let home = Home::new();
    home.local("list");
    let path = home.run("local path").stdout;
    assert!(std::path::Path::new(path.trim_end()).is_dir(), "{path}");
    let document = home.run("local path --local-dir other --format json").json();
    assert_eq!(document["path"], "other");
}
