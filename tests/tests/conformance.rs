//! Puts the questions that were once put to a running server (version 0.190) to the emulator, in their order, and
//! compares each answer: status, content type, and the body to the last field, `null` or absent.
#![allow(clippy::unwrap_used, reason = "test code outside of test functions")]

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use daytona_testkit::{BuildOutcome, Emulator, SeedSnapshot};
use serde_json::{Value, json};

const RECORDED: &str = include_str!("../data/recorded-api-0.190.json");

/// Fields whose values differ from run to run, so that only their types are compared.
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

/// The create of a build that the server has already. When this was recorded, the first build had not ended yet; the
/// emulator ends it at once and shares it.
const SHARED_BUILD: &str = "identical build again: may be active at once";

/// What such an answer has by the state of the first build.
const BY_STATE_OF_BUILD: [&str; 2] = ["body.state:", "body.lastUsedAt:"];

/// What the recorded server held besides the snapshots that the questions create.
const EARLIER_SNAPSHOTS: usize = 18;

/// One answer, recorded or given.
#[derive(Debug)]
struct Answer {
    status: u64,
    content_type: Option<String>,
    body: Value,
}

#[tokio::test]
async fn answers_are_those_of_the_recorded_server() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let daytona = start(&http).await;
    let mut ids = Ids::default();
    let mut differences = Vec::new();
    for question in &recorded {
        let note = question["note"].as_str().unwrap();
        wait_before(&daytona, note).await;
        let answer = ask(&http, &daytona, note, &question["request"], &ids).await;
        let expected = Answer {
            status: question["status"].as_u64().unwrap(),
            content_type: question["content_type"].as_str().map(str::to_owned),
            body: ids.translate(&question["body"]),
        };
        ids.learn(&question["body"], &answer.body);
        compare(note, &expected, &answer, &mut differences);
    }
    #[allow(clippy::print_stdout, reason = "shows what the comparison covers")]
    {
        println!("{} recorded answers compared", recorded.len());
    }
    assert_eq!(recorded.len(), 59);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Starts an emulator that holds what the recorded server held.
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

/// Waits for what had happened in the background when the question was recorded.
async fn wait_before(daytona: &Emulator, note: &str) {
    if note == "get by id, active, from an image" {
        daytona.wait_for_state("demo-image", "active").await;
        daytona.wait_for_state("demo-build", "active").await;
        daytona.wait_for_state("demo-fails", "error").await;
    }
}

async fn ask(
    http: &reqwest::Client,
    daytona: &Emulator,
    note: &str,
    request: &Value,
    ids: &Ids,
) -> Answer {
    let path = ids.translate_text(request["path"].as_str().unwrap());
    let origin = daytona.api_url().strip_suffix("/api").unwrap();
    if path.contains("%2e") {
        return ask_unnormalized(daytona, origin, path).await;
    }
    let method = request["method"].as_str().unwrap().parse().unwrap();
    let mut question = http.request(method, format!("{origin}{path}"));
    question = match note {
        "no token" => question,
        "wrong token" => question.bearer_auth("wrong"),
        _ => question.bearer_auth(daytona.api_key()),
    };
    question = match &request["body"] {
        Value::Null => question,
        // The recording holds the size in place of the body itself.
        Value::String(_) if note == "body over 100 kB" => {
            let dockerfile = format!("FROM alpine:3\n# {}", "x".repeat(110_000));
            question
                .json(&json!({ "name": "big", "buildInfo": { "dockerfileContent": dockerfile } }))
        }
        Value::String(text) => {
            question.header("content-type", "application/json").body(text.clone())
        }
        body => question.json(body),
    };
    let response = question.send().await.unwrap();
    let status = response.status().as_u16().into();
    let content_type =
        response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    Answer {
        status,
        content_type,
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// Asks for a path that an HTTP client would resolve before sending it.
async fn ask_unnormalized(daytona: &Emulator, origin: &str, path: String) -> Answer {
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
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        content_type: head.lines().find_map(header),
        body: Value::String(body.to_owned()),
    }
}

/// The emulator's id for each recorded one.
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

fn compare(note: &str, expected: &Answer, given: &Answer, differences: &mut Vec<String>) {
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
        // Of the page, only the beginning was recorded.
        if !given.body.as_str().is_some_and(|page| page.starts_with("<!DOCTYPE html>")) {
            differ("page", &expected.body, &given.body);
        }
        return;
    }
    let mut bodies = Vec::new();
    compare_values("body", &expected.body, &given.body, &mut bodies);
    if note == SHARED_BUILD {
        bodies.retain(|difference| {
            !BY_STATE_OF_BUILD.iter().any(|field| difference.starts_with(field))
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
                    (None, Some(value)) => differences.push(format!("{place} is there: {value}")),
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

/// Orders snapshots by name, as which of two builds ended first is chance.
fn by_name(items: &[Value]) -> Vec<&Value> {
    let mut items: Vec<_> = items.iter().collect();
    items.sort_by_key(|item| item["name"].as_str().unwrap_or_default());
    items
}
