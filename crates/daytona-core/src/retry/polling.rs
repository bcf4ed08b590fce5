//! The pause between two polls of a wait.

use std::fmt;
use std::time::Duration;

use super::jitter::{Random, times};

/// Sets the pause between two polls of a wait.
///
/// The end of a build log triggers a poll at once. A pause that the server requests takes precedence.
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
    /// `true` if the build log is open. Its lines and its end trigger polls.
    pub log_open: bool,
}

impl PollingState {
    /// Creates the state of a wait without an open log.
    #[must_use]
    pub fn new(elapsed: Duration, polls: u32) -> Self {
        Self { elapsed, polls, log_open: false }
    }

    /// Sets `log_open`.
    #[must_use]
    pub fn with_log_open(self) -> Self {
        Self { log_open: true, ..self }
    }
}

/// A polling policy whose pauses are a share of the elapsed time.
///
/// The share limits the delay of a result relative to the length of the wait. A wait of any length
/// takes few polls.
///
/// Default: 4 %, from 100 ms to 3 s. While the build log is open: a third, from 100 ms to 60 s,
/// since the log itself triggers polls. Jitter changes each pause by up to 10 %.
#[derive(Debug)]
pub struct ProportionalPolling {
    share: f64,
    shortest: Duration,
    longest: Duration,
    while_log_open: Option<Box<ProportionalPolling>>,
    random: Random,
}

impl ProportionalPolling {
    /// Creates a policy whose pauses are `share` (0.04 is 4 %) of the elapsed time, from `shortest`
    /// to `longest`.
    #[must_use]
    pub fn new(share: f64, shortest: Duration, longest: Duration) -> Self {
        let share = if share.is_finite() { share.clamp(0.0, 10.0) } else { 0.0 };
        let longest = longest.max(shortest);
        Self { share, shortest, longest, while_log_open: None, random: Random::new() }
    }

    /// Sets the policy while the build log is open. Default: the policy itself.
    #[must_use]
    pub fn while_log_open(self, policy: Self) -> Self {
        Self { while_log_open: Some(Box::new(policy)), ..self }
    }

    /// Sets the seed of the random numbers, for tests.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        let while_log_open = self.while_log_open.map(|policy| Box::new(policy.seeded(seed)));
        Self { random: Random::seeded(seed), while_log_open, ..self }
    }
}

impl Default for ProportionalPolling {
    fn default() -> Self {
        let shortest = Duration::from_millis(100);
        Self::new(0.04, shortest, Duration::from_secs(3)).while_log_open(Self::new(
            1.0 / 3.0,
            shortest,
            Duration::from_secs(60),
        ))
    }
}

impl PollingPolicy for ProportionalPolling {
    fn pause(&self, state: &PollingState) -> Duration {
        if let (true, Some(policy)) = (state.log_open, &self.while_log_open) {
            return policy.pause(state);
        }
        let pause = times(state.elapsed, self.share).clamp(self.shortest, self.longest);
        times(pause, 0.9 + 0.2 * self.random.unit()).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the times of the polls within a duration.
    fn polls(within: Duration, state: impl Fn(Duration) -> PollingState) -> Vec<Duration> {
        let policy = ProportionalPolling::default().seeded(3);
        let mut polls = Vec::new();
        let mut now = policy.pause(&state(Duration::ZERO));
        while now < within {
            polls.push(now);
            now += policy.pause(&state(now));
        }
        polls
    }

    #[test]
    fn delay_is_a_share_of_the_elapsed_time() {
        let polls = polls(Duration::from_secs(600), |elapsed| PollingState::new(elapsed, 0));
        assert!(polls[0] <= Duration::from_millis(110));
        for pair in polls.windows(2) {
            let late = pair[1] - pair[0];
            let most = (pair[0].mul_f64(0.045)).max(Duration::from_millis(111));
            assert!(late <= most && late <= Duration::from_secs(3), "{pair:?}");
        }
        assert!(polls.len() < 400, "{} polls in ten minutes", polls.len());
    }

    #[test]
    fn open_log_makes_polls_rare() {
        let state = |elapsed| PollingState::new(elapsed, 0).with_log_open();
        let polls = polls(Duration::from_secs(600), state);
        assert!(polls.len() <= 32, "{} polls in ten minutes", polls.len());
    }

    #[test]
    fn extreme_numbers_do_not_overflow() {
        for share in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            let policy = ProportionalPolling::new(share, Duration::ZERO, Duration::MAX);
            let _ = policy.pause(&PollingState::new(Duration::MAX, u32::MAX));
        }
    }
}
