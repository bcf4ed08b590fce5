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
//! service ([`SnapshotService::with_retry_policy`](crate::SnapshotService::with_retry_policy)) or of one
//! operation ([`CreateSnapshot::retry_policy`](crate::CreateSnapshot::retry_policy)).
//!
//! ```
//! use std::time::Duration;
//! use daytona_core::retry::{RetryPolicy, Transient};
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
//! What does not pass by itself is reported after one attempt: a certificate that is refused, HTTP
//! at a port for TLS and the reverse, a proxy of an unsupported scheme. A host name that does not
//! resolve gets two attempts. [`DaytonaBuilder::on_retry`](crate::DaytonaBuilder::on_retry) tells
//! of every attempt that is followed by another, and of the polls of a wait that fail and are
//! repeated.
//!
//! Requests to the object storage have limits of their own, of up to eight attempts each: see
//! `daytona_objstore`. A policy that is set for the client is asked as well, and what it stops is
//! not repeated. To it, these requests are [`CallEffect::Settles`].
//!
//! # How long a call takes at most
//!
//! | what | limit |
//! |---|---|
//! | one attempt | 30 s ([`attempt_timeout`](crate::DaytonaBuilder::attempt_timeout)), and 30 s more for the address of a build log |
//! | a call with its attempts and pauses | the last attempt begins within 90 s of the first: 120 s in all, 150 s for the address of a build log |
//! | `list`, `get` | one call: 120 s |
//! | `delete`, `deactivate` by id | one call: 120 s |
//! | `activate` by id | one call, and 30 s for the state after a lost answer: 150 s |
//! | `delete`, `activate`, `deactivate` by name | `get` and the call: 240 s, 270 s for `activate` |
//!
//! A name in the form of an id is tried as an id first, which is one call more. So is the look-up
//! after a 403.
//!
//! A server that accepts connections and never answers fails a call after three attempts, which take
//! 90 to 93 s. To end sooner, set a `timeout` for the operation
//! ([`GetSnapshot::timeout`](crate::GetSnapshot::timeout) and the like), or for the client
//! [`attempt_timeout`](crate::DaytonaBuilder::attempt_timeout) and a
//! [`retry`](crate::DaytonaBuilder::retry_policy) policy.
//! Beyond 64 calls at a time, calls wait for each other, which is not counted here.
//!
//! # All calls of one client
//!
//! Two things are shared by everything that comes from one [`Daytona`](crate::Daytona). A 429 that
//! says for how long makes *all* calls wait for that long. And repeats have a budget: beyond a
//! burst of 50, no more than ten go out per second, however many calls fail, so that a service in
//! trouble is not hammered.

mod backoff;
mod event;
mod jitter;
mod policy;
mod polling;
mod retry_loop;

pub use backoff::{BackoffPolicy, DecorrelatedJitter};
pub use event::RetryEvent;
pub use policy::{
    Attempt, AttemptLimit, CallEffect, NeverRetry, RetryDecision, RetryPolicy, TimeLimit, Transient,
};
pub use polling::{PollingPolicy, PollingState, ProportionalPolling};
pub(crate) use retry_loop::{Earlier, LastFailure, RetryLoop, in_turn, last_failure};
