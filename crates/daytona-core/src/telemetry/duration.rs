//! The duration of operations, as the official SDK measures it.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Instant;

use opentelemetry::metrics::Histogram;
use opentelemetry::{KeyValue, global};

/// The name of the meter, like those of the official SDKs.
const METER: &str = "daytona-sdk-rust";

/// The histograms. They are created on first use, when the program has set its meter provider.
static HISTOGRAMS: LazyLock<Mutex<HashMap<String, Histogram<f64>>>> = LazyLock::new(Mutex::default);

/// Measures one operation.
#[derive(Debug)]
pub(super) struct Stopwatch {
    component: &'static str,
    method: &'static str,
    started: Instant,
}

impl Stopwatch {
    pub(super) fn start(component: &'static str, method: &'static str) -> Self {
        Self { component, method, started: Instant::now() }
    }

    /// Records the time since the start.
    pub(super) fn stop(self, is_success: bool) {
        let Self { component, method, started } = self;
        let attributes = [
            KeyValue::new("component", component),
            KeyValue::new("method", method),
            KeyValue::new("status", if is_success { "success" } else { "error" }),
        ];
        histogram(component, method).record(started.elapsed().as_secs_f64() * 1e3, &attributes);
    }
}

fn histogram(component: &str, method: &str) -> Histogram<f64> {
    let name = format!("{}_{method}", snake_case(component));
    let mut histograms = HISTOGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = histograms.get(&name) {
        return known.clone();
    }
    let made = global::meter(METER)
        .f64_histogram(format!("{name}_duration"))
        .with_description(format!("Duration of executions for {name}"))
        .with_unit("ms")
        .build();
    histograms.insert(name, made.clone());
    made
}

fn snake_case(camel_case: &str) -> String {
    let mut text = String::new();
    for letter in camel_case.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_becomes_the_first_part_of_the_name() {
        assert_eq!(snake_case("SnapshotService"), "snapshot_service");
        assert_eq!(snake_case("ObjectStorageApi"), "object_storage_api");
    }
}
