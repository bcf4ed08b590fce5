//! A client, a server with one answer, and a snapshot.

use daytona_api::{Client, RequestHeaders, http_client_builder};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

pub(crate) const TOKEN: &str = "dtn_s3cret";

pub(crate) fn client(server: &MockServer) -> Client {
    client_with(server, http_client_builder().unwrap().build().unwrap())
}

/// Creates a client whose base URL ends in a slash.
pub(crate) fn client_with(server: &MockServer, http: reqwest::Client) -> Client {
    let headers = RequestHeaders::new()
        .bearer_token(&SecretString::from(TOKEN))
        .and_then(|headers| headers.organization_id("org-1"))
        .and_then(|headers| headers.source("sdk-rust"))
        .and_then(|headers| headers.sdk_version("0.1.0"))
        .unwrap();
    Client::new_with_client(&format!("{}/api/", server.uri()), http, headers)
}

/// Starts a server with one answer to every request.
pub(crate) async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// Starts a server with one JSON answer to every request.
pub(crate) async fn json_server(body: Value) -> MockServer {
    server(ResponseTemplate::new(200).set_body_json(body)).await
}

pub(crate) async fn only_request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// Returns a snapshot as the server answers a create.
pub(crate) fn snapshot() -> Value {
    json!({
        "id": "e0db270e-1c0d-4397-aa15-0b26dfa43f68", "general": false, "name": "demo", "state": "pending",
        "size": null, "entrypoint": null, "cpu": 1, "gpu": 0, "mem": 1, "disk": 3, "errorReason": null,
        "createdAt": "2026-11-23T20:38:20.744Z", "updatedAt": "2026-11-23T20:38:20.744Z", "lastUsedAt": null,
    })
}

pub(crate) fn decode<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}
