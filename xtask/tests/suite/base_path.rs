//! Upstream descriptions with a base path.

use serde_json::{Value, json};

use xtask::drift::Report;

use crate::comparison::{compared, lines};

/// Returns a description with these paths, each with the operation GET.
fn with_paths<const N: usize>(paths: [&str; N]) -> Value {
    let paths: serde_json::Map<String, Value> =
        paths.iter().map(|path| ((*path).to_owned(), json!({ "get": {} }))).collect();
    json!({ "paths": paths })
}

fn ours() -> Value {
    with_paths(["/snapshots", "/snapshots/{id}", "/health"])
}

#[test]
fn prefix_of_all_paths_is_no_difference() {
    for paths in [
        ["/api/snapshots", "/api/snapshots/{snapshotId}", "/api/health"],
        ["/daytona/api/snapshots", "/daytona/api/snapshots/{id}", "/daytona/api/health"],
    ] {
        assert_eq!(lines(ours(), with_paths(paths)), Vec::<String>::new(), "{paths:?}");
    }
}

#[test]
fn path_of_the_server_is_no_difference() {
    for (url, paths) in [
        ("https://a.example/api", ["/snapshots", "/snapshots/{id}", "/health"]),
        ("https://a.example/daytona/", ["/api/snapshots", "/api/snapshots/{id}", "/api/health"]),
        ("/api", ["/api/snapshots", "/api/snapshots/{id}", "/api/health"]),
    ] {
        let mut upstream = with_paths(paths);
        upstream["servers"] = json!([{ "url": url }]);
        assert_eq!(lines(ours(), upstream), Vec::<String>::new(), "{url}");
    }
}

#[test]
fn path_of_the_server_can_hold_a_segment_of_our_paths() {
    let mut upstream = with_paths(["/", "/{id}"]);
    upstream["servers"] = json!([{ "url": "http://localhost:3000/api/snapshots" }]);
    assert_eq!(lines(ours(), upstream), ["breaking: GET /health is gone"]);
}

#[test]
fn segment_of_a_resource_is_not_a_base_path() {
    let gone = ["breaking: GET /health is gone"];
    assert_eq!(lines(ours(), with_paths(["/snapshots", "/snapshots/{id}"])), gone);
    assert_eq!(lines(ours(), with_paths(["/api/snapshots", "/api/snapshots/{id}"])), gone);
    assert_eq!(lines(ours(), with_paths(["/health/live", "/health/ready"])).len(), 3);
}

#[test]
fn prefix_of_some_paths_is_a_difference() {
    let upstream = with_paths(["/api/snapshots", "/api/snapshots/{id}", "/health"]);
    assert_eq!(
        lines(ours(), upstream),
        ["breaking: GET /snapshots is gone", "breaking: GET /snapshots/{id} is gone"]
    );
}

#[test]
fn report_names_the_base_path() {
    let mut upstream = with_paths(["/api/snapshots", "/api/snapshots/{id}", "/api/health"]);
    upstream["paths"]["/api/health"]["get"] = json!({ "deprecated": true });
    let comparison = compared(ours(), upstream);
    let report = Report::new("ours.yaml", "theirs.json", &comparison);
    assert_eq!(
        report.text(),
        "\
ours.yaml against theirs.json below `/api`: 3 operations compared

1 cosmetic
  GET /health is deprecated
      ours     /paths/~1health/get
      upstream /paths/~1api~1health/get

The bound operations are unchanged, except for wording.
"
    );
    let json: Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(json["base_path"], "/api");
}
