//! Everything that is logged and traced, searched as it comes.

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

use super::find;

/// Whoever serves knows the secrets that it serves.
const SERVERS: [&str; 2] = ["daytona_testkit", "s3s"];

/// A secret in an event or in a span.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The module that wrote it.
    pub target: String,
    /// The secret and what stands around it.
    pub text: String,
}

/// Sees all spans and events of the process, at every level, those of the `log` crate included.
#[derive(Clone, Debug, Default)]
pub struct LogWatch(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    /// How many events and spans each crate wrote.
    counts: BTreeMap<String, u64>,
    sightings: Vec<Sighting>,
}

impl LogWatch {
    /// Begins to watch, for as long as the process lives.
    ///
    /// # Panics
    ///
    /// When somebody else collects this process's traces already.
    #[must_use]
    pub fn begin() -> Self {
        let watch = Self::default();
        tracing_subscriber::registry().with(watch.clone()).init();
        watch
    }

    /// Returns what was seen of the secrets that have this in them.
    #[must_use]
    pub fn sightings(&self, of: &str) -> Vec<Sighting> {
        let seen = self.seen();
        seen.sightings.iter().filter(|sighting| sighting.text.contains(of)).cloned().collect()
    }

    /// Returns how many events and spans a crate has written.
    #[must_use]
    pub fn count_of(&self, crate_name: &str) -> u64 {
        self.seen().counts.get(crate_name).copied().unwrap_or_default()
    }

    fn search(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
        let mut line = Line { text: metadata.name().to_owned(), log_target: None };
        record(&mut line);
        let target = line.log_target.as_deref().unwrap_or(metadata.target()).to_owned();
        let crate_name = target.split(':').next().unwrap_or_default();
        if SERVERS.contains(&crate_name) {
            return;
        }
        let found = find(line.text.as_bytes());
        let mut seen = self.seen();
        *seen.counts.entry(crate_name.to_owned()).or_default() += 1;
        seen.sightings.extend(found.map(|text| Sighting { target, text }));
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for LogWatch {
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
    /// The target of an event that came by way of the `log` crate.
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
