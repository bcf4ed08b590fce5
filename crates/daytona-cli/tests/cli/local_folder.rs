//! The verbs that manage the state folder of `--local`, and its locks and disks.

use std::fs;
use std::io::{self, PipeWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::home::{Home, Run, finish};
use crate::running_command::RunningCommand;

const LIMIT: Duration = Duration::from_secs(60);

fn state_of(home: &Home) -> PathBuf {
    home.path().join(".local/state/daytona-snapshot/local")
}

fn status(home: &Home) -> Value {
    home.run("local status --format json").json()
}

/// Uploads a context that no snapshot needs.
fn upload_unneeded(home: &Home) {
    home.write("other/Dockerfile", "FROM alpine:3.20\nCOPY notes.txt /\n");
    home.write("other/notes.txt", "notes\n");
    assert_eq!(home.local("context upload other").code, Some(0));
}

/// Returns the names of the objects' files.
fn objects(home: &Home) -> Vec<String> {
    let files = fs::read_dir(state_of(home).join("objects")).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn status_counts_snapshots_and_objects() {
    let home = Home::new();
    let empty = json!({
        "path": state_of(&home), "snapshots": {}, "objects": 0, "bytes": 0,
        "unneeded_objects": 0, "unneeded_bytes": 0,
    });
    assert_eq!(status(&home), empty);
    assert!(!state_of(&home).exists());
    home.write_app();
    home.local("create demo . --format json").json();
    upload_unneeded(&home);
    let status = status(&home);
    assert_eq!(status["snapshots"], json!({ "active": 1 }));
    assert_eq!((&status["objects"], &status["unneeded_objects"]), (&json!(2), &json!(1)));
    assert!(status["bytes"].as_u64() > status["unneeded_bytes"].as_u64(), "{status}");
    let table = home.run("local status").stdout;
    assert!(table.contains("Snapshots  1 active\nObjects    2 objects, "), "{table}");
    assert!(table.contains("Unneeded   1 object, ") && table.contains("local prune"), "{table}");
}

#[test]
fn status_completes_due_work() {
    let home = Home::new();
    home.local("create demo --image alpine:3.20 --no-wait --format json").json();
    let started = Instant::now();
    while status(&home)["snapshots"] != json!({ "active": 1 }) {
        assert!(started.elapsed() < LIMIT, "{:?}", status(&home));
    }
}

#[test]
fn prune_removes_what_no_snapshot_needs() {
    let home = Home::new();
    assert_eq!(home.run("local prune --format json").json()["objects"], 0);
    home.write_app();
    home.local("create demo . --format json").json();
    upload_unneeded(&home);
    home.run("local prune --dry-run").says("would remove 1 object, ");
    let plan = home.run("local prune --dry-run --format json").json();
    assert_eq!((&plan["dry_run"], &plan["objects"]), (&json!(true), &json!(1)));
    assert_eq!(status(&home)["unneeded_bytes"], plan["bytes"]);
    assert_eq!(home.run("local prune --format json").json()["bytes"], plan["bytes"]);
    home.run("local prune").says("nothing to remove: snapshots need all objects");
    assert_eq!(status(&home)["objects"], 1);
    assert_eq!(objects(&home).len(), 2, "the content and the metadata of the object of `demo`");
}

#[test]
fn objects_of_a_deleted_snapshot_are_removed() {
    let home = Home::new();
    home.write_app();
    home.local("create demo . --format json").json();
    upload_unneeded(&home);
    assert_eq!(home.local("delete demo --wait --yes").code, Some(0));
    let status = status(&home);
    assert_eq!((&status["objects"], &status["unneeded_objects"]), (&json!(1), &json!(1)));
}

#[test]
fn uploads_of_a_create_without_a_snapshot_are_removed() {
    let home = Home::new();
    home.write_app();
    home.local("create demo . --region nowhere --progress plain").failed(3).says("Region");
    assert_eq!(status(&home)["objects"], 0);
    upload_unneeded(&home);
    home.local("create demo other --region nowhere").failed(3);
    assert_eq!(status(&home)["objects"], 1, "it was uploaded for later");
}

#[test]
fn reset_deletes_the_state_with_yes_only() {
    let home = Home::new();
    home.run("local reset").says("there is no state");
    home.write_app();
    home.local("create demo . --format json").json();
    home.run("local reset").failed(2).says("`--yes`").says("1 snapshot, 1 object, ");
    assert_eq!(status(&home)["objects"], 1);
    let reset = home.run("local reset --yes --format json").json();
    assert!(reset["files"].as_u64() >= Some(5) && reset["bytes"].as_u64() > Some(0), "{reset}");
    assert_eq!(status(&home)["snapshots"], json!({}));
    assert_eq!(home.local("list --format json").json()["total"], 0);
    home.local("create demo . --format json").json();
}

#[test]
fn damaged_state_names_the_reset_which_works() {
    let home = Home::new();
    home.local("list");
    let row = state_of(&home).join("snapshots/row.json");
    fs::write(&row, "{").unwrap();
    for line in ["--local list", "local status", "local prune"] {
        home.run(line).failed(1).says(row.to_str().unwrap()).says("`daytona-snapshot local reset`");
    }
    home.run("local reset").failed(2).says("cannot be read");
    assert_eq!(home.run("local reset --yes").code, Some(0));
    assert_eq!(home.local("list --format json").json()["total"], 0);
}

#[test]
fn foreign_folder_is_not_reset() {
    let home = Home::new();
    let letter = home.write("project/objects/letter", "the user's own");
    for verb in ["reset --yes", "prune", "status"] {
        home.run(&format!("local {verb} --local-dir project")).failed(1).says("neither empty nor");
    }
    assert!(letter.exists());
}

/// A create that holds the lock until it has read its Dockerfile from standard input.
struct WaitingCreate {
    command: RunningCommand,
    dockerfile: PipeWriter,
}

impl WaitingCreate {
    fn start(home: &Home, name: &str) -> Self {
        let (input, dockerfile) = io::pipe().unwrap();
        let line = format!("--local create {name} -f - --format json --progress none");
        let mut command = home.command(&line);
        command.stdin(input);
        let command = RunningCommand::start(command);
        let owner = format!("process {}", command.id());
        let started = Instant::now();
        while fs::read_to_string(state_of(home).join("lock")).ok().as_ref() != Some(&owner) {
            assert!(started.elapsed() < LIMIT, "the create does not lock the folder");
            thread::yield_now();
        }
        Self { command, dockerfile }
    }

    fn complete(mut self) -> Run {
        self.dockerfile.write_all(b"FROM alpine:3.20\n").unwrap();
        drop(self.dockerfile);
        self.command.end()
    }
}

#[test]
fn create_waits_for_a_long_create_and_says_so() {
    let home = Home::new();
    let first = WaitingCreate::start(&home, "first");
    let owner = format!("(process {})", first.command.id());
    let line = "--local create second --image alpine:3.20 --format json";
    let mut second = RunningCommand::start(home.command(line));
    second.stderr_until("waiting for another command that uses");
    let line = "--local create third --image alpine:3.20 --format json";
    let mut third = RunningCommand::start(home.command(line));
    third.stderr_until(&owner);
    for created in [first.complete(), second.end(), third.end()] {
        assert_eq!(created.json()["state"], "active");
    }
    assert_eq!(home.local("list --format json").json()["total"], 3);
}

#[test]
fn reads_do_not_wait_for_a_long_create() {
    let home = Home::new();
    home.write_app();
    home.local("create demo . --format json").json();
    let create = WaitingCreate::start(&home, "long");
    assert_eq!(home.local("list --format json").json()["total"], 1);
    assert_eq!(home.local("get demo --format json").json()["state"], "active");
    assert!(home.local("logs demo").stdout.contains("load build definition"));
    assert_eq!(status(&home)["objects"], 1);
    for line in ["create new . --dry-run", "prune --keep 0 --dry-run", "regions"] {
        let run = home.local(line);
        assert_eq!((run.code, run.stderr.contains("waiting")), (Some(0), false), "{run:?}");
    }
    assert_eq!(home.run("local prune --dry-run").code, Some(0));
    assert_eq!(create.complete().json()["state"], "active");
}

#[test]
fn killed_command_releases_the_folder() {
    let home = Home::new();
    let first = WaitingCreate::start(&home, "first");
    let line = "--local create second --image alpine:3.20 --format json";
    let mut second = RunningCommand::start(home.command(line));
    second.stderr_until("waiting for another command that uses");
    first.command.send("KILL");
    assert_eq!(second.end().json()["state"], "active");
    assert_eq!(home.local("list --format json").json()["total"], 1);
}

#[test]
fn timeout_and_signals_end_a_wait_for_the_folder() {
    let home = Home::new();
    let first = WaitingCreate::start(&home, "first");
    home.local("delete demo --timeout 2s").failed(7);
    let mut prune = RunningCommand::start(home.command("local prune"));
    prune.stderr_until("waiting for another command");
    prune.send("INT");
    assert_eq!(prune.end().code, Some(130));
    assert_eq!(first.complete().json()["state"], "active");
}

/// Wraps a command so that it cannot write a byte to a file, as on a full disk.
fn on_a_full_disk(command: &Command) -> Command {
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"]);
    limited.arg(command.get_program()).args(command.get_args()).env_clear();
    for (name, value) in command.get_envs() {
        limited.env(name, value.unwrap());
    }
    limited.current_dir(command.get_current_dir().unwrap());
    limited
}

/// Asserts that every file of a state is whole, and that none is unfinished.
#[track_caller]
fn assert_whole(state: &Path) {
    for folder in ["snapshots", "builds", "objects", "server"] {
        for file in fs::read_dir(state.join(folder)).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "json") {
                let text = fs::read(&file).unwrap();
                serde_json::from_slice::<Value>(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            }
        }
    }
    let unfinished: Vec<_> = fs::read_dir(state.join("scratch")).unwrap().collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
}

#[test]
fn disk_that_takes_no_byte_leaves_reads_and_deletes_working() {
    let home = Home::new();
    home.write_app();
    home.local("create demo . --format json").json();
    let limited = |line: &str| finish(&mut on_a_full_disk(&home.command(line)));
    assert_eq!(limited("--local list --format json").json()["total"], 1);
    assert_eq!(limited("--local get demo --format json").json()["state"], "active");
    assert_eq!(limited("local status --format json").json()["objects"], 1);

    let create = limited("--local create more --image alpine:3.20");
    create.failed(1).says("failed to write").says("snapshots").says("free space on its disk");
    assert!(!create.stderr.contains("may have succeeded"), "{create:?}");
    home.write("app/more.sh", "echo more\n");
    limited("--local create more .").failed(8).says("free space on its disk");
    assert_whole(&state_of(&home));
    assert_eq!(home.local("list --format json").json()["total"], 1);

    // Without space for the state `removing`, the snapshot is removed at once.
    assert_eq!(limited("--local delete demo --yes").code, Some(0));
    assert_eq!(home.local("list --format json").json()["total"], 0);
    assert_whole(&state_of(&home));
    assert_eq!(status(&home)["objects"], 0);
    home.local("create demo . --format json").json();
}

#[test]
fn folder_that_cannot_be_written_is_still_read() {
    let home = Home::new();
    home.write_app();
    home.local("create demo . --format json").json();
    let scratch = state_of(&home).join("scratch");
    fs::remove_dir(&scratch).unwrap();
    fs::write(&scratch, "").unwrap();
    let list = home.local("list --format json");
    assert_eq!(list.json()["total"], 1);
    list.says("showing the state as it was saved").says(scratch.to_str().unwrap());
    assert_eq!(home.local("get demo --format json").json()["state"], "active");
    assert!(home.local("logs demo").stdout.contains("load build definition"));
    assert_eq!(status(&home)["snapshots"], json!({ "active": 1 }));
    for line in ["delete demo", "create more ."] {
        home.local(line).failed(1).says(scratch.to_str().unwrap()).says("move it out");
    }
    fs::remove_file(&scratch).unwrap();
    assert_eq!(home.local("delete demo").code, Some(0));
}

/// Runs a script with file systems of its own. The function `run` runs the program and prints its
/// exit code. Returns `None` where a process cannot mount. The tests without mounts cover this case.
#[cfg(target_os = "linux")]
fn with_mounts(home: &Home, script: &str) -> Option<String> {
    let program = home.command("");
    let start = "set -e; mkdir -p state; run() { set +e; \"$PROGRAM\" \"$@\" 2>&1; \
        echo \"exit code $?\"; set -e; }; mount -t tmpfs -o size=512k tmpfs state; echo mounted\n";
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", &format!("{start}{script}")]);
    command.current_dir(home.path()).env("PROGRAM", program.get_program()).env("HOME", home.path());
    for name in ["DAYTONA_API_KEY", "DAYTONA_LOCAL_DIR", "CI"] {
        command.env_remove(name);
    }
    let run = finish(command.env("DAYTONA_LOCAL_DIR", "state"));
    if !run.stdout.contains("mounted") {
        return None;
    }
    assert_eq!(run.code, Some(0), "{run:?}");
    Some(run.stdout)
}

#[cfg(target_os = "linux")]
#[test]
fn full_file_system_leaves_reads_and_deletes_working() {
    let home = Home::new();
    home.write_app();
    let script = "
        run --local create demo . --progress none
        dd if=/dev/zero of=state/filler bs=4k 2>/dev/null || true
        run --local list -q
        run --local create more --image alpine:3.20
        run --local delete demo --yes
        run --local list -q
        rm state/filler
        run --local create demo . --progress none
        run local status";
    let Some(output) = with_mounts(&home, script) else { return };
    let parts: Vec<&str> = output.split("exit code ").collect();
    assert!(parts[1].contains("\ndemo\n"), "{output}");
    assert!(parts[2].contains("No space left on device"), "{output}");
    assert!(parts[2].contains("free space on its disk"), "{output}");
    assert_eq!([parts[3], parts[4]].map(|part| &part[..1]), ["1", "0"], "{output}");
    assert_eq!(parts[4].lines().count(), 1, "the list is empty: {output}");
    assert!(parts[6].contains("Snapshots  1 active"), "{output}");
}

#[cfg(target_os = "linux")]
#[test]
fn read_only_file_system_leaves_reads_working_and_says_what_to_do() {
    let home = Home::new();
    home.write_app();
    let script = "
        run --local create demo . --progress none
        mount -o remount,ro state
        run --local list -q
        run local status
        run --local delete demo
        run local prune
        run local reset --yes";
    let Some(output) = with_mounts(&home, script) else { return };
    let parts: Vec<&str> = output.split("exit code ").collect();
    assert!(parts[1].contains("showing the state as it was saved"), "{output}");
    assert!(parts[1].contains("\ndemo\n"), "{output}");
    assert!(parts[2].contains("Snapshots  1 active"), "{output}");
    for part in &parts[3..6] {
        assert!(part.contains("Read-only file system"), "{output}");
        assert!(part.contains("hint: make the folder writable"), "{output}");
    }
    let codes: Vec<&str> = parts[1..].iter().map(|part| &part[..1]).collect();
    assert_eq!(codes, ["0", "0", "0", "1", "1", "1"], "{output}");
}
