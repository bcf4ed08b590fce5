//! The `tracing` span of a call.

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use ::tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use wiremock::ResponseTemplate;

use crate::fixtures::{client, server};

/// Records every field of every span and event, including those of the HTTP stack.
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
async fn call_is_a_span_without_the_token() {
    let server = server(ResponseTemplate::new(404)).await;
    let client = client(&server);

    let recorder = Recorder::default();
    let guard = ::tracing::subscriber::set_default(recorder.clone());
    assert!(client.get_snapshot().id("demo").send().await.is_err());
    drop(guard);

    let text = recorder.text();
    for field in
        ["operation=\"get_snapshot\"", "method=GET", "path=\"/api/snapshots/demo\"", "status=404"]
    {
        assert!(text.lines().any(|line| line == field), "{field} is not among\n{text}");
    }
    assert!(!text.contains("s3cret"), "{text}");
}
