//! The pauses between attempts, and the number of retries.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::Progress;

/// The retry policy of requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetryPolicy {
    /// The maximum number of attempts of one request.
    pub(super) max_attempts: u32,
    /// The size of the [`RetryBudget`] of an upload.
    pub(super) budget: u32,
    /// The minimum pause.
    pub(super) min_delay: Duration,
    /// The maximum pause.
    pub(super) max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 8,
            budget: 32,
            min_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
        }
    }
}

/// The pauses of one request. Each is random, between the minimum and three times the last pause.
///
/// This decorrelated jitter prevents clients that failed together from retrying together.
#[derive(Debug)]
pub(super) struct Backoff {
    policy: RetryPolicy,
    retries_left: u32,
    last: Duration,
}

impl Backoff {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        Self { policy, retries_left: policy.max_attempts.saturating_sub(1), last: policy.min_delay }
    }

    /// Returns the next pause, or `None` after the last attempt.
    ///
    /// `random` is a number from 0 to 1.
    pub(super) fn next(&mut self, random: f64) -> Option<Duration> {
        self.retries_left = self.retries_left.checked_sub(1)?;
        let spread = self.last.saturating_mul(3).saturating_sub(self.policy.min_delay);
        let delay = self.policy.min_delay + spread.mul_f64(random.clamp(0.0, 1.0));
        self.last = delay.min(self.policy.max_delay);
        Some(self.last)
    }
}

/// The number of retries that all requests of an upload share.
///
/// A retry takes one, and a successful request puts one back. So a long upload survives any number of
/// single failures, but its requests do not all retry against a store that is down.
#[derive(Debug)]
pub(super) struct RetryBudget {
    left: AtomicU32,
    full: u32,
    /// The progress that shows failures.
    progress: Progress,
}

impl RetryBudget {
    pub(super) fn new(policy: RetryPolicy, progress: Progress) -> Self {
        Self { left: AtomicU32::new(policy.budget), full: policy.budget, progress }
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Takes a retry. Returns `false` if none is left.
    pub(super) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(1);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Puts a retry back.
    pub(super) fn put_back(&self) {
        let put = |left: u32| (left < self.full).then_some(left + 1);
        // A full budget does not grow.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }
}

/// Returns a random number from 0 to 1.
pub(super) fn random() -> f64 {
    // Each `RandomState` has new random keys.
    let bits = RandomState::new().hash_one(0);
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(max_attempts: u32, budget: u32) -> RetryPolicy {
        RetryPolicy { max_attempts, budget, ..RetryPolicy::default() }
    }

    #[test]
    fn pause_is_between_the_minimum_and_three_times_the_last() {
        let millis = |randoms: &[f64]| {
            let mut backoff = Backoff::new(policy(20, 0));
            let mut next = |random: &f64| backoff.next(*random).unwrap().as_millis();
            randoms.iter().map(&mut next).collect::<Vec<_>>()
        };
        assert_eq!(millis(&[0.0; 4]), [100; 4]);
        assert_eq!(millis(&[1.0; 6]), [300, 900, 2700, 8100, 10_000, 10_000]);
        assert_eq!(millis(&[1.0, 0.5, 0.0, 1.0]), [300, 500, 100, 300]);
    }

    #[test]
    fn request_has_the_maximum_number_of_attempts() {
        for (max_attempts, pauses) in [(0, 0), (1, 0), (2, 1), (8, 7)] {
            let mut backoff = Backoff::new(policy(max_attempts, 0));
            assert_eq!(std::iter::from_fn(|| backoff.next(0.5)).count(), pauses);
        }
    }

    #[test]
    fn budget_is_refilled_up_to_its_size() {
        let budget = RetryBudget::new(policy(8, 2), Progress::new());
        budget.put_back();
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        budget.put_back();
        assert_eq!([budget.take(), budget.take()], [true, false]);
    }

    #[test]
    fn random_numbers_differ_and_are_between_0_and_1() {
        let numbers: Vec<f64> = (0..100).map(|_| random()).collect();
        assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
        assert!(numbers.iter().any(|number| *number < 0.5));
        assert!(numbers.iter().any(|number| *number >= 0.5));
    }
}
