//! What a call tells `tracing`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that stops is a test that fails")]

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use daytona_api::{Client, RequestHeaders, http_client_builder};
use secrecy::SecretString;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

/// Writes down every field of every span and event, the HTTP stack's included.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

impl Recorder {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut Line(&mut self.0.lock().unwrap()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Line(&mut self.0.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_a_span_that_names_everything_but_the_token() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(404)).mount(&server).await;
    let headers = RequestHeaders::new().bearer_token(&SecretString::from("dtn_s3cret")).unwrap();
    let http = http_client_builder().unwrap().build().unwrap();
    let client = Client::new_with_client(&server.uri(), http, headers);

    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    assert!(client.get_snapshot().id("demo").send().await.is_err());
    drop(guard);

    let text = recorder.text();
    for field in
        ["operation=\"get_snapshot\"", "method=GET", "path=\"/snapshots/demo\"", "status=404"]
    {
        assert!(text.lines().any(|line| line == field), "{field} is not among\n{text}");
    }
    assert!(!text.contains("s3cret"), "{text}");
}
