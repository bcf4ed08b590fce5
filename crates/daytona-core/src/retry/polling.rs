//! The pause between two polls of a wait.

use std::fmt;
use std::time::Duration;

use super::jitter::{Random, times};

/// Sets the pause between two polls of a wait.
///
/// While the [notification feed](crate::SnapshotService#waits) is open, no pause is shorter than
/// 30 s. A pause that the server requests takes precedence.
///
/// ```
/// use std::time::Duration;
/// use daytona_core::retry::{PollingPolicy, PollingState};
///
/// /// Polls once a second, as the official clients do.
/// #[derive(Debug)]
/// struct EverySecond;
///
/// impl PollingPolicy for EverySecond {
///     fn pause(&self, _state: &PollingState) -> Duration {
///         Duration::from_secs(1)
///     }
/// }
/// ```
pub trait PollingPolicy: fmt::Debug + Send + Sync {
    /// Returns the pause before the next poll.
    fn pause(&self, state: &PollingState) -> Duration;
}

/// The progress of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PollingState {
    /// The time since the wait began.
    pub elapsed: Duration,
    /// The number of polls so far.
    pub polls: u32,
}

impl PollingState {
    /// Creates the state of a wait.
    #[must_use]
    pub fn new(elapsed: Duration, polls: u32) -> Self {
        Self { elapsed, polls }
    }
}

/// A polling policy whose pauses are a share of the elapsed time.
///
/// The share limits the delay of a result relative to the length of the wait. A wait of any length
/// takes few polls.
///
/// Default: 60 %, from 0.45 s to 1.4 s. Jitter changes each pause by up to 10 %. A wait without the
/// notification feed then returns late by half a pause on average, and by a pause at most. It sends
/// at most twice as many requests as one poll a second does in the first 10 s, and fewer later.
///
/// | length of the wait | average delay | longest delay | polls |
/// |---|---|---|---|
/// | 1 s | 0.3 s | 0.6 s | 2 |
/// | 4 s | 0.7 s | 1.4 s | 5 |
/// | 10 s | 0.7 s | 1.4 s | 9 |
/// | 30 s | 0.7 s | 1.4 s | 24 |
/// | 10 min | 0.7 s | 1.4 s | 442 |
#[derive(Debug)]
pub struct ProportionalPolling {
    share: f64,
    shortest: Duration,
    longest: Duration,
    random: Random,
}

impl ProportionalPolling {
    /// Creates a policy whose pauses are `share` (0.1 is 10 %) of the elapsed time, from `shortest`
    /// to `longest`.
    #[must_use]
    pub fn new(share: f64, shortest: Duration, longest: Duration) -> Self {
        let share = if share.is_finite() { share.clamp(0.0, 10.0) } else { 0.0 };
        Self { share, shortest, longest: longest.max(shortest), random: Random::new() }
    }

    /// Sets the seed of the random numbers, for tests.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Self { random: Random::seeded(seed), ..self }
    }
}

impl Default for ProportionalPolling {
    fn default() -> Self {
        Self::new(0.6, Duration::from_millis(450), Duration::from_millis(1400))
    }
}

impl PollingPolicy for ProportionalPolling {
    fn pause(&self, state: &PollingState) -> Duration {
        let pause = times(state.elapsed, self.share).clamp(self.shortest, self.longest);
        times(pause, 0.9 + 0.2 * self.random.unit()).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the times of the polls within a duration.
    fn polls(within: Duration) -> Vec<Duration> {
        let policy = ProportionalPolling::default().seeded(3);
        let mut polls = Vec::new();
        let mut now = policy.pause(&PollingState::new(Duration::ZERO, 0));
        while now < within {
            polls.push(now);
            now += policy.pause(&PollingState::new(now, 0));
        }
        polls
    }

    #[test]
    fn delay_is_a_share_of_the_elapsed_time() {
        let polls = polls(Duration::from_secs(600));
        assert!(polls[0] <= Duration::from_millis(495));
        for pair in polls.windows(2) {
            let late = pair[1] - pair[0];
            let most = (pair[0].mul_f64(0.661)).max(Duration::from_millis(496));
            assert!(late <= most && late <= Duration::from_millis(1400), "{pair:?}");
        }
    }

    #[test]
    fn number_of_polls_is_as_documented() {
        for (seconds, documented) in [(1, 2), (4, 5), (10, 9), (30, 24), (600, 442)] {
            let polls = polls(Duration::from_secs(seconds)).len();
            assert!(polls.abs_diff(documented) <= 1 + documented / 20, "{polls} in {seconds} s");
        }
    }

    #[test]
    fn extreme_numbers_do_not_overflow() {
        for share in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            let policy = ProportionalPolling::new(share, Duration::ZERO, Duration::MAX);
            let _ = policy.pause(&PollingState::new(Duration::MAX, u32::MAX));
        }
    }
}
