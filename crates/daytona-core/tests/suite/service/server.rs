//! A mock server for the API, and a service that uses it.

use daytona_core::{Daytona, SnapshotService};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const KEY: &str = "dtn_recognisable_key";
pub(crate) const ID: &str = "21b5ee18-5c04-4175-8fd6-40d77ed12dc4";

pub(crate) async fn start() -> (MockServer, SnapshotService) {
    let server = MockServer::start().await;
    let service = connect(&server).snapshots();
    (server, service)
}

pub(crate) fn connect(server: &MockServer) -> Daytona {
    let url = format!("{}/api", server.uri());
    Daytona::builder().api_key(KEY).api_url(url).build().unwrap()
}

/// Returns a snapshot in the JSON of the server.
pub(crate) fn snapshot_json(name: &str, state: &str) -> Value {
    json!({
        "id": ID, "organizationId": "f20d9df9", "general": false, "name": name, "imageName": "",
        "state": state, "size": 0.1, "entrypoint": ["sleep", "infinity"], "cpu": 2, "gpu": 0,
        "mem": 4, "disk": 10, "errorReason": null, "createdAt": "2026-11-23T20:38:20.744Z",
        "updatedAt": "2026-11-23T20:38:21.016Z", "lastUsedAt": null, "regionIds": ["us"],
        "ref": "registry/daytona-1:daytona", "sandboxClass": "container",
        "buildInfo": {
            "dockerfileContent": "FROM alpine:3.20\n", "contextHashes": null,
            "createdAt": "2026-11-23T20:38:20.744Z", "updatedAt": "2026-11-23T20:38:20.744Z",
            "snapshotRef": "daytona-1:daytona"
        }
    })
}

/// Answers every request with the same response.
pub(crate) async fn answer_all(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(server).await;
}

/// Returns the received requests, except those for the notification feed.
pub(crate) async fn received(server: &MockServer) -> Vec<wiremock::Request> {
    let mut received = server.received_requests().await.unwrap();
    received.retain(|request| !request.url.path().contains("/socket.io"));
    received
}

/// Returns the requests of [`received`]: method, path with query, and body.
pub(crate) async fn requests(server: &MockServer) -> Vec<(String, String, Value)> {
    let describe = |request: &wiremock::Request| {
        let url = match request.url.query() {
            Some(query) => format!("{}?{query}", request.url.path()),
            None => request.url.path().to_owned(),
        };
        let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        (request.method.to_string(), url, body)
    };
    received(server).await.iter().map(describe).collect()
}
