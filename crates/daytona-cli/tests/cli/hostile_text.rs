//! Text from a server that contains terminal control characters.

use daytona_testkit::{
    BuildLog, BuildOutcome, Emulator, Fault, FaultResponse, Route, SeedSnapshot,
};
use serde_json::{Value, json};

use crate::home::{Home, Run, finish};

/// Sets the title, clears the screen, overwrites the line, reverses the direction, and more.
const HOSTILE: &str = "x\u{1b}]0;owned\u{7}\u{1b}[2J\rA\nB\u{9b}31m\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{200b}\u{feff}\u{34f}\u{3164}\u{fe0f}\u{e0100}\u{7f}y";

/// The same text, escaped on one line.
const ESCAPED: &str = r"x\u{1b}]0;owned\u{7}\u{1b}[2J\rA\nB\u{9b}31m\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{200b}\u{feff}\u{34f}\u{3164}\u{fe0f}\u{e0100}\u{7f}y";

/// Asserts that neither stream has a hidden character other than `\n`.
#[track_caller]
fn assert_no_hidden_character(run: &Run) {
    for stream in [&run.stdout, &run.stderr] {
        let hidden = stream.chars().find(|&c| (c.is_control() && c != '\n') || HIDDEN.contains(&c));
        assert_eq!(hidden, None, "{run:?}");
    }
}

const HIDDEN: [char; 11] = [
    '\u{202e}',
    '\u{2066}',
    '\u{200f}',
    '\u{61c}',
    '\u{2028}',
    '\u{200b}',
    '\u{feff}',
    '\u{34f}',
    '\u{3164}',
    '\u{fe0f}',
    '\u{e0100}',
];

fn snapshot() -> Value {
    json!({
        "id": HOSTILE, "organizationId": HOSTILE, "general": false, "name": HOSTILE,
        "imageName": HOSTILE, "state": HOSTILE, "size": 0.5, "entrypoint": [HOSTILE],
        "cpu": 1, "gpu": 1, "gpuType": HOSTILE, "mem": 1, "disk": 1, "errorReason": HOSTILE,
        "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-02T00:00:00Z",
        "lastUsedAt": null, "sandboxClass": HOSTILE, "regionIds": [HOSTILE], "ref": HOSTILE,
        "initialRunnerId": HOSTILE, "sourceSandboxId": HOSTILE,
        "buildInfo": {
            "dockerfileContent": format!("FROM a\n{HOSTILE}\n"), "contextHashes": [HOSTILE],
            "snapshotRef": HOSTILE, "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z"
        },
    })
}

/// Starts a server that answers one kind of request with this body.
async fn answering(route: Route, status: u16, body: Value) -> Emulator {
    let server = Emulator::start().await.unwrap();
    let answer = FaultResponse::new(status).body("application/json", body.to_string());
    server.inject(Fault::on(route).respond(answer));
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_escaped_in_tables_and_exact_in_documents() {
    let page = json!({ "items": [snapshot()], "total": 1, "page": 1, "totalPages": 1 });
    let created = json!({ "state": "pending", "name": "demo" });
    let created = snapshot()
        .as_object()
        .unwrap()
        .clone()
        .into_iter()
        .chain(created.as_object().unwrap().clone());
    for (route, body, line) in [
        (Route::GetAllSnapshots, page, "list"),
        (Route::GetSnapshot, snapshot(), "get demo"),
        (Route::CreateSnapshot, created.collect(), "create demo --image alpine:3.20 --no-wait"),
    ] {
        let server = answering(route, 200, body).await;
        let home = Home::new();
        let run = |format: &str| {
            let line = format!("{line} --format {format}");
            home.against(server.api_url(), server.api_key(), &line)
        };
        let (table, json, yaml) = (run("table"), run("json"), run("yaml"));
        assert_eq!(table.code, Some(0), "{table:?}");
        for run in [&table, &json, &yaml] {
            assert_no_hidden_character(run);
        }
        assert!(table.stdout.contains(ESCAPED), "{table:?}");
        let json = json.json();
        let first = json.pointer("/items/0").unwrap_or(&json);
        assert_eq!(first["id"], HOSTILE);
        assert_eq!(first["error_reason"], HOSTILE);
        assert_eq!(yaml_serde::from_str::<Value>(&yaml.stdout).unwrap(), json);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn error_message_of_the_server_is_one_line() {
    let refusal =
        json!({ "statusCode": 403, "error": HOSTILE, "message": HOSTILE, "code": HOSTILE });
    let server = answering(Route::GetSnapshot, 403, refusal).await;
    let home = Home::new();
    let run = |format: &str| {
        let line = format!("get demo --format {format}");
        home.against(server.api_url(), server.api_key(), &line)
    };
    let text = run("table");
    assert_no_hidden_character(text.failed(5).says(ESCAPED));
    let json = run("json");
    assert_no_hidden_character(json.failed(5));
    assert!(json.error()["message"].as_str().unwrap().contains(HOSTILE), "{json:?}");
    assert_no_hidden_character(run("yaml").failed(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn build_log_keeps_colours_and_tabs_only() {
    let log =
        "\u{1b}[32m#9 ok\n\u{1b}[2K10%\r99%\u{1b}[0m\u{202e}\n\u{1b}]8;;http://a\u{7}link\n\ttab\n";
    let escaped = "\u{1b}[32m#9 ok\u{1b}[0m\n\\u{1b}[2K10%\\r99%\u{1b}[0m\\u{202e}\n\\u{1b}]8;;http://a\\u{7}link\n\ttab\n";
    let server = Emulator::builder()
        .build_log("demo", BuildLog::new(log))
        .build_outcome("demo", BuildOutcome::error(HOSTILE))
        .start()
        .await
        .unwrap();
    let home = Home::new();
    home.write_app();
    let run = |line: &str| home.against(server.api_url(), server.api_key(), line);
    let created = run("create demo --dockerfile Dockerfile --progress plain");
    created.failed(6).says(escaped).says(ESCAPED);
    assert!(run("logs demo").stdout.contains(escaped));
    let exact = run("logs demo --format json");
    assert_no_hidden_character(&exact);
    let lines: Vec<&str> = log.lines().collect();
    let read = exact.json()["lines"].clone();
    assert!(read.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).eq(lines), "{read}");
    let events = run("create demo2 --dockerfile Dockerfile --progress json --format json");
    assert_no_hidden_character(&events);
    assert_no_hidden_character(run("wait demo --progress none --format json").failed(6));
    assert_no_hidden_character(&run("list"));
}

#[test]
fn quoted_words_of_the_command_line_are_one_line() {
    let home = Home::new();
    for words in [
        vec![HOSTILE],
        vec!["list", HOSTILE],
        vec!["list", "--page", HOSTILE],
        vec!["create", "demo", "--image", HOSTILE],
    ] {
        for format in ["table", "json"] {
            let mut command = home.command("--local");
            let run = finish(command.args(&words).args(["--format", format]));
            assert_eq!(run.code, Some(2), "{run:?}");
            assert_no_hidden_character(&run);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_states_are_escaped_in_tables() {
    let seed = SeedSnapshot::new("demo\u{1b}[8m", "alpine:3.20").state("st\u{9d}range");
    let server = Emulator::builder().seed(seed).start().await.unwrap();
    let home = Home::new();
    let list = home.against(server.api_url(), server.api_key(), "list");
    assert_no_hidden_character(&list);
    assert!(list.stdout.contains(r"demo\u{1b}[8m  st\u{9d}range  "), "{list:?}");
}
