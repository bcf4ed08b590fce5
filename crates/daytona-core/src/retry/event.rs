//! The event of a failed attempt.

use std::time::Duration;

use crate::Error;
use crate::call_events::CallEvent;

/// A failed attempt that is followed by another attempt.
///
/// [`DaytonaBuilder::on_retry`](crate::DaytonaBuilder::on_retry) passes it to a callback.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetryEvent {
    /// The number of the failed attempt, from 1.
    pub attempt: u32,
    /// The pause before the next attempt.
    pub pause: Duration,
    /// The error of the failed attempt.
    pub error: Error,
}

impl From<&RetryEvent> for CallEvent {
    fn from(event: &RetryEvent) -> Self {
        let RetryEvent { attempt, pause, error } = event;
        Self::Retry { attempt: *attempt, pause: *pause, message: error.message().to_owned() }
    }
}
