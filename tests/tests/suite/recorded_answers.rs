//! Sends the requests of `recorded-answers-0.190.json` to the emulator, and compares its responses with those of the
//! server: status, content type, message, and the fields that the request determines.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use daytona_testkit::Emulator;
use serde_json::Value;

const RECORDED: &str = include_str!("../../data/recorded-answers-0.190.json");

/// The requests whose responses differ, by number, with the reasons.
const DIFFERENCES: [(u64, &str); 9] = [
    (110, "servers after 0.190 filter by the sandbox, and so does the emulator"),
    (112, "servers after 0.190 filter by the sandbox, and so does the emulator"),
    (134, "the JSON parser of the emulator refuses values nested more than 128 levels deep"),
    (292, "the JSON parser of the emulator refuses numbers beyond 1.8e308"),
    (320, "the JSON parser of the emulator refuses numbers beyond 1.8e308"),
    (376, "the JSON parser of the emulator refuses numbers beyond 1.8e308"),
    (575, "the configuration describes the recorded deployment"),
    (592, "the description of the key has a part of the recorded key"),
    (629, "the emulator checks the key before it parses a body"),
];

/// The last request of the setup. The builds and pulls end before the next one.
const LAST_OF_SETUP: u64 = 4;

/// The first request after which the numbers of snapshots differ: not all requests of the record are in the file.
const FIRST_OTHER_CREATE: u64 = 122;

/// An id that no snapshot has.
const UNKNOWN_ID: &str = "00000000-0000-4000-8000-000000000000";

/// Fields of a success that do not depend on the request alone.
const UNDETERMINED: [&str; 14] = [
    "accessKey",
    "createdAt",
    "initialRunnerId",
    "lastUsedAt",
    "name",
    "oidc",
    "proxyTemplateUrl",
    "ref",
    "secret",
    "sessionToken",
    "size",
    "state",
    "storageUrl",
    "updatedAt",
];

#[tokio::test]
async fn recorded_requests_get_the_recorded_responses() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let daytona = Emulator::builder()
        .build_time(Duration::ZERO)
        .log_open_delay(Duration::ZERO)
        .removal_time(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let mut replay = Replay::new(&daytona);
    let mut differences = Vec::new();
    for exchange in &recorded {
        let number = exchange["n"].as_u64().unwrap();
        if exchange["depends_on_configuration"] == true {
            continue;
        }
        let request = replay.request(&exchange["request"]);
        let address = replay.address.clone();
        let response = tokio::task::spawn_blocking(move || send(&address, &request)).await.unwrap();
        if let Some(name) = exchange["save_id_as"].as_str() {
            replay.save_id(name, response.body["id"].as_str().unwrap());
        }
        if number == LAST_OF_SETUP {
            for name in ["demo-image", "demo-build", "Zeta", "alpha/one:x"] {
                daytona.wait_for_state(name, "active").await;
            }
        }
        let found = replay.differences(number, exchange, &response);
        let is_known = DIFFERENCES.iter().any(|(known, _)| *known == number);
        match (found.is_empty(), is_known) {
            (true, true) => differences.push(format!("{number}: the response is equal now")),
            (false, false) => differences.push(format!(
                "{number} {} {}: {}",
                exchange["note"],
                exchange["request"]["path"],
                found.join("; ")
            )),
            _ => {}
        }
    }
    assert!(differences.is_empty(), "{} differ\n{}", differences.len(), differences.join("\n"));
}

/// The requests as they are sent, with the ids of the emulator.
struct Replay {
    address: String,
    key: String,
    ids: BTreeMap<String, String>,
}

struct Response {
    status: u64,
    content_type: Option<String>,
    body: Value,
}

impl Replay {
    fn new(daytona: &Emulator) -> Self {
        let address = daytona.api_url().strip_prefix("http://").unwrap();
        let mut ids = BTreeMap::new();
        ids.insert("zero".to_owned(), UNKNOWN_ID.to_owned());
        Self {
            address: address.strip_suffix("/api").unwrap().to_owned(),
            key: daytona.api_key().to_owned(),
            ids,
        }
    }

    fn save_id(&mut self, name: &str, id: &str) {
        self.ids.insert(name.to_owned(), id.to_owned());
        self.ids.insert(format!("{name}_upper"), id.to_ascii_uppercase());
        self.ids.insert(format!("{name}_nodash"), id.replace('-', ""));
    }

    /// Replaces the names of ids and of the key.
    fn fill(&self, text: &str) -> String {
        let text = text.replace("{key}", &self.key);
        self.ids.iter().fold(text, |text, (name, id)| text.replace(&format!("{{{name}}}"), id))
    }

    /// Returns the bytes of a request.
    fn request(&self, request: &Value) -> Vec<u8> {
        let text = |name: &str| request[name].as_str().map(|text| self.fill(text));
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            request["method"].as_str().unwrap(),
            text("path").unwrap(),
            self.address
        );
        let authorization = match request.get("authorization") {
            Some(_) => text("authorization"),
            None => Some(format!("Bearer {}", self.key)),
        };
        if let Some(authorization) = authorization {
            head.push_str(&format!("Authorization: {authorization}\r\n"));
        }
        for header in request["headers"].as_array().into_iter().flatten() {
            head.push_str(&format!("{}\r\n", self.fill(header.as_str().unwrap())));
        }
        if let Some(body) = body(&request["body"]) {
            let kind = text("content_type").unwrap_or_else(|| "application/json".to_owned());
            head.push_str(&format!(
                "Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            ));
            return [head.into_bytes(), body].concat();
        }
        head.push_str("\r\n");
        head.into_bytes()
    }

    /// Returns what differs between a response and the recorded one.
    fn differences(&self, number: u64, exchange: &Value, response: &Response) -> Vec<String> {
        let status = exchange["status"].as_u64().unwrap();
        // Where the server fails, a refusal is as good.
        if status >= 500 && (400..500).contains(&response.status) {
            return Vec::new();
        }
        let mut differences = Vec::new();
        if status != response.status {
            differences.push(format!("status {} instead of {status}", response.status));
        }
        let kind = exchange["content_type"].as_str();
        if kind != response.content_type.as_deref() {
            differences
                .push(format!("content type {:?} instead of {kind:?}", response.content_type));
        }
        if kind.is_some_and(|kind| kind.starts_with("text/html")) {
            return differences;
        }
        let expected = &exchange["body"];
        match (expected, &response.body) {
            (Value::Object(fields), given) if fields.contains_key("items_count") => {
                let count = given["items"].as_array().map(Vec::len);
                if number < FIRST_OTHER_CREATE
                    && fields["items_count"].as_u64() != count.map(|count| count as u64)
                {
                    differences
                        .push(format!("{count:?} items instead of {}", fields["items_count"]));
                }
                for name in ["page", "total", "totalPages"] {
                    let is_comparable = name == "page" || number < FIRST_OTHER_CREATE;
                    if is_comparable && fields[name] != given[name] {
                        differences
                            .push(format!("{name} {} instead of {}", given[name], fields[name]));
                    }
                }
            }
            (Value::Object(fields), given) => {
                self.compare_fields("", fields, given, status < 300, &mut differences);
            }
            (Value::Array(items), Value::Array(given)) => {
                if items.len() != given.len() {
                    differences.push(format!("{} items instead of {}", given.len(), items.len()));
                }
                for (item, given) in items.iter().zip(given) {
                    let fields = item.as_object().unwrap();
                    self.compare_fields("", fields, given, true, &mut differences);
                }
            }
            // No body was recorded.
            (Value::Null, _) => {}
            (expected, given) => {
                if !self.matches(expected, given) {
                    differences.push(format!("{given} instead of {expected}"));
                }
            }
        }
        differences
    }

    fn compare_fields(
        &self,
        parent: &str,
        fields: &serde_json::Map<String, Value>,
        given: &Value,
        is_success: bool,
        differences: &mut Vec<String>,
    ) {
        for (name, expected) in fields {
            let place = format!("{parent}{name}");
            // The name of a snapshot is determined, those of keys and regions are not.
            let is_determined = !UNDETERMINED.contains(&name.as_str())
                || (name == "name" && fields.contains_key("imageName"));
            if is_success && !is_determined {
                continue;
            }
            match (expected, &given[name]) {
                (Value::Object(fields), given) if name == "buildInfo" => {
                    self.compare_fields("buildInfo.", fields, given, is_success, differences);
                }
                (expected, given) if self.matches(expected, given) => {}
                (expected, given) => {
                    differences.push(format!("{place} {given} instead of {expected}"));
                }
            }
        }
    }

    /// Returns `true` if a value is the recorded one, with its placeholders.
    fn matches(&self, expected: &Value, given: &Value) -> bool {
        let (Some(expected), Some(given)) = (expected.as_str(), given.as_str()) else {
            return expected == given;
        };
        let expected = self.fill(expected);
        let mut rest = given;
        let pieces = ["{uuid}", "{time}", "{host}"]
            .iter()
            .fold(vec![expected.as_str()], |pieces, wildcard| {
                pieces.into_iter().flat_map(|piece| piece.split(wildcard)).collect()
            });
        for (at, piece) in pieces.iter().enumerate() {
            let Some(found) = rest.find(piece) else { return false };
            if at == 0 && found != 0 {
                return false;
            }
            rest = &rest[found + piece.len()..];
        }
        rest.is_empty() || pieces.last() == Some(&"")
    }
}

/// Returns the bytes of a recorded body.
fn body(recorded: &Value) -> Option<Vec<u8>> {
    match recorded {
        Value::Null => None,
        Value::String(text) => Some(match text.strip_prefix("b'") {
            // Bytes that are not UTF-8, in the notation of Python.
            Some(bytes) => unescaped(bytes.strip_suffix('\'').unwrap()),
            None if text == "(big)" => {
                let dockerfile = "x".repeat(110_000);
                serde_json::json!({ "name": "big", "buildInfo": { "dockerfileContent": dockerfile } })
                    .to_string()
                    .into_bytes()
            }
            None => text.clone().into_bytes(),
        }),
        body => Some(body.to_string().into_bytes()),
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.as_bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).unwrap());
        rest = &after[2..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn send(address: &str, request: &[u8]) -> Response {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let body = match header("transfer-encoding") {
        Some(_) => dechunked(body),
        None => body.to_owned(),
    };
    Response {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        content_type: header("content-type"),
        body: serde_json::from_str(&body).unwrap_or(Value::String(body)),
    }
}

fn dechunked(text: &str) -> String {
    let mut body = String::new();
    let mut rest = text;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        body.push_str(&after[..size]);
        rest = after[size..].strip_prefix("\r\n").unwrap();
        if size == 0 {
            break;
        }
    }
    body
}
