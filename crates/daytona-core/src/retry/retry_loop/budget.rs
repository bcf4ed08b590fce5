//! How many repeats a client may send, however many of its calls fail.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How many repeats may go out at once.
const BURST: u32 = 50;

/// The time that each repeat is worth: ten per second in the long run.
const INTERVAL: Duration = Duration::from_millis(100);

/// A bucket of tokens, one for each repeat. Where it is empty, repeats wait their turn.
///
/// Kept as the moment at which the bucket will be full again, so that no task need fill it.
#[derive(Debug, Default)]
pub(super) struct RetryBudget {
    full_at: Mutex<Option<Instant>>,
}

impl RetryBudget {
    /// Takes a token and returns how long to wait until it is worth something.
    pub(super) fn spend(&self) -> Duration {
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = full_at.map_or(now, |at| at.max(now)) + INTERVAL;
        *full_at = Some(next);
        next.duration_since(now).saturating_sub(INTERVAL * BURST)
    }

    /// Gives a token back that was not used.
    pub(super) fn refund(&self) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        *full_at = full_at.and_then(|at| at.checked_sub(INTERVAL));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn burst_is_free_and_then_repeats_wait_their_turn() {
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
    async fn bucket_fills_with_time_and_no_further_than_to_the_brim() {
        let budget = RetryBudget::default();
        for _ in 0..BURST * 2 {
            budget.spend();
        }
        tokio::time::advance(Duration::from_secs(3600)).await;
        let free = (0..BURST * 2).filter(|_| budget.spend().is_zero()).count();
        assert_eq!(free, BURST as usize);
    }
}
