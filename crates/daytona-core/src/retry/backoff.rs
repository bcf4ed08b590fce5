//! The pause before a failed call is repeated.

use std::fmt;
use std::time::Duration;

use super::jitter::{Random, times};

/// Sets the pause before the next attempt.
///
/// ```
/// use std::time::Duration;
/// use daytona_core::retry::BackoffPolicy;
///
/// /// A constant pause.
/// #[derive(Debug)]
/// struct ConstantBackoff(Duration);
///
/// impl BackoffPolicy for ConstantBackoff {
///     fn pause(&self, _previous: Option<Duration>) -> Duration {
///         self.0
///     }
/// }
/// ```
pub trait BackoffPolicy: fmt::Debug + Send + Sync {
    /// Returns the next pause. `previous` is the pause before it, and `None` after the first failure.
    ///
    /// A pause that the server requests takes precedence.
    fn pause(&self, previous: Option<Duration>) -> Duration;
}

/// A backoff policy with random growing pauses: each is between the shortest pause and three times
/// the previous one.
///
/// Clients that fail at the same time therefore do not retry at the same time.
///
/// Default: 200 ms to 10 s.
///
/// ```
/// use std::time::Duration;
/// use daytona_core::retry::{BackoffPolicy, DecorrelatedJitter};
///
/// let backoff = DecorrelatedJitter::new(Duration::from_millis(50), Duration::from_secs(2)).seeded(7);
/// let first = backoff.pause(None);
/// assert!(first >= Duration::from_millis(50) && first <= Duration::from_millis(150));
/// ```
#[derive(Debug)]
pub struct DecorrelatedJitter {
    shortest: Duration,
    longest: Duration,
    random: Random,
}

impl DecorrelatedJitter {
    /// Creates a policy with pauses from `shortest` to `longest`.
    #[must_use]
    pub fn new(shortest: Duration, longest: Duration) -> Self {
        Self { shortest, longest: longest.max(shortest), random: Random::new() }
    }

    /// Sets the seed of the random numbers, for tests.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Self { random: Random::seeded(seed), ..self }
    }
}

impl Default for DecorrelatedJitter {
    fn default() -> Self {
        Self::new(Duration::from_millis(200), Duration::from_secs(10))
    }
}

impl BackoffPolicy for DecorrelatedJitter {
    fn pause(&self, previous: Option<Duration>) -> Duration {
        let highest = previous.unwrap_or(self.shortest).saturating_mul(3).min(self.longest);
        let range = highest.saturating_sub(self.shortest);
        self.shortest.saturating_add(times(range, self.random.unit())).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_within_their_limits_and_differ() {
        let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(5));
        let backoff = DecorrelatedJitter::new(shortest, longest).seeded(1);
        let mut pauses = vec![backoff.pause(None)];
        for _ in 0..200 {
            pauses.push(backoff.pause(pauses.last().copied()));
        }
        for pair in pauses.windows(2) {
            assert!((shortest..=longest).contains(&pair[1]) && pair[1] <= pair[0] * 3, "{pair:?}");
        }
        assert!(pauses.iter().max().unwrap() > &Duration::from_secs(2), "{pauses:?}");
        pauses.sort_unstable();
        pauses.dedup();
        assert!(pauses.len() > 190);
    }

    #[test]
    fn endless_pauses_do_not_overflow() {
        let backoff = DecorrelatedJitter::new(Duration::MAX, Duration::MAX);
        assert_eq!(backoff.pause(Some(Duration::MAX)), Duration::MAX);
    }
}
