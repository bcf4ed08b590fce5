//! Build contexts, their options, and dry runs.

use std::io::Write;
use std::process::Stdio;

use daytona_testkit::Emulator;
use serde_json::json;

use crate::home::{Home, Run, finish};

/// Writes a project whose Dockerfile lies in a folder of its own.
fn write_project(home: &Home) {
    home.write(
        "docker/Dockerfile",
        "ARG BASE=3.19\nFROM alpine:$BASE AS app\nCOPY src /src\nFROM app\n",
    );
    home.write("src/main.sh", "echo hello\n");
}

fn with_input(home: &Home, arguments: &str, input: &str) -> Run {
    let mut command = home.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn context_is_an_argument_an_option_or_the_folder_of_the_dockerfile() {
    let home = Home::new();
    home.write_app();
    write_project(&home);
    for (name, arguments) in [
        ("a", "."),
        ("b", "-c ."),
        ("c", "--context . -f docker/Dockerfile"),
        ("d", ". --file docker/Dockerfile"),
        ("e", "-f Dockerfile"),
    ] {
        let snapshot = home.local(&format!("create {name} {arguments} --format json")).json();
        let hashes = snapshot["build_info"]["context_hashes"].as_array().unwrap().len();
        assert_eq!((&snapshot["state"], hashes), (&json!("active"), 1), "{arguments}");
    }
    home.local("create f . -c .").failed(2).says("--context");
    home.local("create f -f docker/Dockerfile").failed(2).says("`src`");
    home.local("create f nowhere").failed(2).says("`nowhere`");
    home.local("create f https://host/repository.git").failed(2).says("is not a directory");
}

#[test]
fn dockerfile_comes_from_standard_input() {
    let home = Home::new();
    home.write_app();
    let dockerfile = "FROM alpine:3.20\nCOPY app/main.sh /\n";
    let image = with_input(&home, "image . -f -", dockerfile);
    assert_eq!((image.code, image.stdout.as_str()), (Some(0), dockerfile));
    let created = with_input(&home, "--local create demo . -f - --format json", dockerfile);
    assert_eq!(created.json()["state"], "active");
    let without = with_input(&home, "image -f -", dockerfile);
    without.failed(2).says("app/main.sh").says("name the CONTEXT");
}

#[test]
fn build_arguments_and_the_target_change_the_text() {
    let home = Home::new();
    write_project(&home);
    let line = "image . -f docker/Dockerfile --build-arg BASE=3.20 --target app";
    assert_eq!(home.run(line).stdout, "ARG BASE=3.20\nFROM alpine:$BASE AS app\nCOPY src /src\n");
    let mut command = home.command("image . -f docker/Dockerfile --build-arg BASE");
    let run = finish(command.env("BASE", "3.18"));
    assert!(run.stdout.starts_with("ARG BASE=3.18\n"), "{run:?}");
    home.run("image . -f docker/Dockerfile --build-arg =x")
        .failed(2)
        .says("`--build-arg` has no name");
    home.run("image . -f docker/Dockerfile --target none").failed(2).says("none");
}

#[test]
fn build_without_a_source_is_advised_by_what_the_folder_has() {
    let home = Home::new();
    for (line, sources) in [
        ("create demo", "`--image IMAGE`"),
        ("create demo --cpu 2 --format json", "`--image IMAGE`"),
        ("image", "`-f/--dockerfile PATH`"),
        ("context upload", "`-f/--dockerfile PATH`"),
    ] {
        home.run(line).failed(2).says("CONTEXT").says(sources);
    }
    home.run("create").failed(2).says("<NAME>");
    home.write_app();
    for (line, advice) in [
        ("create demo", "`daytona-snapshot create demo .` uses the Dockerfile of this folder"),
        ("--local create 'demo", r"`daytona-snapshot --local create ''\''demo' .`"),
        ("image", "`daytona-snapshot image .`"),
        ("context upload", "`daytona-snapshot context upload .`"),
    ] {
        home.run(line).failed(2).says(advice);
    }
    let error = home.run("create demo --format json").failed(2).error();
    assert_eq!(error["message"], "`create` needs a CONTEXT, `--dockerfile` or `--image`");
    // Other mistakes are reported first.
    home.run("create demo --cpu x").failed(2).says("--cpu");
    home.run("create demo --platform linux/arm64").failed(2).says("linux/amd64");
}

#[test]
fn ignore_file_is_read_in_the_place_of_dockerignore() {
    let home = Home::new();
    home.write_app();
    home.write(".dockerignore", "app/main.sh\n");
    home.write("docker/release.ignore", "app/lib\n");
    let files = |line: &str| {
        let plan = home.run(&format!("{line} --dry-run --format json")).json();
        let files = plan["archives"][0]["files"].as_array().unwrap().clone();
        files.iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(files("image ."), ["lib/greet.sh"]);
    assert_eq!(files("image . --ignore-file docker/release.ignore"), ["main.sh"]);
    let create = "--local create demo . --ignore-file docker/release.ignore";
    assert_eq!(files(create), ["main.sh"]);

    home.local("create demo . --ignore-file none").failed(2).says("ignore file `none`");
    let upload = home.local("context upload . --ignore-file docker");
    upload.failed(2).says("ignore file `docker` is a directory");
    home.write("bad", "a\n[\n");
    home.local("create demo . --ignore-file bad").failed(2).says("bad:2: ");
    home.local("create demo --image alpine:3.20 --ignore-file bad").failed(2).says("--image");
    let without = with_input(&home, "image -f - --ignore-file bad", "FROM alpine:3.20\n");
    without.failed(2).says("ignore file `bad`").says("name the CONTEXT");
    let list = home.local("list --format json").json();
    assert_eq!(list["total"], 0, "nothing was sent");
}

#[cfg(unix)]
#[test]
fn links_outside_are_followed_on_request() {
    let home = Home::new();
    let outside = home.write("outside.txt", "text\n");
    home.write("app/Dockerfile", "FROM alpine:3.20\nCOPY link /link\n");
    std::os::unix::fs::symlink(outside, home.path().join("app/link")).unwrap();
    home.run("image app").failed(2).says("--allow-links-outside");
    let run = home.run("image app --allow-links-outside --dry-run");
    assert!(run.stdout.contains("5 B  link\n"), "{run:?}");
}

#[test]
fn entrypoint_is_split_as_a_shell_does() {
    let home = Home::new();
    for (name, entrypoint) in [("a", "sh -c 'echo hi'"), ("b", r#"["sh","-c","echo hi"]"#)] {
        let mut command = home.command("--local create --image alpine:3.20 --format json -e");
        let run = finish(command.args([entrypoint, name]));
        assert_eq!(run.json()["entrypoint"], json!(["sh", "-c", "echo hi"]));
    }
    let mut command = home.command("--local create demo --image alpine:3.20 --entrypoint");
    finish(command.arg("")).failed(2).says("`--entrypoint` is empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_run_shows_the_upload_and_changes_nothing() {
    let server = Emulator::start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let run = |line: &str| home.against(server.api_url(), server.api_key(), line);
    let plan = run("create demo . --dry-run");
    assert_eq!(plan.code, Some(0), "{plan:?}");
    for text in [
        "  ADD .daytona-files/app/",
        "  0644        11 B  main.sh\n",
        "2 files, 32 B: at most ",
        "would be sent in 1 of 1 archives",
    ] {
        assert!(plan.stdout.contains(text), "{text}: {plan:?}");
    }
    let plan = run("create demo . --dry-run --format json").json();
    assert_eq!(plan["archives"][0]["is_present"], false);
    assert_eq!(plan["archives"][0]["files"][0]["mode"], "0644");
    assert_eq!(plan["max_upload_bytes"], plan["archives"][0]["max_bytes"]);
    let writes = |server: &Emulator| {
        server
            .requests()
            .iter()
            .filter(|request| ["PUT", "POST"].contains(&request.method()))
            .count()
    };
    assert_eq!(writes(&server), 0);
    run("create demo . --format json").json();
    let plan = run("create demo . --dry-run");
    assert!(plan.stdout.contains("nothing would be sent"), "{plan:?}");
    let image = home.run("image . --dry-run --format json").json();
    assert_eq!(image["archives"][0]["files"].as_array().unwrap().len(), 2);
    assert!(
        image.get("max_upload_bytes").is_none() && image["archives"][0].get("is_present").is_none()
    );
    run("create demo --image alpine:3.20 --dry-run").failed(2).says("--dry-run");
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_name_is_found_before_the_upload() {
    let server = Emulator::start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let run = |line: &str| home.against(server.api_url(), server.api_key(), line);
    run("create demo --image alpine:3.20 --format json").json();
    let refused = run("create demo . --format json");
    let error = refused.failed(4).error();
    assert_eq!(error["kind"], "conflict");
    assert!(error["hint"].as_str().unwrap().contains("--if-exists replace"), "{error}");
    assert!(server.requests().iter().all(|request| request.method() != "PUT"));
}

#[cfg(unix)]
#[test]
fn modes_are_kept_on_request() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    home.write_app();
    let file = home.path().join("app/main.sh");
    fs::set_permissions(file, Permissions::from_mode(0o775)).unwrap();
    let plan = |options: &str| home.run(&format!("image . --dry-run {options}")).stdout;
    let mode = |text: String| {
        let line = text.lines().find(|line| line.contains("main.sh")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("no main.sh in {text}"))
    };
    assert!(mode(plan("")).contains("0755"), "{}", plan(""));
    let kept = plan("--preserve-modes");
    assert!(mode(kept.clone()).contains("0775"), "{kept}");
    let refused = home.run("--local create demo --image alpine:3.20 --preserve-modes");
    refused.failed(2);
}
