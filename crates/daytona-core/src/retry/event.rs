//! What a caller is told of a call that is made again.

use std::time::Duration;

use crate::Error;

/// Describes a failed attempt after which the same call is made again.
///
/// [`DaytonaBuilder::on_retry`](crate::DaytonaBuilder::on_retry) passes it to a callback.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetryEvent {
    /// Which attempt failed, from 1.
    pub attempt: u32,
    /// How long the client pauses before the next attempt.
    pub pause: Duration,
    /// How the attempt failed.
    pub error: Error,
}
