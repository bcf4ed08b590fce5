//! Policies that decide whether a failed call is retried.

use std::fmt;
use std::time::Duration;

use crate::Error;

/// Decides whether a failed call is retried.
///
/// ```
/// use daytona_core::Error;
/// use daytona_core::retry::{Attempt, RetryDecision, RetryPolicy};
///
/// /// Retries only while the server cannot be reached, for example during a restart.
/// #[derive(Debug)]
/// struct RetryConnect;
///
/// impl RetryPolicy for RetryConnect {
///     fn on_error(&self, _attempt: &Attempt, error: &Error) -> RetryDecision {
///         if error.is_connect() { RetryDecision::Retry } else { RetryDecision::Stop }
///     }
/// }
///
/// let limited = RetryConnect.with_attempt_limit(10);
/// # drop(limited);
/// ```
pub trait RetryPolicy: fmt::Debug + Send + Sync {
    /// Decides about an attempt that failed with `error`.
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision;

    /// Limits the number of attempts, including the first one.
    fn with_attempt_limit(self, attempts: u32) -> AttemptLimit<Self>
    where
        Self: Sized,
    {
        AttemptLimit { policy: self, attempts }
    }

    /// Limits the time from the start of the first attempt to the start of the last one.
    ///
    /// A call ends at once if the server requests a pause beyond the limit.
    fn with_time_limit(self, limit: Duration) -> TimeLimit<Self>
    where
        Self: Sized,
    {
        TimeLimit { policy: self, limit }
    }
}

/// The decision of a [`RetryPolicy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// Repeat the call after a pause.
    Retry,
    /// Return the error.
    Stop,
}

/// The kind of a call, which says whether a repeated call is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallKind {
    /// A call that changes nothing.
    Read,
    /// A call that has the same effect if it is repeated: delete, activate, deactivate, upload.
    Idempotent,
    /// A create. After a lost answer, the library looks the snapshot up. It consults the policy only
    /// if there is none, so that a repeated call is safe.
    Create,
}

/// A failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The time since the first attempt began.
    pub elapsed: Duration,
    /// The pause before the next attempt.
    pub pause: Duration,
    /// The kind of the call.
    pub kind: CallKind,
}

impl Attempt {
    /// Creates the description of a first attempt that failed at once.
    #[must_use]
    pub fn first(kind: CallKind) -> Self {
        Self { number: 1, elapsed: Duration::ZERO, pause: Duration::ZERO, kind }
    }
}

/// A policy that retries transient failures: no connection, a broken connection, no answer in time,
/// 429 and 5xx. A truncated answer, and a page in place of the API, get three attempts.
///
/// Permanent failures are not retried: a refused certificate, HTTP at a TLS port or the reverse, a
/// proxy of an unsupported scheme, JSON of another shape. A host name that does not resolve gets two attempts.
///
/// The policy itself sets no other limit. Add one with
/// [`with_attempt_limit`](RetryPolicy::with_attempt_limit) or
/// [`with_time_limit`](RetryPolicy::with_time_limit).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transient;

impl RetryPolicy for Transient {
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision {
        match attempt.number < error.max_attempts() {
            true => RetryDecision::Retry,
            false => RetryDecision::Stop,
        }
    }
}

/// A policy that never retries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeverRetry;

impl RetryPolicy for NeverRetry {
    fn on_error(&self, _attempt: &Attempt, _error: &Error) -> RetryDecision {
        RetryDecision::Stop
    }
}

/// A limit on the attempts of another policy, created by [`RetryPolicy::with_attempt_limit`].
#[derive(Clone, Copy, Debug)]
pub struct AttemptLimit<P> {
    policy: P,
    attempts: u32,
}

impl<P: RetryPolicy> RetryPolicy for AttemptLimit<P> {
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision {
        match attempt.number < self.attempts {
            true => self.policy.on_error(attempt, error),
            false => RetryDecision::Stop,
        }
    }
}

/// A limit on the time of another policy, created by [`RetryPolicy::with_time_limit`].
#[derive(Clone, Copy, Debug)]
pub struct TimeLimit<P> {
    policy: P,
    limit: Duration,
}

impl<P: RetryPolicy> RetryPolicy for TimeLimit<P> {
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision {
        match attempt.elapsed.saturating_add(attempt.pause) <= self.limit {
            true => self.policy.on_error(attempt, error),
            false => RetryDecision::Stop,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn decide(policy: &impl RetryPolicy, number: u32, error: &Error) -> RetryDecision {
        policy.on_error(&Attempt { number, ..Attempt::first(CallKind::Read) }, error)
    }

    #[test]
    fn transient_failures_are_retried() {
        let broken = Error::new(Kind::Transport, "reset");
        let refused = Error::new(Kind::Connect, "refused");
        let answers = [429, 500, 502, 503].map(|status| Error::from_status(status, "oops"));
        for error in [broken, refused].into_iter().chain(answers) {
            assert_eq!(decide(&Transient, 1, &error), RetryDecision::Retry, "{error}");
        }
    }

    #[test]
    fn refusals_are_not_retried() {
        for status in [400, 401, 403, 404, 409] {
            let error = Error::from_status(status, "no");
            assert_eq!(decide(&Transient, 1, &error), RetryDecision::Stop, "{status}");
        }
    }

    #[cfg(feature = "client")]
    #[test]
    fn error_may_limit_its_attempts() {
        let refused = Error::new(Kind::Connect, "certificate").with_max_attempts(1);
        assert_eq!(decide(&Transient, 1, &refused), RetryDecision::Stop);
        let unresolved = Error::new(Kind::Connect, "no such name").with_max_attempts(2);
        assert_eq!(decide(&Transient, 1, &unresolved), RetryDecision::Retry);
        assert_eq!(decide(&Transient, 2, &unresolved), RetryDecision::Stop);
    }

    #[test]
    fn page_in_place_of_the_api_gets_three_attempts() {
        let page = Error::new(Kind::UnexpectedResponse, "a page");
        assert_eq!(decide(&Transient, 2, &page), RetryDecision::Retry);
        assert_eq!(decide(&Transient, 3, &page), RetryDecision::Stop);
    }

    #[test]
    fn limits_override_the_inner_policy() {
        let busy = Error::from_status(503, "busy");
        let limited = Transient.with_attempt_limit(3);
        assert_eq!(decide(&limited, 2, &busy), RetryDecision::Retry);
        assert_eq!(decide(&limited, 3, &busy), RetryDecision::Stop);
        let timed = Transient.with_time_limit(Duration::from_secs(10));
        let late = Attempt {
            elapsed: Duration::from_secs(8),
            pause: Duration::from_secs(2),
            ..Attempt::first(CallKind::Read)
        };
        assert_eq!(timed.on_error(&late, &busy), RetryDecision::Retry);
        let later = Attempt { pause: Duration::from_secs(3), ..late };
        assert_eq!(timed.on_error(&later, &busy), RetryDecision::Stop);
    }
}
