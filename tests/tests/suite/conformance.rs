//! Sends requests that were recorded from a running server (version 0.190) to the emulator, in the same order.
//!
//! Compares each response: status, content type, and every field of the body.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use daytona_testkit::{BuildOutcome, Emulator, SeedSnapshot};
use serde_json::{Value, json};

const RECORDED: &str = include_str!("../../data/recorded-api-0.190.json");

/// Fields with values that differ between runs. Only their types are compared.
const VARYING: [&str; 13] = [
    "id",
    "organizationId",
    "createdAt",
    "updatedAt",
    "lastUsedAt",
    "timestamp",
    "initialRunnerId",
    "ref",
    "accessKey",
    "secret",
    "sessionToken",
    "storageUrl",
    "url",
];

/// The create of a build that the server has already. The recorded server had not finished the first build. The
/// emulator has, and shares it.
const SHARED_BUILD: &str = "identical build again: may be active at once";

/// The fields of that response that depend on the state of the first build.
const DEPEND_ON_FIRST_BUILD: [&str; 2] = ["body.state:", "body.lastUsedAt:"];

/// The difference in the size of a built image. The runner of this recording reported none. The runner of the later
/// recordings, of responses and of the feed, reported 0.1.
const SIZE_OF_A_BUILD: &str = ".size: expected null, got 0.1";

/// The number of snapshots on the recorded server that the requests did not create.
const EARLIER_SNAPSHOTS: usize = 18;

/// A response, recorded or from the emulator.
#[derive(Debug)]
struct Response {
    status: u64,
    content_type: Option<String>,
    body: Value,
}

#[tokio::test]
async fn responses_match_the_recorded_server() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let daytona = start(&http).await;
    let mut ids = Ids::default();
    let mut differences = Vec::new();
    for exchange in &recorded {
        let note = exchange["note"].as_str().unwrap();
        wait_before(&daytona, note).await;
        let response = send(&http, &daytona, note, &exchange["request"], &ids).await;
        let expected = Response {
            status: exchange["status"].as_u64().unwrap(),
            content_type: exchange["content_type"].as_str().map(str::to_owned),
            body: ids.translate(&exchange["body"]),
        };
        ids.learn(&exchange["body"], &response.body);
        compare(note, &expected, &response, &mut differences);
    }
    println!("{} recorded responses compared", recorded.len());
    assert_eq!(recorded.len(), 59);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Starts an emulator with the snapshots of the recorded server.
async fn start(http: &reqwest::Client) -> Emulator {
    let mut builder = Emulator::builder()
        .omit_storage_region()
        .build_time(Duration::ZERO)
        .log_open_delay(Duration::ZERO)
        .removal_time(Duration::from_secs(3600))
        .build_outcome("demo-fails", BuildOutcome::error("no space left on device"));
    for number in 0..EARLIER_SNAPSHOTS {
        builder = builder.seed(SeedSnapshot::new(format!("earlier-{number}"), "alpine:3.19"));
    }
    let daytona = builder.start().await.unwrap();
    let missing_context = json!({
        "name": "b1",
        "buildInfo": { "dockerfileContent": "FROM alpine:3.20\n", "contextHashes": ["0123456789abcdef"] },
    });
    let created = http
        .post(format!("{}/snapshots", daytona.api_url()))
        .bearer_auth(daytona.api_key())
        .json(&missing_context)
        .send()
        .await
        .unwrap();
    assert_eq!(created.status(), 200);
    daytona.wait_for_state("b1", "error").await;
    daytona
}

/// Waits for the background work that the recorded server had completed before this request.
async fn wait_before(daytona: &Emulator, note: &str) {
    if note == "get by id, active, from an image" {
        daytona.wait_for_state("demo-image", "active").await;
        daytona.wait_for_state("demo-build", "active").await;
        daytona.wait_for_state("demo-fails", "error").await;
    }
}

async fn send(
    http: &reqwest::Client,
    daytona: &Emulator,
    note: &str,
    request: &Value,
    ids: &Ids,
) -> Response {
    let path = ids.translate_text(request["path"].as_str().unwrap());
    let origin = daytona.api_url().strip_suffix("/api").unwrap();
    if path.contains("%2e") {
        return send_unnormalized(daytona, origin, path).await;
    }
    let method = request["method"].as_str().unwrap().parse().unwrap();
    let mut call = http.request(method, format!("{origin}{path}"));
    call = match note {
        "no token" => call,
        "wrong token" => call.bearer_auth("wrong"),
        _ => call.bearer_auth(daytona.api_key()),
    };
    call = match &request["body"] {
        Value::Null => call,
        // The record has the size instead of the body.
        Value::String(_) if note == "body over 100 kB" => {
            let dockerfile = format!("FROM alpine:3\n# {}", "x".repeat(110_000));
            call.json(&json!({ "name": "big", "buildInfo": { "dockerfileContent": dockerfile } }))
        }
        Value::String(text) => call.header("content-type", "application/json").body(text.clone()),
        body => call.json(body),
    };
    let response = call.send().await.unwrap();
    let status = response.status().as_u16().into();
    let content_type =
        response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    Response {
        status,
        content_type,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// Requests a path that an HTTP client would normalize.
async fn send_unnormalized(daytona: &Emulator, origin: &str, path: String) -> Response {
    let address = origin.strip_prefix("http://").unwrap().to_owned();
    let key = daytona.api_key().to_owned();
    let exchange = move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    };
    let text = tokio::task::spawn_blocking(exchange).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let header = |line: &str| line.strip_prefix("content-type: ").map(str::to_owned);
    Response {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        content_type: head.lines().find_map(header),
        body: Value::String(body.to_owned()),
    }
}

/// Maps recorded ids to those of the emulator.
#[derive(Default)]
struct Ids(BTreeMap<String, String>);

impl Ids {
    fn learn(&mut self, recorded: &Value, given: &Value) {
        if let (Some(recorded), Some(given)) = (recorded["id"].as_str(), given["id"].as_str()) {
            self.0.insert(recorded.to_owned(), given.to_owned());
        }
    }

    fn translate_text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (recorded, given)| text.replace(recorded, given))
    }

    fn translate(&self, value: &Value) -> Value {
        serde_json::from_str(&self.translate_text(&value.to_string())).unwrap()
    }
}

fn compare(note: &str, expected: &Response, given: &Response, differences: &mut Vec<String>) {
    let mut differ = |what: &str, expected: &dyn std::fmt::Debug, given: &dyn std::fmt::Debug| {
        differences.push(format!("{note}: {what}: expected {expected:?}, got {given:?}"));
    };
    if expected.status != given.status {
        differ("status", &expected.status, &given.status);
    }
    if expected.content_type != given.content_type {
        differ("content type", &expected.content_type, &given.content_type);
    }
    if expected.content_type.as_deref().is_some_and(|kind| kind.starts_with("text/html")) {
        // The record has only the beginning of the page.
        if !given.body.as_str().is_some_and(|page| page.starts_with("<!DOCTYPE html>")) {
            differ("page", &expected.body, &given.body);
        }
        return;
    }
    let mut bodies = Vec::new();
    compare_values("body", &expected.body, &given.body, &mut bodies);
    bodies.retain(|difference| !difference.ends_with(SIZE_OF_A_BUILD));
    if note == SHARED_BUILD {
        bodies.retain(|difference| {
            !DEPEND_ON_FIRST_BUILD.iter().any(|field| difference.starts_with(field))
        });
    }
    differences.extend(bodies.into_iter().map(|difference| format!("{note}: {difference}")));
}

fn compare_values(place: &str, expected: &Value, given: &Value, differences: &mut Vec<String>) {
    match (expected, given) {
        (Value::Object(fields), Value::Object(others)) => {
            let keys: std::collections::BTreeSet<_> = fields.keys().chain(others.keys()).collect();
            for key in keys {
                let place = format!("{place}.{key}");
                match (fields.get(key), others.get(key)) {
                    (Some(_), None) => differences.push(format!("{place} is absent")),
                    (None, Some(value)) => differences.push(format!("{place} is present: {value}")),
                    (Some(a), Some(b)) if VARYING.contains(&key.as_str()) => {
                        if std::mem::discriminant(a) != std::mem::discriminant(b) {
                            differences.push(format!("{place}: expected the kind of {a}, got {b}"));
                        }
                    }
                    (Some(a), Some(b)) => compare_values(&place, a, b, differences),
                    (None, None) => {}
                }
            }
        }
        (Value::Array(items), Value::Array(others)) => {
            if items.len() != others.len() {
                differences.push(format!(
                    "{place}: expected {} items, got {}",
                    items.len(),
                    others.len()
                ));
            }
            for (index, (a, b)) in by_name(items).iter().zip(by_name(others)).enumerate() {
                compare_values(&format!("{place}[{index}]"), a, b, differences);
            }
        }
        (a, b) if a == b => {}
        (a, b) => differences.push(format!("{place}: expected {a}, got {b}")),
    }
}

/// Sorts snapshots by name, because the order in which two builds end varies.
fn by_name(items: &[Value]) -> Vec<&Value> {
    let mut items: Vec<_> = items.iter().collect();
    items.sort_by_key(|item| item["name"].as_str().unwrap_or_default());
    items
}
