//! The deadline that all steps of an operation share.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::Error;
use crate::error::Kind;
use crate::retry::LastFailure;

/// Longer than any operation, and short enough for every clock: 30 years.
const NEVER: Duration = Duration::from_secs(30 * 365 * 86_400);

/// The moment at which an operation fails. Without a limit, it never does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deadline(Option<Limit>);

#[derive(Clone, Copy, Debug)]
struct Limit {
    at: Instant,
    timeout: Duration,
}

impl Deadline {
    /// Starts the clock. [`Duration::ZERO`] means no deadline, as in the official SDK. A duration
    /// that the clock cannot represent never passes.
    pub(super) fn after(timeout: Option<Duration>) -> Self {
        let now = Instant::now();
        let timeout = timeout.filter(|timeout| !timeout.is_zero());
        Self(timeout.map(|timeout| {
            let at = now.checked_add(timeout).unwrap_or_else(|| now + NEVER);
            Limit { at, timeout }
        }))
    }

    /// Returns `true` if the caller has set a deadline.
    pub(super) fn is_set(self) -> bool {
        self.0.is_some()
    }

    /// Runs a step until the deadline. `description` names the step in the error.
    pub(super) async fn run<T>(
        self,
        description: &str,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(limit) = self.0 else { return step.await };
        let last_failure = LastFailure::default();
        match timeout_at(limit.at, last_failure.during(step)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(self.error(description, last_failure.take())),
        }
    }

    /// Waits for the deadline. Without one, waits forever.
    pub(super) async fn passed(self) {
        match self.0 {
            Some(limit) => tokio::time::sleep_until(limit.at).await,
            None => std::future::pending().await,
        }
    }

    /// Creates the error of a deadline that passed during a step, with the step's last failure.
    pub(super) fn error(self, description: &str, last_failure: Option<Error>) -> Error {
        let timeout = self.0.map(|limit| limit.timeout).unwrap_or_default();
        let message = format!("the deadline of {timeout:?} passed while {description}");
        match last_failure {
            None => Error::new(Kind::Timeout, message),
            Some(failure) => {
                let message =
                    format!("{message}, and the last attempt failed: {}", failure.message());
                Error::new(Kind::Timeout, message).with_source(failure)
            }
        }
    }
}
