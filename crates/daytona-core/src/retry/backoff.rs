//! How long to pause before a failed call is repeated.

use std::fmt;
use std::time::Duration;

use super::jitter::{Random, times};

/// Says how long to pause before another attempt.
///
/// ```
/// use std::time::Duration;
/// use daytona_core::retry::BackoffPolicy;
///
/// /// Always the same pause.
/// #[derive(Debug)]
/// struct Steady(Duration);
///
/// impl BackoffPolicy for Steady {
///     fn pause(&self, _previous: Option<Duration>) -> Duration {
///         self.0
///     }
/// }
/// ```
pub trait BackoffPolicy: fmt::Debug + Send + Sync {
    /// Returns the next pause, given the one before; `None` after the first failure.
    ///
    /// What the server asks for is not known here and goes before the answer.
    fn pause(&self, previous: Option<Duration>) -> Duration;
}

/// Pauses that grow at random, each between the shortest one and three times the one before, so
/// that clients which failed together do not come back together.
///
/// The default is 200 ms to 10 s.
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
    /// Makes a policy with pauses from `shortest` to `longest`.
    #[must_use]
    pub fn new(shortest: Duration, longest: Duration) -> Self {
        Self { shortest, longest: longest.max(shortest), random: Random::new() }
    }

    /// Makes the pauses the same each time, for tests.
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
