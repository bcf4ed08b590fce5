//! How long to wait before a request is repeated, and how often that may happen.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::Progress;

/// How persistent requests are.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetryPolicy {
    /// How often one request is made at most.
    pub(super) tries: u32,
    /// How many repetitions an upload starts with; see [`RetryBudget`].
    pub(super) budget: u32,
    /// The shortest wait.
    pub(super) first_delay: Duration,
    /// The longest wait.
    pub(super) max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 8,
            budget: 32,
            first_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
        }
    }
}

/// Waits for one request, each drawn between the shortest wait and three times the previous one:
/// decorrelated jitter, which keeps clients that failed together from coming back together.
#[derive(Debug)]
pub(super) struct Backoff {
    policy: RetryPolicy,
    tries_left: u32,
    last: Duration,
}

impl Backoff {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        Self { policy, tries_left: policy.tries.saturating_sub(1), last: policy.first_delay }
    }

    /// Returns the next wait, or nothing when the request has been made often enough.
    ///
    /// `draw` is a random number from 0 to 1.
    pub(super) fn next(&mut self, draw: f64) -> Option<Duration> {
        self.tries_left = self.tries_left.checked_sub(1)?;
        let spread = self.last.saturating_mul(3).saturating_sub(self.policy.first_delay);
        let delay = self.policy.first_delay + spread.mul_f64(draw.clamp(0.0, 1.0));
        self.last = delay.min(self.policy.max_delay);
        Some(self.last)
    }
}

/// The repetitions that all requests of an upload share.
///
/// Each takes one out, and each request that succeeds puts one back. So a long upload survives any
/// number of single failures, and a store that is down is not hammered by every part in turn.
#[derive(Debug)]
pub(super) struct RetryBudget {
    left: AtomicU32,
    full: u32,
    /// Told why requests are made again.
    progress: Progress,
}

impl RetryBudget {
    pub(super) fn new(policy: RetryPolicy, progress: Progress) -> Self {
        Self { left: AtomicU32::new(policy.budget), full: policy.budget, progress }
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Takes a repetition out; false when none is left.
    pub(super) fn take(&self) -> bool {
        let take = |left: u32| left.checked_sub(1);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Puts one back.
    pub(super) fn put_back(&self) {
        let put = |left: u32| (left < self.full).then_some(left + 1);
        // A budget that is full stays full.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }
}

/// Draws a random number from 0 to 1, good enough to spread out waits.
pub(super) fn draw() -> f64 {
    // Each state has new random keys.
    let bits = RandomState::new().hash_one(0);
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(tries: u32, budget: u32) -> RetryPolicy {
        RetryPolicy { tries, budget, ..RetryPolicy::default() }
    }

    #[test]
    fn waits_lie_between_the_shortest_and_three_times_the_last() {
        let millis = |draws: &[f64]| {
            let mut backoff = Backoff::new(policy(20, 0));
            let mut next = |draw: &f64| backoff.next(*draw).unwrap().as_millis();
            draws.iter().map(&mut next).collect::<Vec<_>>()
        };
        assert_eq!(millis(&[0.0; 4]), [100; 4]);
        assert_eq!(millis(&[1.0; 6]), [300, 900, 2700, 8100, 10_000, 10_000]);
        assert_eq!(millis(&[1.0, 0.5, 0.0, 1.0]), [300, 500, 100, 300]);
    }

    #[test]
    fn request_is_made_as_often_as_the_policy_says() {
        for (tries, waits) in [(0, 0), (1, 0), (2, 1), (8, 7)] {
            let mut backoff = Backoff::new(policy(tries, 0));
            assert_eq!(std::iter::from_fn(|| backoff.next(0.5)).count(), waits);
        }
    }

    #[test]
    fn budget_is_refilled_by_success_and_never_beyond_its_size() {
        let budget = RetryBudget::new(policy(8, 2), Progress::new());
        budget.put_back();
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        budget.put_back();
        assert_eq!([budget.take(), budget.take()], [true, false]);
    }

    #[test]
    fn draws_differ_and_stay_between_0_and_1() {
        let draws: Vec<f64> = (0..100).map(|_| draw()).collect();
        assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
        assert!(draws.iter().any(|draw| *draw < 0.5) && draws.iter().any(|draw| *draw >= 0.5));
    }
}
