//! Invalid input: refused with an error that names it, before anything is sent.

use std::fs;
use std::process::Command;

use crate::home::{Home, finish};

/// Asserts that a failed create left no snapshot and no object.
#[track_caller]
fn assert_nothing_was_created(home: &Home) {
    assert_eq!(home.local("list --format json").json()["total"], 0);
    let folder = home.path().join(".local/state/daytona-snapshot/local/objects");
    let objects = fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(objects, 0, "nothing is uploaded");
}

#[test]
fn missing_credentials_are_named() {
    let home = Home::new();
    home.run("list").failed(5).says("there are no credentials").says("DAYTONA_API_KEY");
    assert_eq!(home.run("list --format json").error()["kind"], "config");
}

#[test]
fn jwt_without_organization_is_refused() {
    let home = Home::new();
    let run = finish(home.command("list").env("DAYTONA_JWT_TOKEN", "header.payload.signature"));
    run.failed(5).says("DAYTONA_ORGANIZATION_ID");
    assert!(!run.stderr.contains("payload"), "{run:?}");
}

#[test]
fn malformed_url_is_named() {
    let home = Home::new();
    home.against("app.daytona.io", "key", "list").failed(5).says("`app.daytona.io`");
    let run = finish(home.command("list --api-url ftp://host/").env("DAYTONA_API_KEY", "key"));
    run.failed(5).says("`ftp://host/`");
}

#[test]
fn empty_name_is_refused() {
    let home = Home::new();
    home.write_app();
    let create = |name| finish(home.command("--local create --dockerfile Dockerfile").arg(name));
    create("").failed(2).says("name is empty");
    create("no blanks").failed(2).says("`no blanks`");
    for verb in ["get", "delete", "activate", "deactivate", "logs", "wait"] {
        finish(home.command("--local").args([verb, ""])).failed(2).says("is empty");
    }
    assert_nothing_was_created(&home);
}

#[test]
fn page_and_limit_below_one_are_refused() {
    let home = Home::new();
    for (option, value) in [("--page", "0"), ("--limit", "0"), ("--page", "-1"), ("--limit", "x")] {
        home.run(&format!("list {option} {value}")).failed(2).says(option).says(value);
    }
    home.local("list --limit 201").failed(2).says("201");
}

#[test]
fn missing_dockerfile_is_named() {
    let home = Home::new();
    home.local("create demo --dockerfile nowhere/Dockerfile").failed(2).says("nowhere/Dockerfile");
    home.run("image --dockerfile nowhere/Dockerfile").failed(2).says("nowhere/Dockerfile");
    assert_nothing_was_created(&home);
}

#[test]
fn directory_instead_of_a_dockerfile_is_named() {
    let home = Home::new();
    home.write_app();
    home.local("create demo --dockerfile app").failed(2).says("app").says("directory");
    assert_nothing_was_created(&home);
}

#[test]
fn missing_copy_source_is_named_with_its_line() {
    let home = Home::new();
    home.write("Dockerfile", "FROM alpine:3.20\nCOPY nothing.txt /\n");
    home.local("create demo --dockerfile Dockerfile")
        .failed(2)
        .says("nothing.txt")
        .says("Dockerfile:2");
    assert_nothing_was_created(&home);
}

#[cfg(unix)]
#[test]
fn links_without_a_target_are_left_out_of_a_tree_and_refused_as_sources() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    home.write_app();
    for (link, target) in [("none", "nowhere"), ("up", "../.."), ("out", "/usr/bin/env")] {
        symlink(target, home.path().join("app/lib").join(link)).unwrap();
    }
    fs::write(home.path().join("Link"), "FROM alpine:3.20\nCOPY app/lib/none /x\n").unwrap();
    home.local("create demo --dockerfile Link").failed(2).says("`app/lib/none` is a link to");
    assert_nothing_was_created(&home);
    let text = "FROM alpine:3.20\nCOPY --chown=app app /app\n";
    fs::write(home.path().join("Plain"), text).unwrap();
    let run = home.local("create demo --dockerfile Plain");
    assert_eq!(run.code, Some(0), "{run:?}");
    run.says("are left out: `./app/lib/none`, `./app/lib/out`, `./app/lib/up`");
}

#[test]
fn fifo_is_left_out_of_a_tree_and_refused_as_a_source() {
    let home = Home::new();
    home.write_app();
    let fifo = home.path().join("app/lib/pipe");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    fs::write(home.path().join("Fifo"), "FROM alpine:3.20\nCOPY app/lib/pipe /pipe\n").unwrap();
    home.local("create demo --dockerfile Fifo").failed(2).says("`app/lib/pipe` is neither a file");
    assert_nothing_was_created(&home);
    let run = home.local("create demo --dockerfile Dockerfile");
    assert_eq!(run.code, Some(0), "{run:?}");
    run.says("`./app/lib/pipe` [special-file]");
}

#[test]
fn image_without_a_fixed_version_is_refused() {
    let home = Home::new();
    for image in ["alpine", "alpine:latest"] {
        home.local(&format!("create demo --image {image}")).failed(2).says(image);
    }
    assert_nothing_was_created(&home);
}

#[test]
fn exactly_one_source_is_required() {
    let home = Home::new();
    home.local("create demo").failed(2).says("--dockerfile");
    home.local("create demo --dockerfile D --image alpine:3.20").failed(2).says("--image");
}

#[test]
fn malformed_entrypoint_and_timeout_are_refused() {
    let home = Home::new();
    home.local("create demo --image alpine:3.20 --entrypoint [sh").failed(2).says("[sh");
    for time in ["-5", "-1s", "soon"] {
        home.local(&format!("create demo --image alpine:3.20 --timeout={time}"))
            .failed(2)
            .says("--timeout");
    }
    assert_nothing_was_created(&home);
}

#[cfg(unix)]
#[test]
fn variable_that_is_not_utf8_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let home = Home::new();
    for variable in ["DAYTONA_API_URL", "DAYTONA_API_KEY", "DAYTONA_SERVER_URL", "DAYTONA_TARGET"] {
        let mut command = home.command("list");
        command.env("DAYTONA_API_KEY", "key").env(variable, OsStr::from_bytes(b"http://h\xff/"));
        finish(&mut command).failed(5).says(variable).says("not UTF-8");
    }
}

#[cfg(unix)]
#[test]
fn irregular_or_too_large_env_file_is_named() {
    let home = Home::new();
    let path = home.path().join(".env");
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    home.run("list").failed(5).says(".env").says("not a regular file");
    fs::remove_file(&path).unwrap();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    home.run("list").failed(5).says(".env").says("not a regular file");
    fs::remove_file(&path).unwrap();
    fs::File::create(&path).unwrap().set_len((1 << 20) + 1).unwrap();
    home.run("list").failed(5).says(".env").says("1 MiB");
}

#[test]
fn malformed_line_of_an_env_file_is_named() {
    let home = Home::new();
    home.write(".env", "A=1\nDAYTONA_API_KEY='hunter2\n");
    let run = home.run("list");
    run.failed(5).says("there are no credentials").says(".env:2");
    assert!(!run.stderr.contains("hunter2"), "{run:?}");
}

#[test]
fn malformed_image_references_names_and_ids_are_refused() {
    let home = Home::new();
    for image in ["a//b:1", "http://a/b:1", "docker://a:1", "über:1", "FOO:1", "alpine:1:2"] {
        home.local(&format!("create demo --image {image}")).failed(2).says(image);
    }
    for name in ["my-data:v1", "hotel:1", "www.example.com"] {
        home.local(&format!("create {name} --image alpine:3.20")).failed(2).says("link");
    }
    for verb in ["get", "delete", "activate", "deactivate", "logs", "wait"] {
        finish(home.command("--local").args([verb, "a b?"])).failed(2).says("`a b?`");
    }
    assert_nothing_was_created(&home);
}

#[test]
fn local_and_api_url_together_are_refused() {
    let home = Home::new();
    home.local("list --api-url http://127.0.0.1:1/api").failed(2).says("--api-url");
}

#[test]
fn folder_that_cannot_hold_state_is_named() {
    let home = Home::new();
    home.write("file", "");
    home.run("--local-dir file list").failed(1).says("file");
}
