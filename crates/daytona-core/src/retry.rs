//! Policies for retries, backoff and polling: three small traits, each with a default and with
//! decorators that add one property.
//!
//! - [`RetryPolicy`] decides whether a failed call is repeated. Default: [`Transient`], at most six
//!   attempts within 90 s.
//! - [`BackoffPolicy`] sets the pause before the next attempt. Default: [`DecorrelatedJitter`].
//!   `Retry-After` and `X-RateLimit-Reset` of the server take precedence.
//! - [`PollingPolicy`] sets the pause between two polls of a wait. Default:
//!   [`ProportionalPolling`].
//!
//! Policies are set for all calls of a client ([`DaytonaBuilder`](crate::DaytonaBuilder)), of a
//! service ([`SnapshotService::with_retry_policy`](crate::SnapshotService::with_retry_policy)) or of
//! one operation ([`CreateSnapshot::retry_policy`](crate::CreateSnapshot::retry_policy)).
//!
//! ```
//! use std::time::Duration;
//! use daytona_core::retry::{RetryPolicy, Transient};
//!
//! // Three attempts. The last one begins at most 10 s after the first.
//! let patient = Transient.with_attempt_limit(3).with_time_limit(Duration::from_secs(10));
//! # drop(patient);
//! ```
//!
//! # Which calls are retried
//!
//! | call | retried if |
//! |---|---|
//! | list, get, build log, storage access | the failure is transient |
//! | delete | the failure is transient; "not found" after a lost answer is success |
//! | activate | the failure is transient; after a lost answer, the state decides about a refusal |
//! | deactivate | the failure is transient: the server accepts a second request |
//! | create | nothing was created: there was no connection, the server answered 429, or the answer was lost and no snapshot has the name |
//!
//! A create is never repeated blindly after a lost answer: a broken connection, a timeout, 5xx, or a
//! page in place of JSON. The library first looks the name up. It adopts a snapshot of the same
//! content that is no older than the request, and reports any other one as a conflict.
//!
//! A permanent failure is reported after one attempt: a refused certificate, HTTP at a TLS port or
//! the reverse, a proxy of an unsupported scheme, JSON of another shape, an answer over 64 MiB. A
//! host name that does not resolve gets two attempts.
//!
//! [`DaytonaBuilder::on_retry`](crate::DaytonaBuilder::on_retry) reports each failed attempt that is
//! retried, and each failed poll of a wait.
//!
//! Requests to the object storage have their own limits of up to eight attempts each: see
//! `daytona_objstore`. A retry policy of the client can stop them earlier. It sees them as
//! [`CallKind::Idempotent`].
//!
//! # How long a call takes at most
//!
//! | call | limit |
//! |---|---|
//! | one attempt | 30 s ([`attempt_timeout`](crate::DaytonaBuilder::attempt_timeout)), plus 30 s for the address of a build log |
//! | all attempts of a call, with pauses | the last attempt begins within 90 s of the first: 120 s in all, 150 s for the address of a build log |
//! | `list`, `get` | one call: 120 s |
//! | `delete`, `deactivate` by id | one call: 120 s |
//! | `activate` by id | one call, plus 30 s for the state after a lost answer: 150 s |
//! | `delete`, `activate`, `deactivate` by name | `get` and the call: 240 s, 270 s for `activate` |
//!
//! A name in the form of an id is first tried as an id, which takes one more call. The look-up after
//! a 403 takes one more call too.
//!
//! If a server accepts connections and never answers, a call fails after three attempts, which take
//! 90 to 93 s. For a shorter limit, set a `timeout` for the operation
//! ([`GetSnapshot::timeout`](crate::GetSnapshot::timeout) and the like). For all operations, set
//! [`attempt_timeout`](crate::DaytonaBuilder::attempt_timeout) and a
//! [`retry_policy`](crate::DaytonaBuilder::retry_policy).
//! A client makes at most 64 calls at a time. The limits do not include the wait for a free slot.
//!
//! # Limits shared by all calls of a client
//!
//! All services of one [`Daytona`](crate::Daytona) share two limits. A 429 with a pause delays *all*
//! calls for that pause. Retries have a budget: after a burst of 50, at most ten retries a second
//! are sent, so that retries do not overload a failing service.

mod backoff;
mod event;
mod jitter;
mod policy;
mod polling;
mod retry_loop;
mod sent_flag;

pub use backoff::{BackoffPolicy, DecorrelatedJitter};
pub use event::RetryEvent;
pub use policy::{
    Attempt, AttemptLimit, CallKind, NeverRetry, RetryDecision, RetryPolicy, TimeLimit, Transient,
};
pub use polling::{PollingPolicy, PollingState, ProportionalPolling};
#[cfg(feature = "upload")]
pub(crate) use retry_loop::record_failure;
pub(crate) use retry_loop::{LastFailure, PriorAttempts, RetryLoop, wait_out_throttling};
pub(crate) use sent_flag::SentFlag;
