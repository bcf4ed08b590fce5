//! How long operations take, as the official SDK measures it.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Instant;

use opentelemetry::metrics::Histogram;
use opentelemetry::{KeyValue, global};

use super::Operation;

/// The name that the official SDKs' meters have, with this language at its end.
const METER: &str = "daytona-sdk-rust";

/// Made when they are first needed: the program has set its meter provider by then.
static HISTOGRAMS: LazyLock<Mutex<HashMap<String, Histogram<f64>>>> = LazyLock::new(Mutex::default);

/// Measures one operation.
#[derive(Debug)]
pub(super) struct Stopwatch {
    operation: Operation,
    started: Instant,
}

impl Stopwatch {
    pub(super) fn start(operation: Operation) -> Self {
        Self { operation, started: Instant::now() }
    }

    /// Records the time since the start.
    pub(super) fn stop(self, is_success: bool) {
        let Self { operation, started } = self;
        let attributes = [
            KeyValue::new("component", operation.component()),
            KeyValue::new("method", operation.method()),
            KeyValue::new("status", if is_success { "success" } else { "error" }),
        ];
        histogram(operation).record(started.elapsed().as_secs_f64() * 1e3, &attributes);
    }
}

fn histogram(operation: Operation) -> Histogram<f64> {
    let name = format!("{}_{}", snake_case(operation.component()), operation.method());
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
    fn classes_become_the_beginning_of_a_name() {
        assert_eq!(snake_case("SnapshotService"), "snapshot_service");
        assert_eq!(snake_case("ObjectStorageApi"), "object_storage_api");
    }
}
