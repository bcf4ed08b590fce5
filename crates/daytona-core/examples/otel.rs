//! Prints spans and metrics of OpenTelemetry to standard output.
//!
//! The exporters of `opentelemetry-stdout` need no HTTP client. To export to a collector, replace them in `exporters` by
//! those of `opentelemetry-otlp`.
//!
//! ```text
//! cargo run --package daytona-core --features otel --example otel
//! ```

use std::error::Error;

use daytona_core::{CreateSnapshotParams, Daytona, Image};
use daytona_testkit::Emulator;
use opentelemetry::global;
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (tracers, meters) = exporters();
    global::set_meter_provider(meters.clone());
    let spans = tracing_opentelemetry::layer().with_tracer(tracers.tracer("example"));
    tracing_subscriber::registry().with(LevelFilter::DEBUG).with(spans).init();

    let emulator = Emulator::start().await?;
    let daytona =
        Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url()).build()?;
    let image = Image::base("alpine:3.20").run_commands(["apk add --no-cache git"]);
    daytona.snapshots().create(CreateSnapshotParams::new("tools", image)).await?;

    tracers.shutdown()?;
    meters.shutdown()?;
    Ok(())
}

/// Creates the providers with their exporters.
fn exporters() -> (SdkTracerProvider, SdkMeterProvider) {
    let spans = opentelemetry_stdout::SpanExporter::default();
    let metrics = opentelemetry_stdout::MetricExporter::default();
    (
        SdkTracerProvider::builder().with_simple_exporter(spans).build(),
        SdkMeterProvider::builder().with_periodic_exporter(metrics).build(),
    )
}
