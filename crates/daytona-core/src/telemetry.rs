#![doc = include_str!("../docs/telemetry.md")]

#[cfg(feature = "otel")]
mod duration;

use std::fmt::Display;
use std::future::Future;

use tracing::{Instrument, Span, field};

use crate::held_panic::resumed_at_end;
use crate::{Error, Result};

/// Defines [`Operation`] from the class and the method of the official SDK for each operation.
macro_rules! operations {
    ($($variant:ident = $component:literal $method:literal,)*) => {
        /// An operation with a span and a metric.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Operation {
            $($variant,)*
        }

        impl Operation {
            #[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "only metrics need it"))]
            const fn component(self) -> &'static str {
                match self {
                    $(Self::$variant => $component,)*
                }
            }

            #[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "only metrics need it"))]
            const fn method(self) -> &'static str {
                match self {
                    $(Self::$variant => $method,)*
                }
            }

            fn span(self) -> Span {
                match self {
                    $(Self::$variant => tracing::info_span!(
                        concat!($component, ".", $method),
                        component = $component,
                        method = $method,
                        snapshot = field::Empty,
                        error = field::Empty,
                        otel.status_code = field::Empty,
                        otel.status_description = field::Empty,
                    ),)*
                }
            }
        }
    };
}

operations! {
    List = "SnapshotService" "list",
    Get = "SnapshotService" "get",
    Create = "SnapshotService" "create",
    Ensure = "SnapshotService" "ensure",
    Wait = "SnapshotService" "wait",
    Activate = "SnapshotService" "activate",
    Deactivate = "SnapshotService" "deactivate",
    Delete = "SnapshotService" "delete",
    // A static method. The official instrumentation uses its first argument as the class.
    ProcessImageContext = "ObjectStorageApi" "process_image_context",
    Upload = "ObjectStorage" "upload",
}

impl Operation {
    /// Runs the operation in its span, and records its outcome and duration.
    ///
    /// `snapshot` is the id or name of the snapshot. An operation that is dropped leaves a span without an outcome, and
    /// no duration.
    pub(crate) fn observe<T, F>(
        self,
        snapshot: Option<&dyn Display>,
        work: F,
    ) -> impl Future<Output = Result<T>> + use<T, F>
    where
        F: Future<Output = Result<T>>,
    {
        let span = self.span();
        if let Some(snapshot) = snapshot {
            span.record("snapshot", field::display(snapshot));
        }
        resumed_at_end(async move {
            #[cfg(feature = "otel")]
            let stopwatch = duration::Stopwatch::start(self.component(), self.method());
            let outcome = work.instrument(span.clone()).await;
            #[cfg(feature = "otel")]
            stopwatch.stop(outcome.is_ok());
            record(&span, outcome.as_ref().err());
            outcome
        })
    }
}

/// Records the outcome of an operation in its span.
fn record(span: &Span, error: Option<&Error>) {
    match error {
        None => {
            span.record("otel.status_code", "OK");
        }
        Some(error) => {
            span.record("error", error.kind_name());
            span.record("otel.status_code", "ERROR");
            span.record("otel.status_description", field::display(error));
        }
    }
}
