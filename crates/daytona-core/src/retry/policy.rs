//! Whether a failed call is worth another attempt.

use std::fmt;
use std::time::Duration;

use crate::Error;

/// Says whether a failed call is worth another attempt.
///
/// ```
/// use daytona_core::Error;
/// use daytona_core::retry::{Attempt, RetryDecision, RetryPolicy};
///
/// /// Waits for a server that is being restarted, and for nothing else.
/// #[derive(Debug)]
/// struct ThroughRestarts;
///
/// impl RetryPolicy for ThroughRestarts {
///     fn on_error(&self, _attempt: &Attempt, error: &Error) -> RetryDecision {
///         if error.is_connect() { RetryDecision::Retry } else { RetryDecision::Stop }
///     }
/// }
///
/// let limited = ThroughRestarts.with_attempt_limit(10);
/// # drop(limited);
/// ```
pub trait RetryPolicy: fmt::Debug + Send + Sync {
    /// Decides on an attempt that has failed with `error`.
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision;

    /// Limits how many attempts there are, the first one included.
    fn with_attempt_limit(self, attempts: u32) -> AttemptLimit<Self>
    where
        Self: Sized,
    {
        AttemptLimit { policy: self, attempts }
    }

    /// Limits how long after the first attempt another one may begin. A pause that the server asks
    /// for and that leads beyond the limit ends the call at once.
    fn with_time_limit(self, limit: Duration) -> TimeLimit<Self>
    where
        Self: Sized,
    {
        TimeLimit { policy: self, limit }
    }
}

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    /// The call is made again after a pause.
    Retry,
    /// The error is the outcome.
    Stop,
}

/// What a call does, and thereby what making it twice does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEffect {
    /// It reads, and changes nothing.
    Reads,
    /// It changes something, and doing it twice comes to the same: delete, activate, deactivate.
    Settles,
    /// It creates. Where its effect is unknown, the library looks for it, and asks the policy only
    /// when there is none: making the call again is safe.
    Creates,
}

/// An attempt that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Which attempt it was, from 1.
    pub number: u32,
    /// How long ago the first one began.
    pub elapsed: Duration,
    /// The pause that another one would come after.
    pub pause: Duration,
    /// What the call does.
    pub effect: CallEffect,
}

impl Attempt {
    /// Makes the description of a first attempt that failed at once.
    #[must_use]
    pub fn first(effect: CallEffect) -> Self {
        Self { number: 1, elapsed: Duration::ZERO, pause: Duration::ZERO, effect }
    }
}

/// Retries what may succeed the next time: no connection, a broken one, no answer in time, 429, 5xx,
/// and an answer that cannot be read, which gets three attempts.
///
/// What does not pass by itself is not retried: a certificate that is refused, HTTP at a port for
/// TLS and the reverse, a proxy of an unsupported scheme. A host name that does not resolve gets two
/// attempts.
///
/// There is no other limit by itself; add [`with_attempt_limit`](RetryPolicy::with_attempt_limit) or
/// [`with_time_limit`](RetryPolicy::with_time_limit).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transient;

impl RetryPolicy for Transient {
    fn on_error(&self, attempt: &Attempt, error: &Error) -> RetryDecision {
        match attempt.number < error.attempts_worth() {
            true => RetryDecision::Retry,
            false => RetryDecision::Stop,
        }
    }
}

/// Takes every failure for the outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeverRetry;

impl RetryPolicy for NeverRetry {
    fn on_error(&self, _attempt: &Attempt, _error: &Error) -> RetryDecision {
        RetryDecision::Stop
    }
}

/// Limits the attempts of another policy; made by [`RetryPolicy::with_attempt_limit`].
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

/// Limits the time of another policy; made by [`RetryPolicy::with_time_limit`].
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
        policy.on_error(&Attempt { number, ..Attempt::first(CallEffect::Reads) }, error)
    }

    #[test]
    fn what_may_pass_is_repeated() {
        let broken = Error::new(Kind::Transport, "reset");
        let refused = Error::new(Kind::Connect, "refused");
        let answers = [429, 500, 502, 503].map(|status| Error::from_status(status, "oops"));
        for error in [broken, refused].into_iter().chain(answers) {
            assert_eq!(decide(&Transient, 1, &error), RetryDecision::Retry, "{error}");
        }
    }

    #[test]
    fn refusals_are_not_repeated() {
        for status in [400, 401, 403, 404, 409] {
            let error = Error::from_status(status, "no");
            assert_eq!(decide(&Transient, 1, &error), RetryDecision::Stop, "{status}");
        }
    }

    #[cfg(feature = "client")]
    #[test]
    fn what_is_worth_few_attempts_gets_no_more() {
        let refused = Error::new(Kind::Connect, "certificate").worth_attempts(1);
        assert_eq!(decide(&Transient, 1, &refused), RetryDecision::Stop);
        let unresolved = Error::new(Kind::Connect, "no such name").worth_attempts(2);
        assert_eq!(decide(&Transient, 1, &unresolved), RetryDecision::Retry);
        assert_eq!(decide(&Transient, 2, &unresolved), RetryDecision::Stop);
    }

    #[test]
    fn page_that_stays_is_believed() {
        let page = Error::new(Kind::UnexpectedResponse, "a page");
        assert_eq!(decide(&Transient, 2, &page), RetryDecision::Retry);
        assert_eq!(decide(&Transient, 3, &page), RetryDecision::Stop);
    }

    #[test]
    fn limits_stop_what_is_inside() {
        let busy = Error::from_status(503, "busy");
        let limited = Transient.with_attempt_limit(3);
        assert_eq!(decide(&limited, 2, &busy), RetryDecision::Retry);
        assert_eq!(decide(&limited, 3, &busy), RetryDecision::Stop);
        let timed = Transient.with_time_limit(Duration::from_secs(10));
        let late = Attempt {
            elapsed: Duration::from_secs(8),
            pause: Duration::from_secs(2),
            ..Attempt::first(CallEffect::Reads)
        };
        assert_eq!(timed.on_error(&late, &busy), RetryDecision::Retry);
        let later = Attempt { pause: Duration::from_secs(3), ..late };
        assert_eq!(timed.on_error(&later, &busy), RetryDecision::Stop);
    }
}
