//! The budget for retries that all calls of a client share.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The number of retries without a pause.
const BURST: u32 = 50;

/// The time in which one token returns: ten retries a second in the long run.
const INTERVAL: Duration = Duration::from_millis(100);

/// A token bucket, with one token for each retry. Retries wait while it is empty.
///
/// It stores the time at which the bucket is full again, so that no task has to refill it.
#[derive(Debug, Default)]
pub(super) struct RetryBudget {
    full_at: Mutex<Option<Instant>>,
}

impl RetryBudget {
    /// Takes a token, and returns the time until it is available.
    pub(super) fn spend(&self) -> Duration {
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.map_or(now, |at| at.max(now)) + INTERVAL;
        *full_at = Some(next);
        next.duration_since(now).saturating_sub(INTERVAL * BURST)
    }

    /// Returns an unused token to the bucket.
    pub(super) fn refund(&self) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        *full_at = full_at.and_then(|at| at.checked_sub(INTERVAL));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn retries_after_the_burst_wait() {
        let budget = RetryBudget::default();
        for _ in 0..BURST {
            assert_eq!(budget.spend(), Duration::ZERO);
        }
        assert_eq!(budget.spend(), INTERVAL);
        assert_eq!(budget.spend(), INTERVAL * 2);
        budget.refund();
        assert_eq!(budget.spend(), INTERVAL * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn bucket_refills_up_to_the_burst() {
        let budget = RetryBudget::default();
        for _ in 0..BURST * 2 {
            budget.spend();
        }
        tokio::time::advance(Duration::from_secs(3600)).await;
        let free = (0..BURST * 2).filter(|_| budget.spend().is_zero()).count();
        assert_eq!(free, BURST as usize);
    }
}
