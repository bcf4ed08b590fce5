//! The one deadline that all steps of an operation share.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::Error;
use crate::error::Kind;
use crate::retry::LastFailure;

/// Further away than any operation lasts, and near enough for every clock: 30 years.
const NEVER: Duration = Duration::from_secs(30 * 365 * 86_400);

/// The moment at which an operation gives up; without one it never does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deadline(Option<Limit>);

#[derive(Clone, Copy, Debug)]
struct Limit {
    at: Instant,
    allowed: Duration,
}

impl Deadline {
    /// Starts the clock. [`Duration::ZERO`] means no deadline, as in the official SDK; a duration
    /// beyond what the clock can count is a deadline that never passes.
    pub(super) fn after(allowed: Option<Duration>) -> Self {
        let now = Instant::now();
        let allowed = allowed.filter(|allowed| !allowed.is_zero());
        Self(allowed.map(|allowed| {
            let at = now.checked_add(allowed).unwrap_or_else(|| now + NEVER);
            Limit { at, allowed }
        }))
    }

    /// Returns `true` if the caller has set a deadline.
    pub(super) fn is_set(self) -> bool {
        self.0.is_some()
    }

    /// Runs a step up to the deadline; past it, `while_at` says in the error what was going on.
    pub(super) async fn run<T>(
        self,
        while_at: &str,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let Some(limit) = self.0 else { return step.await };
        let last_failure = LastFailure::default();
        match timeout_at(limit.at, last_failure.during(step)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(self.error(while_at, last_failure.take())),
        }
    }

    /// Waits for the deadline, forever when there is none.
    pub(super) async fn passed(self) {
        match self.0 {
            Some(limit) => tokio::time::sleep_until(limit.at).await,
            None => std::future::pending().await,
        }
    }

    /// Makes the error of a deadline that passed while something was going on, with what had gone
    /// wrong with it last.
    pub(super) fn error(self, while_at: &str, last_failure: Option<Error>) -> Error {
        let allowed = self.0.map(|limit| limit.allowed).unwrap_or_default();
        let message = format!("the deadline of {allowed:?} passed while {while_at}");
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
