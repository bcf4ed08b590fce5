//! Everyday use: each verb, and what it prints.

use std::fs;
use std::path::Path;
use std::time::Duration;

use daytona_testkit::{Emulator, SeedSnapshot};
use serde_json::{Value, json};

use crate::home::{Home, finish};

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|snapshot| snapshot["name"].as_str().unwrap()).collect()
}

#[test]
fn dockerfile_with_a_directory_becomes_an_active_snapshot() {
    let home = Home::new();
    home.write_app();
    let run = home.local("create demo --dockerfile Dockerfile --format json");
    let snapshot = run.json();
    assert_eq!(snapshot["name"], "demo");
    assert_eq!(snapshot["state"], "active");
    assert_eq!(snapshot["build_info"]["context_hashes"].as_array().unwrap().len(), 1);
    run.says("2 files").says("ADD .daytona-files/app/").says("`demo`: active");
}

#[test]
fn example_of_the_readme_works() {
    let home = Home::new();
    let dockerfile =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hello/Dockerfile").canonicalize();
    let run = finish(
        home.command("--local create hello --format json --dockerfile").arg(dockerfile.unwrap()),
    );
    assert_eq!(run.json()["state"], "active");
    run.says("2 files");
}

#[test]
fn digest_cache_is_written_on_request() {
    // The cache leaves out files that were written just now, so use files of the repository.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hello");
    let home = Home::new();
    let create = |name: &str, option: &str| {
        let line = format!("--local create {name} {option} --format json --dockerfile");
        finish(home.command(&line).arg(folder.join("Dockerfile"))).json();
    };
    create("without", "");
    for (option, file) in [
        ("--digest-cache", home.path().join(".cache/daytona/digests")),
        ("--digest-cache=digests", home.path().join("digests")),
    ] {
        assert!(!file.exists());
        create(&format!("first{}", option.len()), option);
        let digests = fs::read(&file).unwrap();
        assert!(digests.starts_with(b"daytona-digests"));

        fs::write(&file, "damaged").unwrap();
        create(&format!("second{}", option.len()), option);
        assert_eq!(fs::read(&file).unwrap().len(), digests.len());
    }
}

#[test]
fn second_snapshot_of_the_same_files_uploads_nothing() {
    let home = Home::new();
    home.write_app();
    let first = home.local("create first --dockerfile Dockerfile --format json");
    assert!(!first.stderr.contains("nothing uploaded"), "{first:?}");
    let second = home.local("create second --dockerfile Dockerfile --format json");
    second.says("nothing uploaded");
    let hashes = |snapshot: Value| snapshot["build_info"]["context_hashes"].clone();
    assert_eq!(hashes(first.json()), hashes(second.json()));

    let list = home.local("list --format json").json();
    assert_eq!(list["total"], 2);
    assert_eq!(names(&list), ["second", "first"]);
}

#[test]
fn snapshot_of_a_registry_image_has_every_option() {
    let home = Home::new();
    let mut command = home.command(
        "--local create plain --image alpine:3.20 --cpu 2 --memory 4 --disk 8 --region us \
         --timeout 10m --format json --entrypoint",
    );
    let run = finish(command.arg(r#"["sleep", "infinity"]"#));
    let snapshot = run.json();
    assert_eq!(snapshot["image_name"], "alpine:3.20");
    assert_eq!(snapshot["entrypoint"], json!(["sleep", "infinity"]));
    assert_eq!([&snapshot["cpu"], &snapshot["mem"], &snapshot["disk"]], [2.0, 4.0, 8.0]);
    assert_eq!(snapshot["region_ids"], json!(["us"]));
}

#[test]
fn entrypoint_option_overrides_the_dockerfile() {
    let home = Home::new();
    home.write_app();
    let line = "create demo --dockerfile Dockerfile --entrypoint sh --entrypoint -x --format json";
    assert_eq!(home.local(line).json()["entrypoint"], json!(["sh", "-x"]));
}

#[test]
fn another_process_waits_for_an_accepted_snapshot() {
    let home = Home::new();
    home.write_app();
    let accepted = home.local("create demo --dockerfile Dockerfile --no-wait --format json");
    let id = accepted.json()["id"].as_str().unwrap().to_owned();
    accepted.says(&format!("daytona-snapshot --local wait {id}"));
    let waited = home.local(&format!("wait {id} --timeout 600 --format json")).json();
    assert_eq!((&waited["id"], &waited["state"]), (&json!(id), &json!("active")));
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshot_is_deactivated_and_deleted_by_name() {
    let builder = Emulator::builder().removal_time(Duration::from_secs(3600));
    let daytona = builder.seed(SeedSnapshot::new("demo", "alpine:3.20")).start().await.unwrap();
    let home = Home::new();
    let run = |line: &str| {
        home.against(daytona.api_url(), daytona.api_key(), &format!("{line} --format json")).json()
    };
    assert_eq!(run("deactivate demo"), json!({ "deactivated": "demo" }));
    assert_eq!(run("get demo")["state"], "inactive");
    assert_eq!(run("delete demo"), json!({ "deletion_requested": "demo" }));
    assert_eq!(run("get demo")["state"], "removing");
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_reports_a_request_or_with_wait_the_deletion() {
    let builder = Emulator::builder().removal_time(Duration::from_millis(1));
    let builder = ["a", "b", "c"]
        .into_iter()
        .fold(builder, |builder, name| builder.seed(SeedSnapshot::new(name, "alpine:3.20")));
    let daytona = builder.start().await.unwrap();
    let home = Home::new();
    let run = |line: &str| home.against(daytona.api_url(), daytona.api_key(), line);
    run("delete a").says("deletion of `a` requested").says("--wait");
    run("delete b --wait").says("deleted `b`");
    run("get b").failed(3);
    assert_eq!(run("delete c --wait --format json").json(), json!({ "deleted": "c" }));
    run("get c").failed(3);
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_with_wait_ends_at_the_timeout() {
    let builder = Emulator::builder().removal_time(Duration::from_secs(3600));
    let daytona = builder.seed(SeedSnapshot::new("demo", "alpine:3.20")).start().await.unwrap();
    let home = Home::new();
    let line = "delete demo --wait --timeout 200ms --format json";
    let run = home.against(daytona.api_url(), daytona.api_key(), line);
    assert_eq!(run.failed(7).error()["kind"], "timeout");
}

#[test]
fn zero_timeout_is_no_deadline() {
    let home = Home::new();
    home.write_app();
    for line in [
        "create demo --dockerfile Dockerfile",
        "list --all",
        "get demo",
        "logs demo",
        "logs demo --follow",
        "wait demo",
        "context upload --dockerfile Dockerfile",
        "delete demo --wait",
    ] {
        for time in ["0", "0s"] {
            // The second delete finds no snapshot, and the second create a taken name.
            let run = home.local(&format!("{line} --timeout {time} --format json"));
            let expected = match (line.split(' ').next(), time) {
                (Some("create"), "0s") => 4,
                (Some("delete"), "0s") => 3,
                _ => 0,
            };
            assert_eq!(run.code, Some(expected), "{line} --timeout {time}: {run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn inactive_snapshot_is_activated_and_waited_for() {
    let builder = Emulator::builder().activation_cooldown(Duration::ZERO);
    let seed = SeedSnapshot::new("demo", "alpine:3.20").state("inactive");
    let daytona = builder.seed(seed).start().await.unwrap();
    let home = Home::new();
    let activated =
        home.against(daytona.api_url(), daytona.api_key(), "activate demo --format json");
    let id = activated.json()["id"].as_str().unwrap().to_owned();
    activated.says(&format!("`daytona-snapshot wait {id}`"));
    let wait = format!("wait {id} --format json");
    let waited = home.against(daytona.api_url(), daytona.api_key(), &wait);
    assert_eq!(waited.json()["state"], "active");
}

#[test]
fn log_of_a_finished_build_is_printed_completely() {
    let home = Home::new();
    home.write_app();
    let created = home.local("create demo --dockerfile Dockerfile --progress plain");
    let log = home.local("logs demo");
    assert_eq!(log.code, Some(0), "{log:?}");
    assert!(log.stdout.contains("ADD .daytona-files/app/"), "{log:?}");
    for line in log.stdout.lines() {
        assert!(created.stderr.contains(line), "{line:?} is missing in the progress: {created:?}");
    }
    let followed = home.local("logs demo --follow --format json").json();
    assert_eq!(followed["lines"], json!(log.stdout.lines().collect::<Vec<_>>()));
}

#[test]
fn list_prints_one_page_or_with_all_every_page() {
    let home = Home::new();
    for name in ["a", "b", "c"] {
        home.local(&format!("create {name} --image alpine:3.20 --format json")).json();
    }
    let second = home.local("list --page 2 --limit 2 --sort name --format json");
    assert_eq!(names(&second.json()), ["c"]);
    assert_eq!(second.json()["total_pages"], 2);
    home.local("list --limit 2").says("page 1 of 2, 3 snapshots in total");
    let all = home.local("list --all --sort name --order desc --format json").json();
    assert_eq!(names(&all), ["c", "b", "a"]);
    assert_eq!(names(&home.local("list --name B --format json").json()), ["b"]);
}

#[test]
fn image_prints_dockerfile_and_context_without_a_server() {
    let home = Home::new();
    home.write_app();
    let plain = home.run("image --dockerfile Dockerfile");
    assert_eq!(plain.stdout, "FROM alpine:3.20\nCOPY app/ /app/\n");
    let image = home.run("image --dockerfile Dockerfile --format json").json();
    assert_eq!(image["context"][0]["archive_path"], "app");
    assert!(!home.path().join(".local").exists(), "no state folder is created");
}

#[test]
fn warnings_come_before_anything_is_uploaded() {
    let home = Home::new();
    home.write("Dockerfile", "FROM alpine:3.20\nENV API_TOKEN=hush\nCOPY app /app\n");
    home.write("app/main.sh", "");
    let expected = "warning: step 1, Dockerfile:2: ENV sets `API_TOKEN` to a text";

    let create = home.local("create demo --dockerfile Dockerfile");
    create.says(expected);
    let position = |text: &str| create.stderr.find(text);
    assert!(position(expected) < position("1 file"), "{create:?}");
    let events = home.local("create other --dockerfile Dockerfile --progress json").stderr;
    let first: Value = serde_json::from_str(events.lines().next().unwrap()).unwrap();
    assert_eq!(first["event"], "warning");
    assert_eq!(first["code"], "secret-in-image");
    assert_eq!((&first["step"], &first["line"]), (&json!(1), &json!(2)));

    home.run("image --dockerfile Dockerfile").says(expected);
    let image = home.run("image --dockerfile Dockerfile --format json").json();
    assert_eq!(image["warnings"][0]["code"], "secret-in-image");
    let upload = home.local("context upload --dockerfile Dockerfile --format json");
    upload.says(expected);
    assert_eq!(upload.json()["warnings"], image["warnings"]);
}

#[test]
fn entrypoint_option_removes_the_warning_about_the_entrypoint() {
    let home = Home::new();
    home.write("Dockerfile", "FROM alpine:3.20\n# ENTRYPOINT is the base's\n");
    let image = |more: &str| {
        home.run(&format!("image --dockerfile Dockerfile --format json {more}")).json()
    };
    assert_eq!(image("")["warnings"][0]["code"], "misread-entrypoint");
    assert_eq!(image("--entrypoint top")["warnings"], json!([]));
    let create = home.local("create demo --dockerfile Dockerfile --entrypoint top");
    assert!(!create.stderr.contains("warning"), "{create:?}");
}

#[test]
fn context_upload_prints_the_hashes_that_create_uses() {
    let home = Home::new();
    home.write_app();
    let uploaded = home.local("context upload --dockerfile Dockerfile --format json").json();
    let created = home.local("create demo --dockerfile Dockerfile --format json");
    created.says("nothing uploaded");
    assert_eq!(created.json()["build_info"]["context_hashes"], uploaded["hashes"]);
}

#[test]
fn completions_exist_for_every_shell() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&format!("completions {shell}"));
        assert_eq!(script.code, Some(0), "{shell}");
        assert!(script.stdout.contains("daytona-snapshot"), "{shell}");
    }
}

#[test]
fn local_server_is_reached_without_the_proxy_of_the_environment() {
    let home = Home::new();
    let run = finish(
        home.command("--local list --format json")
            .env("HTTP_PROXY", "http://127.0.0.1:1")
            .env("ALL_PROXY", "http://127.0.0.1:1"),
    );
    assert_eq!(run.json()["total"], 0);
}

#[test]
fn state_folder_comes_from_option_variable_or_default() {
    let home = Home::new();
    home.local("list --format json").json();
    assert!(home.path().join(".local/state/daytona-snapshot/local").is_dir());
    home.run("--local-dir by-argument list --format json").json();
    assert!(home.path().join("by-argument").is_dir());
    finish(home.command("--local list --format json").env("DAYTONA_LOCAL_DIR", "by-variable"))
        .json();
    assert!(home.path().join("by-variable").is_dir());
    let state = home.path().join("xdg");
    finish(home.command("--local list --format json").env("XDG_STATE_HOME", &state)).json();
    assert!(state.join("daytona-snapshot/local").is_dir());
}
