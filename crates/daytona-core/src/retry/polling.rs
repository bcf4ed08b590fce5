//! How long to pause between two questions while a snapshot is waited for.

use std::fmt;
use std::time::Duration;

use super::jitter::{Random, times};

/// Says how long to pause before the next question.
///
/// The end of a build's log is followed by a question at once, whatever the policy says; and a
/// server that asks for time gets it.
///
/// ```
/// use std::time::Duration;
/// use daytona_core::retry::{PollingPolicy, PollingState};
///
/// /// Once a second, as the official clients do.
/// #[derive(Debug)]
/// struct EverySecond;
///
/// impl PollingPolicy for EverySecond {
///     fn pause(&self, _turn: &PollingState) -> Duration {
///         Duration::from_secs(1)
///     }
/// }
/// ```
pub trait PollingPolicy: fmt::Debug + Send + Sync {
    /// Returns the pause before the next question.
    fn pause(&self, turn: &PollingState) -> Duration;
}

/// Where a wait stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PollingState {
    /// How long has been waited.
    pub waited: Duration,
    /// How many questions have been asked.
    pub questions: u32,
    /// Whether the log of the build is being read, whose lines and end show when to ask.
    pub log_open: bool,
}

impl PollingState {
    /// Makes the description of a wait without a log.
    #[must_use]
    pub fn new(waited: Duration, questions: u32) -> Self {
        Self { waited, questions, log_open: false }
    }

    /// Says that the log is being read.
    #[must_use]
    pub fn beside_log(self) -> Self {
        Self { log_open: true, ..self }
    }
}

/// Pauses that are a share of the time waited so far, so that what is late is late by no more than
/// that share, and a wait of any length takes few questions.
///
/// The default is 4 %, from 100 ms to 3 s; where the log is read, which shows when to ask, a third,
/// from 100 ms to 60 s. Each pause is changed at random by up to a tenth.
#[derive(Debug)]
pub struct ProportionalPolling {
    share: f64,
    shortest: Duration,
    longest: Duration,
    beside_log: Option<Box<ProportionalPolling>>,
    random: Random,
}

impl ProportionalPolling {
    /// Makes a policy of pauses that are `share` (0.04 is 4 %) of the time waited, but neither
    /// shorter than `shortest` nor longer than `longest`.
    #[must_use]
    pub fn new(share: f64, shortest: Duration, longest: Duration) -> Self {
        let share = if share.is_finite() { share.clamp(0.0, 10.0) } else { 0.0 };
        let longest = longest.max(shortest);
        Self { share, shortest, longest, beside_log: None, random: Random::new() }
    }

    /// Sets the policy for waits beside an open log; without it, they are like others.
    #[must_use]
    pub fn beside_log(self, policy: Self) -> Self {
        Self { beside_log: Some(Box::new(policy)), ..self }
    }

    /// Makes the pauses the same each time, for tests.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        let beside_log = self.beside_log.map(|policy| Box::new(policy.seeded(seed)));
        Self { random: Random::seeded(seed), beside_log, ..self }
    }
}

impl Default for ProportionalPolling {
    fn default() -> Self {
        let shortest = Duration::from_millis(100);
        Self::new(0.04, shortest, Duration::from_secs(3)).beside_log(Self::new(
            1.0 / 3.0,
            shortest,
            Duration::from_secs(60),
        ))
    }
}

impl PollingPolicy for ProportionalPolling {
    fn pause(&self, turn: &PollingState) -> Duration {
        if let (true, Some(beside_log)) = (turn.log_open, &self.beside_log) {
            return beside_log.pause(turn);
        }
        let pause = times(turn.waited, self.share).clamp(self.shortest, self.longest);
        times(pause, 0.9 + 0.2 * self.random.unit()).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moments at which questions are asked within a time.
    fn questions(within: Duration, turn: impl Fn(Duration) -> PollingState) -> Vec<Duration> {
        let policy = ProportionalPolling::default().seeded(3);
        let mut asked = Vec::new();
        let mut now = policy.pause(&turn(Duration::ZERO));
        while now < within {
            asked.push(now);
            now += policy.pause(&turn(now));
        }
        asked
    }

    #[test]
    fn quick_ends_are_seen_at_once_and_late_ones_soon() {
        let asked = questions(Duration::from_secs(600), |waited| PollingState::new(waited, 0));
        assert!(asked[0] <= Duration::from_millis(110));
        for pair in asked.windows(2) {
            let late = pair[1] - pair[0];
            let most = (pair[0].mul_f64(0.045)).max(Duration::from_millis(111));
            assert!(late <= most && late <= Duration::from_secs(3), "{pair:?}");
        }
        assert!(asked.len() < 400, "{} questions in ten minutes", asked.len());
    }

    #[test]
    fn open_log_makes_questions_rare() {
        let turn = |waited| PollingState::new(waited, 0).beside_log();
        let asked = questions(Duration::from_secs(600), turn);
        assert!(asked.len() <= 32, "{} questions in ten minutes", asked.len());
    }

    #[test]
    fn odd_numbers_do_no_harm() {
        for share in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            let policy = ProportionalPolling::new(share, Duration::ZERO, Duration::MAX);
            let _ = policy.pause(&PollingState::new(Duration::MAX, u32::MAX));
        }
    }
}
