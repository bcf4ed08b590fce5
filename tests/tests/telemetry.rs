//! Spans and metrics equal those of the official SDK, and requests carry the trace context.
//!
//! `official-sdk/telemetry.py` recorded `data/telemetry-0.226.1.json` from the official Python SDK. The test needs its
//! own process, because the providers of OpenTelemetry belong to the process.

#![allow(clippy::unwrap_used, clippy::panic)]

use daytona_core::{CreateSnapshotParams, Daytona, Image, SnapshotService};
use daytona_testkit::{Emulator, RecordedRequest};
use opentelemetry::{KeyValue, global, trace::TracerProvider};
use opentelemetry_sdk::{
    metrics::{
        InMemoryMetricExporter, SdkMeterProvider,
        data::{AggregatedMetrics, HistogramDataPoint, Metric, MetricData},
    },
    trace::{InMemorySpanExporter, SdkTracerProvider, SpanData},
};
use serde_json::{Map, Value, json};
use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt};

/// One test for everything, because providers and subscriber belong to the process.
#[tokio::test]
async fn spans_metrics_and_trace_context_match_the_official_sdk() {
    let recorder = Recorder::start();
    let emulator = Emulator::start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    run_recorded_operations(&daytona.build().unwrap().snapshots()).await;

    let official: Value =
        serde_json::from_str(include_str!("../data/telemetry-0.226.1.json")).unwrap();
    assert_eq!(Value::from(recorder.metrics()), official["metrics"]);
    assert_eq!(Value::from(recorder.spans()), official["spans"]);
    assert_traces_reach_the_server(&recorder.finished_spans(), &emulator.requests());
}

/// Calls the operations of `official-sdk/telemetry.py`.
async fn run_recorded_operations(snapshots: &SnapshotService) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hello.txt");
    std::fs::write(&file, "hello").unwrap();
    let image = Image::base("alpine:3.20").add_local_file(file, "/hello.txt");
    snapshots.list().await.unwrap();
    snapshots.create(CreateSnapshotParams::new("pulled", "alpine:3.20")).await.unwrap();
    let built = CreateSnapshotParams::new("built", image);
    let created = snapshots.create(built).on_logs(|_| ()).await.unwrap();
    snapshots.get("built").await.unwrap();
    snapshots.get("missing").await.unwrap_err();
    snapshots.activate(&created).await.unwrap_err();
    snapshots.delete(&created).await.unwrap();
    snapshots.delete("missing").await.unwrap_err();
}

/// Collects metrics and spans.
struct Recorder {
    meters: SdkMeterProvider,
    metrics: InMemoryMetricExporter,
    tracers: SdkTracerProvider,
    spans: InMemorySpanExporter,
}

impl Recorder {
    fn start() -> Self {
        let metrics = InMemoryMetricExporter::default();
        let meters = SdkMeterProvider::builder().with_periodic_exporter(metrics.clone()).build();
        global::set_meter_provider(meters.clone());
        let spans = InMemorySpanExporter::default();
        let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let layer = tracing_opentelemetry::layer().with_tracer(tracers.tracer("test"));
        tracing_subscriber::registry().with(layer).init();
        Self { meters, metrics, tracers, spans }
    }

    /// Returns the instruments in the form of the record.
    fn metrics(&self) -> Vec<Value> {
        self.meters.force_flush().unwrap();
        let exported = self.metrics.get_finished_metrics().unwrap();
        let latest = exported.last().unwrap();
        let scopes = latest.scope_metrics().filter(|one| one.scope().name() == "daytona-sdk-rust");
        let mut instruments: Vec<Value> =
            scopes.flat_map(|scope| scope.metrics().map(instrument).collect::<Vec<_>>()).collect();
        instruments.sort_by_key(|instrument| instrument["name"].to_string());
        instruments
    }

    fn finished_spans(&self) -> Vec<SpanData> {
        self.tracers.force_flush().unwrap();
        self.spans.get_finished_spans().unwrap()
    }

    /// Returns the spans of operations in the form of the record.
    fn spans(&self) -> Vec<Value> {
        let mut spans: Vec<Value> =
            self.finished_spans().iter().filter_map(operation_span).collect();
        spans.sort_by_key(ToString::to_string);
        spans
    }
}

fn instrument(metric: &Metric) -> Value {
    let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else {
        panic!("{} is not a histogram", metric.name());
    };
    let mut points: Vec<Value> = histogram.data_points().map(point).collect();
    points.sort_by_key(ToString::to_string);
    json!({
        "name": metric.name(),
        "unit": metric.unit(),
        "description": metric.description(),
        "kind": "histogram",
        "points": points,
    })
}

fn point(point: &HistogramDataPoint<f64>) -> Value {
    json!({ "attributes": object(point.attributes()), "count": point.count() })
}

/// Returns a span of an operation, with the attributes that the official SDK has, too. Other spans are `None`.
fn operation_span(span: &SpanData) -> Option<Value> {
    let shared = |attribute: &&KeyValue| matches!(attribute.key.as_str(), "component" | "method");
    let attributes = object(span.attributes.iter().filter(shared));
    let status = match &span.status {
        opentelemetry::trace::Status::Unset => "UNSET",
        opentelemetry::trace::Status::Ok => "OK",
        opentelemetry::trace::Status::Error { .. } => "ERROR",
    };
    attributes
        .contains_key("component")
        .then(|| json!({ "name": span.name, "attributes": attributes, "status": status }))
}

fn object<'a>(attributes: impl IntoIterator<Item = &'a KeyValue>) -> Map<String, Value> {
    let text = |attribute: &KeyValue| (attribute.key.to_string(), attribute.value.as_str().into());
    attributes.into_iter().map(text).collect()
}

/// Asserts that every request to the API and for the log has a trace, the first one that of the first operation. The
/// feed belongs to no single operation.
fn assert_traces_reach_the_server(spans: &[SpanData], requests: &[RecordedRequest]) {
    let ours = |request: &&RecordedRequest| {
        let is_api = request.path().starts_with("/api/");
        match request.operation() {
            Some("connectFeed") => false,
            operation => is_api || operation == Some("followBuildLogs"),
        }
    };
    let mut parents = requests.iter().filter(ours).map(|request| {
        request.header("traceparent").unwrap_or_else(|| panic!("no trace context: {request:?}"))
    });
    let list = spans.iter().find(|span| span.name == "SnapshotService.list").unwrap();
    let trace = list.span_context.trace_id().to_string();
    let first = parents.next().unwrap();
    assert!(first.starts_with(&format!("00-{trace}-")) && first.ends_with("-01"), "{first}");
    assert!(parents.count() > 8);
    assert!(requests.iter().any(|request| request.operation() == Some("followBuildLogs")));
}
