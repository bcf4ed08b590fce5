//! Servers that cannot be reached, refuse requests, or send unexpected responses.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use daytona_testkit::{Emulator, Fault, FaultResponse, Route, SeedSnapshot};

use crate::home::Home;

/// Starts a server that answers every request with these bytes. Returns its API URL.
fn server(answer: impl Into<String>) -> String {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = BufReader::new(stream.try_clone().unwrap()).lines();
            // The program may have closed the connection already.
            let _ =
                head.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    url
}

#[test]
fn unreachable_server_is_named() {
    let home = Home::new();
    // Bound and closed, so that nothing listens on this port.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = home.against(&format!("http://{address}/api"), "key", "list --format json");
    let error = run.failed(8).error();
    assert_eq!(error["kind"], "connect");
    assert!(error["message"].as_str().unwrap().contains(&address.to_string()), "{error}");
}

#[test]
fn create_on_an_unreachable_server_reports_that_nothing_was_sent() {
    let home = Home::new();
    home.write_app();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    home.against(&format!("http://{address}/api"), "key", "create demo --dockerfile Dockerfile")
        .failed(8)
        .says("nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn error_about_a_refused_key_does_not_show_it() {
    let daytona = Emulator::start().await.unwrap();
    let home = Home::new();
    let run = home.against(daytona.api_url(), "dtn_wrong_key", "list --format json");
    let error = run.failed(5).error();
    assert_eq!((&error["kind"], &error["status"]), (&"unauthorized".into(), &401.into()));
    assert!(!run.stderr.contains("dtn_wrong_key"), "{run:?}");
}

#[test]
fn html_instead_of_json_is_reported() {
    let home = Home::new();
    let url = server(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 15\r\nconnection: close\r\n\r\n<html>hi</html>",
    );
    for verb in ["list", "get demo", "create demo --image alpine:3.20"] {
        let run = home.against(&url, "key", &format!("{verb} --format json"));
        let error = run.failed(8).error();
        assert_eq!(error["kind"], "unexpected_response", "{verb}");
        assert!(error["message"].as_str().unwrap().contains(&url), "{error}");
    }
}

#[test]
fn html_error_of_a_proxy_is_reported_with_its_status() {
    let home = Home::new();
    let url = server(
        "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 4\r\nconnection: close\r\n\r\n<hr>",
    );
    let error = home.against(&url, "key", "get demo --format json").failed(8).error();
    assert_eq!((&error["kind"], &error["status"]), (&"unexpected_response".into(), &502.into()));
}

#[test]
fn undecodable_snapshot_is_listed_separately_with_a_warning() {
    let home = Home::new();
    let url = server(concat!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n",
        r#"{"items":[{"id":"id-7","name":"odd","cpu":"many"}],"total":1,"page":1,"totalPages":1}"#
    ));
    for verb in ["list", "list --all"] {
        let run = home.against(&url, "key", &format!("{verb} --format json"));
        run.says("warning: snapshot id-7 is left out").says("`cpu`: invalid type");
        let page = run.json();
        assert_eq!((&page["items"], &page["total"]), (&serde_json::json!([]), &1.into()));
        assert_eq!(page["undecodable"][0]["id"], "id-7");
        assert_eq!(page["undecodable"][0]["json"]["cpu"], "many");
    }
    home.against(&url, "key", "list").says("warning: snapshot id-7 is left out");
}

#[test]
fn warnings_about_undecodable_snapshots_are_limited() {
    let home = Home::new();
    let warnings = |items: usize| {
        let page: Vec<String> = (1..=items)
            .map(|n| format!(r#"{{"id":"id-{n}","name":"odd","cpu":"many"}}"#))
            .collect();
        let page =
            format!(r#"{{"items":[{}],"total":{items},"page":1,"totalPages":1}}"#, page.join(","));
        let url = server(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{page}"
        ));
        let run = home.against(&url, "key", "list --format json");
        assert_eq!(run.json()["undecodable"].as_array().unwrap().len(), items);
        run.stderr.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = warnings(20);
    assert_eq!(all.len(), 20, "{all:?}");
    assert!(all[19].starts_with("warning: snapshot id-20 is left out"), "{all:?}");
    let counted = warnings(63);
    assert_eq!(counted.len(), 21, "{counted:?}");
    assert!(counted[20].starts_with("warning: and 43 more"), "{counted:?}");
}

#[test]
fn error_has_the_response_of_an_intermediary() {
    let home = Home::new();
    let url = server(
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nX-Request-Id: req-7\r\ncontent-length: 18\r\nconnection: close\r\n\r\nblocked by policy\n",
    );
    let error = home.against(&url, "key", "get demo --format json").error();
    assert_eq!(error["request_id"], "req-7");
    assert_eq!(error["body"], "blocked by policy\n");
    assert_eq!(error["status"], 403);
    home.against(&url, "key", "get demo").says("blocked by policy").says("request id: req-7");
}

#[test]
fn cause_is_printed_once() {
    let home = Home::new();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = home.against(&format!("http://{address}/api"), "key", "get demo");
    let (_attempts, error) = run.stderr.split_once("\nerror: ").unwrap();
    let times = error.to_lowercase().matches("connection refused").count();
    assert_eq!(times, 1, "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_attempts_are_reported() {
    let daytona = Emulator::builder().seed(SeedSnapshot::new("demo", "alpine:3.20"));
    let daytona = daytona.start().await.unwrap();
    let home = Home::new();
    let run = |line: &str| {
        daytona.inject(Fault::on(Route::GetSnapshot).respond(FaultResponse::new(503)).times(1));
        home.against(daytona.api_url(), daytona.api_key(), line)
    };
    run("get demo").says("attempt 1 failed: ");
    let waited = run("wait demo --progress json");
    let event: serde_json::Value =
        serde_json::from_str(waited.stderr.lines().next().unwrap()).unwrap();
    assert_eq!((&event["event"], &event["attempt"]), (&"retry".into(), &1.into()));
    assert_eq!(run("wait demo --progress none").stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn timeout_reports_the_last_failed_attempt_and_its_response() {
    let home = Home::new();
    home.write_app();
    for (route, line) in [
        (Route::GetSnapshot, "get demo"),
        (Route::GetAllSnapshots, "list"),
        (Route::GetSnapshot, "activate demo"),
        (Route::DeactivateSnapshot, "deactivate demo"),
        (Route::GetSnapshot, "delete demo --wait"),
        (Route::GetSnapshot, "logs demo"),
        (Route::GetSnapshot, "logs demo --follow"),
        (Route::GetPushAccess, "context upload --dockerfile Dockerfile"),
    ] {
        let builder = Emulator::builder().seed(SeedSnapshot::new("demo", "alpine:3.20"));
        let daytona = builder.start().await.unwrap();
        let answer = FaultResponse::new(503).body("text/plain", "maintenance until noon");
        daytona.inject(Fault::on(route).respond(answer));
        let line = format!("{line} --timeout 300ms --format json");
        let run = home.against(daytona.api_url(), daytona.api_key(), &line);
        let error = run.failed(7).error();
        assert_eq!((&error["kind"], &error["status"]), (&"timeout".into(), &503.into()), "{line}");
        assert_eq!(error["body"], "maintenance until noon", "{line}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("the last attempt failed"), "{line}: {message}");
        assert!(message.contains("maintenance until noon"), "{line}: {message}");
    }
}
