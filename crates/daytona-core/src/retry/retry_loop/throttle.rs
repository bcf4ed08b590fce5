//! The pause that the server requests of the whole client.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::Error;

/// The time before which the client sends no call.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    until: Mutex<Option<Instant>>,
}

impl Throttle {
    /// Extends the pause if a 429 requests one.
    pub(super) fn update(&self, error: &Error) {
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

    /// Returns the rest of the pause; `None` if there is none.
    pub(super) fn remaining(&self) -> Option<Duration> {
        let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}
