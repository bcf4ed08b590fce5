//! Searches all logs and traces of the process for secrets.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
    util::SubscriberInitExt,
};

use super::search::find;

/// The crates of the emulator. They log the secrets that they issue.
const SERVERS: [&str; 2] = ["daytona_testkit", "s3s"];

/// A secret in an event or in a span.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The module that logged it.
    pub target: String,
    /// The secret, with the text around it.
    pub text: String,
}

/// Receives all spans and events of the process, at every level, those of the `log` crate included.
#[derive(Clone, Debug, Default)]
pub struct LogCapture(Arc<Mutex<Captured>>);

#[derive(Debug, Default)]
struct Captured {
    /// The number of events and spans of each crate.
    counts: BTreeMap<String, u64>,
    leaks: Vec<Leak>,
}

impl LogCapture {
    /// Starts the capture, until the process ends.
    ///
    /// # Panics
    ///
    /// Panics if the process has another subscriber.
    #[must_use]
    pub fn start() -> Self {
        let capture = Self::default();
        tracing_subscriber::registry().with(capture.clone()).init();
        capture
    }

    /// Returns the leaks of secrets that contain `marker`.
    #[must_use]
    pub fn leaks(&self, marker: &str) -> Vec<Leak> {
        let captured = self.captured();
        captured.leaks.iter().filter(|leak| leak.text.contains(marker)).cloned().collect()
    }

    /// Returns the number of events and spans of a crate.
    #[must_use]
    pub fn count_of(&self, crate_name: &str) -> u64 {
        self.captured().counts.get(crate_name).copied().unwrap_or_default()
    }

    fn search(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line { text: metadata.name().to_owned(), log_target: None };
        record(&mut line);
        let target = line.log_target.as_deref().unwrap_or(metadata.target()).to_owned();
        let crate_name = target.split(':').next().unwrap_or_default();
        // The feed of the emulator receives the token in a frame. A client only sends it.
        let is_received_token =
            crate_name == "tungstenite" && line.text.contains("Received message 40{");
        if SERVERS.contains(&crate_name) || is_received_token {
            return;
        }
        let found = find(line.text.as_bytes());
        let mut captured = self.captured();
        *captured.counts.entry(crate_name.to_owned()).or_default() += 1;
        captured.leaks.extend(found.map(|text| Leak { target, text }));
    }

    fn captured(&self) -> MutexGuard<'_, Captured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for LogCapture {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        self.search(attributes.metadata(), |line| attributes.record(line));
    }

    fn on_record(&self, span: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(span) {
            self.search(metadata, |line| values.record(line));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.search(event.metadata(), |line| event.record(line));
    }
}

/// The fields of one event or span, as text.
struct Line {
    text: String,
    /// The target of an event of the `log` crate.
    log_target: Option<String>,
}

impl Line {
    fn add(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, " {}={value}", field.name());
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "log.target" {
            self.log_target = Some(value.to_owned());
        }
        self.add(field, format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format_args!("{value:?}"));
    }
}
