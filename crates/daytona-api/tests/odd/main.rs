//! Bindings to a service that does everything that is hard to bind: see `description.yaml`.
//!
//! The code around the generated one is that of the crate, as in every crate that is generated.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that stops is a test that fails")]
#![allow(
    unreachable_pub,
    dead_code,
    reason = "the modules of the crate are more than is tested here"
)]

#[path = "../../src/answer.rs"]
mod answer;
#[allow(
    clippy::all,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    unused,
    rust_2018_idioms,
    reason = "not written by hand"
)]
#[rustfmt::skip]
mod generated;
#[path = "../../src/headers.rs"]
mod headers;
#[path = "../../src/hooks.rs"]
mod hooks;
#[path = "../../src/items.rs"]
mod items;
#[path = "../../src/number.rs"]
mod number;
#[path = "../../src/path.rs"]
mod path;
#[path = "../../src/query.rs"]
mod query;
#[path = "../../src/redirect.rs"]
mod redirect;
#[cfg(feature = "otel")]
#[path = "../../src/trace_context.rs"]
mod trace_context;

mod answers;
mod failures;
mod requests;
mod values;

use generated::{Client, Error};
use headers::RequestHeaders;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

/// A server that gives one answer to everything.
async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn client(server: &MockServer) -> Client {
    Client {
        baseurl: server.uri(),
        client: daytona_api::http_client_builder().unwrap().build().unwrap(),
        inner: RequestHeaders::new().organization_id("org-1").unwrap(),
    }
}

async fn only_request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// What is described as a thing, with nothing but what has to be there.
fn thing() -> Value {
    json!({ "name": "t", "kind": "big", "createdAt": "2026-01-02T03:04:05Z", "labels": {}, "parts": [] })
}
