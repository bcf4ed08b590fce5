//! Verbs for scripts: several snapshots at once, filters, waits and short forms.

use std::time::Duration;

use daytona_testkit::{BuildOutcome, Emulator, EmulatorBuilder, SeedSnapshot};
use serde_json::json;

use crate::home::{Home, Run};
use crate::running_command::RunningCommand;

fn seeded(names: &[(&str, &str)]) -> EmulatorBuilder {
    let builder = Emulator::builder().removal_time(Duration::from_millis(1));
    names.iter().fold(builder, |builder, (name, state)| {
        builder.seed(SeedSnapshot::new(*name, "alpine:3.20").state(*state))
    })
}

/// Runs command lines against a server.
struct Shell {
    home: Home,
    server: Emulator,
}

impl Shell {
    async fn new(names: &[(&str, &str)]) -> Self {
        Self { home: Home::new(), server: seeded(names).start().await.unwrap() }
    }

    fn run(&self, line: &str) -> Run {
        self.home.against(self.server.api_url(), self.server.api_key(), line)
    }

    fn names(&self) -> Vec<String> {
        let run = self.run("ls -a --sort name -q");
        assert_eq!(run.code, Some(0), "{run:?}");
        run.stdout.lines().map(str::to_owned).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_snapshots_are_deleted_and_a_missing_one_is_reported() {
    let shell = Shell::new(&[("a", "active"), ("b", "active"), ("c", "active")]).await;
    let run = shell.run("rm a b --wait --format json");
    assert_eq!(run.json(), json!({ "deleted": ["a", "b"] }));
    assert_eq!(shell.names(), ["c"]);
    let run = shell.run("delete none c --wait");
    run.failed(3).says("`none`").says("deleted: `c`");
    assert_eq!(shell.names(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_deletion_without_a_terminal_requires_yes() {
    let shell = Shell::new(&[("a", "active"), ("b", "error")]).await;
    for line in ["delete --all", "prune --keep 0"] {
        shell.run(line).failed(2).says("`--yes`").says("2 snapshots");
    }
    assert_eq!(shell.names(), ["a", "b"]);
    shell.run("delete --all a").failed(2);
    assert_eq!(shell.run("delete -a -y --wait").code, Some(0));
    assert_eq!(shell.names(), Vec::<String>::new());
    shell.run("delete --all --yes").says("no snapshots");
}

#[tokio::test(flavor = "multi_thread")]
async fn prune_deletes_what_matches_every_filter() {
    let names = [("ci-1", "active"), ("ci-2", "error"), ("base", "error")];
    let shell = Shell::new(&names).await;
    let plan = shell.run("prune --prefix ci- --state error --dry-run");
    plan.says("would delete `ci-2`");
    let plan = shell.run("prune --older-than 7d --dry-run --format json").json();
    assert_eq!(plan, json!({ "dry_run": true, "snapshots": [] }));
    assert_eq!(shell.names().len(), 3);
    let pruned = shell.run("prune --prefix ci- --state error --yes --wait --format json").json();
    assert_eq!(pruned["snapshots"][0]["name"], "ci-2");
    assert_eq!(shell.names(), ["base", "ci-1"]);
    shell.run("prune").failed(2).says("--older-than");
}

#[tokio::test(flavor = "multi_thread")]
async fn list_has_states_names_and_lines() {
    let shell = Shell::new(&[("a", "active"), ("b", "error"), ("c", "inactive")]).await;
    let names = shell.run("list --state error --state inactive --sort name -q --format json");
    assert_eq!(names.json(), json!(["b", "c"]));
    let lines = shell.run("list -a --sort name --format jsonl").stdout;
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((lines.lines().count(), &first["name"]), (3, &json!("a")));
    assert_eq!(shell.run("ls -n B -q -l 5 -p 1").stdout, "b\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn wait_ends_in_the_requested_state() {
    let shell = Shell::new(&[("a", "inactive"), ("b", "error")]).await;
    let waited = shell.run("wait a --state inactive --format json").json();
    assert_eq!(waited["state"], "inactive");
    shell.run("wait b --state inactive").failed(6).says("will not be `inactive`");
    shell.run("wait none --state inactive").failed(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn activate_waits_on_request() {
    let server = seeded(&[("a", "inactive")]).activation_cooldown(Duration::ZERO);
    let shell = Shell { home: Home::new(), server: server.start().await.unwrap() };
    assert_eq!(shell.run("activate a --wait --format json").json()["state"], "active");
}

#[tokio::test(flavor = "multi_thread")]
async fn activation_that_fails_has_the_exit_code_of_a_failed_build() {
    let outcome = BuildOutcome::error("the registry is out of service");
    let server = seeded(&[("a", "inactive")]).activation_cooldown(Duration::ZERO);
    let server = server.build_outcome("a", outcome).start().await.unwrap();
    let shell = Shell { home: Home::new(), server };
    let run = shell.run("activate a --wait");
    run.failed(6).says("the registry is out of service");
    let error = shell.run("activate a --wait --format json").failed(1).error();
    assert_eq!(error["status"], 400, "it is not inactive: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wait_for_the_removal_of_a_snapshot_in_any_state() {
    let names = [("a", "active"), ("b", "error"), ("c", "inactive")];
    let shell = Shell::new(&names).await;
    for (name, state) in names {
        let line = format!("wait {name} --state removed --progress plain --format json");
        let (url, key) = (shell.server.api_url(), shell.server.api_key());
        let command = shell.home.command_against(url, key, &line);
        let mut waiting = RunningCommand::start(command);
        waiting.stderr_until(&format!("snapshot `{name}`: {state}"));
        shell.run(&format!("delete {name}"));
        let run = waiting.end();
        assert_eq!(run.json()["name"], name);
        run.says(&format!("snapshot `{name}`: removed"));
    }
    let gone = shell.run("wait a --state removed");
    assert_eq!((gone.code, gone.stdout.as_str()), (Some(0), ""));
    gone.says("there is no snapshot `a`");
    assert_eq!(shell.run("wait a --state removed --format json").json(), json!(null));
}

/// Returns the cells of a table, except ages, which change every second.
fn without_ages(table: &str) -> Vec<&str> {
    let is_age = |cell: &&str| {
        cell.strip_suffix('s').is_some_and(|seconds| seconds.bytes().all(|c| c.is_ascii_digit()))
    };
    table.split_whitespace().filter(|cell| !is_age(cell)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn short_options_do_the_same_as_long_ones() {
    let shell = Shell::new(&[("alpha", "active"), ("beta", "error"), ("gamma", "active")]).await;
    for (short, long) in [
        ("ls -n ET", "list --name et"),
        ("list -a -q", "list --all --quiet"),
        ("list -p 2 -l 1", "list --page 2 --limit 1"),
        ("list -w", "list --wide"),
    ] {
        let [short, long] = [short, long].map(|line| shell.run(line));
        assert_eq!(short.code, Some(0));
        assert_eq!(without_ages(&short.stdout), without_ages(&long.stdout));
        assert!(!long.stdout.is_empty(), "{long:?}");
    }
    assert_eq!(shell.run("list -n et -q").stdout, "beta\n");
    shell.home.write_app();
    shell.home.write("other/Dockerfile", "FROM alpine:3.20\nCOPY app /app\n");
    for (short, long) in [
        ("-i alpine:3.20 -e top", "--image alpine:3.20 --entrypoint top"),
        ("-c . -f other/Dockerfile", "--context . --dockerfile other/Dockerfile"),
    ] {
        let [one, other] = [("new s", short), ("create l", long)]
            .map(|(verb, options)| shell.run(&format!("{verb} {options} --format json")).json());
        for field in ["image_name", "entrypoint", "build_info"] {
            assert_eq!(one[field]["dockerfile_content"], other[field]["dockerfile_content"]);
            assert_eq!(one[field].is_null(), other[field].is_null(), "{short}: {field}");
        }
        assert_eq!(one["entrypoint"], other["entrypoint"]);
        assert_eq!(shell.run("rm s l -y --wait").code, Some(0));
    }
    shell.run("delete -a -y --wait");
    assert_eq!(shell.names(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn log_is_streamed_as_json_lines() {
    let shell = Shell::new(&[]).await;
    shell.home.write_app();
    shell.run("new demo . --format json").json();
    for line in ["logs demo --format jsonl", "logs -f demo --format jsonl"] {
        let run = shell.run(line);
        let lines = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
        let lines: Vec<serde_json::Value> = lines.collect();
        assert!(
            lines
                .iter()
                .any(|line| line["line"].as_str().unwrap().contains("ADD .daytona-files/app/"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn context_upload_shows_its_progress_in_each_style() {
    let shell = Shell::new(&[]).await;
    shell.home.write_app();
    let run = shell.run("context upload . --progress json");
    let hash = run.stdout.clone();
    assert_eq!((run.code, hash.trim_end().len()), (Some(0), 64), "{run:?}");
    let events = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap());
    let mut events: Vec<String> = events
        .map(|event: serde_json::Value| event["event"].as_str().unwrap().to_owned())
        .collect();
    events.dedup();
    assert_eq!(events, ["uploading", "upload_progress", "context_uploaded"]);
    for (style, lines) in [
        ("auto", "build context: 2 files, 32 B, uploaded before: nothing uploaded\n"),
        ("plain", "build context: 2 files, 32 B, uploaded before: nothing uploaded\n"),
        ("none", ""),
    ] {
        let run = shell.run(&format!("context upload . --progress {style}"));
        assert_eq!((run.code, run.stdout, run.stderr), (Some(0), hash.clone(), lines.to_owned()));
    }
    let run = shell.run("context upload missing --progress json --format json");
    let last: serde_json::Value =
        serde_json::from_str(run.failed(2).stderr.lines().last().unwrap()).unwrap();
    assert_eq!(last["event"], "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_listed() {
    let shell = Shell::new(&[]).await;
    let table = shell.run("regions").stdout;
    assert!(table.starts_with("ID") && table.contains("\nus"), "{table}");
    assert_eq!(shell.run("regions --format json").json()[0]["id"], "us");
}
