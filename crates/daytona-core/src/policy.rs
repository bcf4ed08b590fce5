//! How failures and waiting are dealt with: three small traits, each with a default and with
//! decorators that add one property.
//!
//! - [`RetryPolicy`]: is this failure worth another attempt? Default: [`Transient`], at most six
//!   attempts within ninety seconds.
//! - [`BackoffPolicy`]: how long to pause before it. Default: [`DecorrelatedJitter`]. What the
//!   server asks for in `Retry-After` or `X-RateLimit-Reset` beats the policy.
//! - [`PollingPolicy`]: how long to pause between two questions while a snapshot is waited for.
//!   Default: [`ProportionalPolling`].
//!
//! They are set for all calls of a client ([`DaytonaBuilder`](crate::DaytonaBuilder)), of a
//! service ([`SnapshotService::with_retry`](crate::SnapshotService::with_retry)) or of one
//! operation ([`CreateSnapshot::retry`](crate::CreateSnapshot::retry)).
//!
//! ```
//! use std::time::Duration;
//! use daytona_core::policy::{RetryPolicy, Transient};
//!
//! // Three attempts, none of which begins later than ten seconds after the first.
//! let patient = Transient.with_attempt_limit(3).with_time_limit(Duration::from_secs(10));
//! # drop(patient);
//! ```
//!
//! # What is repeated
//!
//! | call | repeated when |
//! |---|---|
//! | list, get, build log, storage access | the failure is transient |
//! | delete | the same; "not found" after an attempt whose answer was lost is success |
//! | activate | the same; a refusal after an attempt whose answer was lost is judged by the state |
//! | deactivate | the same: the server takes it twice |
//! | create | nothing was created: there was no connection, the server refused with 429, or the answer was lost and there is nothing under the name |
//!
//! A create whose answer is lost (a broken connection, no answer in time, 5xx, a page in place of
//! JSON) is never simply sent again. The name is looked up first: a snapshot of the same content,
//! no older than the request, is adopted; another one is reported as a conflict.
//!
//! # All calls of one client
//!
//! Two things are shared by everything that comes from one [`Daytona`](crate::Daytona). A 429 that
//! says for how long makes *all* calls wait for that long. And repeats have a budget: beyond a
//! burst of 50, no more than ten go out per second, however many calls fail, so that a service in
//! trouble is not hammered.

mod backoff;
mod polling;
mod random;
mod retry;

pub use backoff::{BackoffPolicy, DecorrelatedJitter};
pub use polling::{PollingPolicy, PollingTurn, ProportionalPolling};
pub use retry::{
    Attempt, AttemptLimit, CallEffect, NeverRetry, RetryDecision, RetryPolicy, TimeLimit, Transient,
};
