//! Traces of the library on standard error: `--verbose` and `DAYTONA_LOG`.

use daytona_testkit::Emulator;
use serde_json::Value;

use crate::home::{Home, finish};

#[tokio::test(flavor = "multi_thread")]
async fn verbose_writes_requests_in_every_format() {
    let server = Emulator::start().await.unwrap();
    let home = Home::new();
    home.write_app();
    let run = |line: &str| home.against(server.api_url(), server.api_key(), line);
    assert_eq!(run("list --format json").stderr, "");
    for line in ["list -v --format json", "--verbose list --format json"] {
        let list = run(line);
        list.says("DEBUG").says("path=\"/api/snapshots\"").says("status=200");
        assert_eq!(list.json()["total"], 0);
    }
    let create = run("create demo . -v --progress json --format json");
    create.says("\"event\":\"trace\"");
    for line in create.stderr.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    create.json();
}

#[tokio::test(flavor = "multi_thread")]
async fn variable_sets_the_filter() {
    let server = Emulator::start().await.unwrap();
    let home = Home::new();
    let run = |filter: &str, line: &str| {
        let mut command = home.command_against(server.api_url(), server.api_key(), line);
        finish(command.env("DAYTONA_LOG", filter))
    };
    run("daytona_api=debug", "list").says("daytona_api");
    for filter in ["off", "error", "daytona_objstore=trace"] {
        assert_eq!(run(filter, "list -v").stderr, "", "{filter}");
    }
    assert_eq!(run("", "list").stderr, "");
    let error = run("hyper=trace", "list --format json").failed(2).error();
    assert!(error["message"].as_str().unwrap().contains("`hyper`"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("daytona_api=debug"), "{error}");
}
