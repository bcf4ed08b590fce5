//! How long the server has asked the whole client to wait.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::Error;

/// The moment before which no call may be made, when the server has named one.
#[derive(Debug, Default)]
pub(super) struct Limiter {
    until: Mutex<Option<Instant>>,
}

impl Limiter {
    /// Learns from a refusal how long to wait.
    pub(super) fn note(&self, error: &Error) {
        if !error.is_rate_limited() {
            return;
        }
        let Some(until) = error.retry_after().and_then(|hint| Instant::now().checked_add(hint))
        else {
            return;
        };
        let mut known = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some(known.map_or(until, |known| known.max(until)));
    }

    /// Returns how long is left to wait.
    pub(super) fn remaining(&self) -> Option<Duration> {
        let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}
