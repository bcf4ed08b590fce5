//! The detection of stalled transfers.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::time::{Instant, sleep_until};

/// The limits of a slow transfer.
#[derive(Debug, Clone, Copy)]
pub(super) struct StallPolicy {
    /// The length of a measurement.
    pub(super) window: Duration,
    /// The minimum rate while a request is being sent.
    pub(super) bytes_per_second: u64,
    /// The maximum time between the end of a request and its response.
    pub(super) response: Duration,
}

/// The assumed minimum rate at which the system sends the bytes that it has buffered.
const DRAIN_BYTES_PER_SECOND: u64 = 64 * 1024;

/// More bytes than the system buffers for one connection.
const MAX_BUFFERED_BYTES: u64 = 8 << 20;

impl Default for StallPolicy {
    fn default() -> Self {
        Self {
            window: Duration::from_secs(20),
            bytes_per_second: 1024,
            response: Duration::from_secs(30),
        }
    }
}

impl StallPolicy {
    /// Returns the timeout of the response after a request body of `sent` bytes.
    fn response_timeout(&self, sent: u64) -> Duration {
        let buffered = sent.min(MAX_BUFFERED_BYTES);
        self.response + Duration::from_millis(buffered * 1000 / DRAIN_BYTES_PER_SECOND)
    }

    fn bytes_per_window(&self) -> u64 {
        let bytes = u128::from(self.bytes_per_second) * self.window.as_millis() / 1000;
        u64::try_from(bytes).unwrap_or(u64::MAX).max(1)
    }
}

/// Counts the bytes of one exchange, in both directions.
#[derive(Debug, Default)]
pub(super) struct TransferCounter {
    moved: AtomicU64,
    is_all_sent: AtomicBool,
}

impl TransferCounter {
    pub(super) fn add(&self, bytes: u64) {
        self.moved.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Records the end of the request body.
    pub(super) fn set_all_sent(&self) {
        self.is_all_sent.store(true, Ordering::Relaxed);
    }

    fn moved(&self) -> u64 {
        self.moved.load(Ordering::Relaxed)
    }

    fn is_all_sent(&self) -> bool {
        self.is_all_sent.load(Ordering::Relaxed)
    }
}

/// The error of a transfer that was stopped because it was too slow.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stalled {
    #[error("the transfer stalled: {moved} bytes moved in {window:?}")]
    Sending { moved: u64, window: Duration },
    #[error("the store did not answer within {timeout:?}")]
    NoResponse { timeout: Duration },
}

/// Runs an exchange until it ends, or until `counter` shows a stall.
pub(super) async fn with_stall_detection<T>(
    exchange: impl Future<Output = T>,
    counter: &TransferCounter,
    policy: StallPolicy,
) -> Result<T, Stalled> {
    match select(pin!(exchange), pin!(stall(counter, policy))).await {
        Either::Left((outcome, _)) => Ok(outcome),
        Either::Right((stalled, _)) => Err(stalled),
    }
}

/// Returns when the transfer has stalled.
async fn stall(counter: &TransferCounter, policy: StallPolicy) -> Stalled {
    loop {
        let (before, was_all_sent) = (counter.moved(), counter.is_all_sent());
        let (window, needed) = if was_all_sent {
            (policy.response_timeout(before), 1)
        } else {
            (policy.window, policy.bytes_per_window())
        };
        sleep_until(Instant::now() + window).await;
        let moved = counter.moved().saturating_sub(before);
        let has_progress = moved >= needed || counter.is_all_sent() != was_all_sent;
        match (has_progress, was_all_sent) {
            (true, _) => {}
            (false, true) => return Stalled::NoResponse { timeout: window },
            (false, false) => return Stalled::Sending { moved, window },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::sleep;

    use super::*;

    const POLICY: StallPolicy = StallPolicy {
        window: Duration::from_secs(10),
        bytes_per_second: 100,
        response: Duration::from_secs(30),
    };

    #[tokio::test(start_paused = true)]
    async fn transfer_above_the_minimum_rate_is_not_stopped() {
        let counter = TransferCounter::default();
        let exchange = async {
            for _ in 0..1000 {
                sleep(Duration::from_secs(1)).await;
                counter.add(110);
            }
            "done"
        };
        assert_eq!(with_stall_detection(exchange, &counter, POLICY).await.unwrap(), "done");
    }

    #[tokio::test(start_paused = true)]
    async fn transfer_below_the_minimum_rate_is_stopped() {
        let counter = TransferCounter::default();
        let slow = async {
            counter.add(5000);
            loop {
                sleep(Duration::from_secs(1)).await;
                counter.add(90);
            }
        };
        let start = Instant::now();
        let stalled = with_stall_detection::<()>(slow, &counter, POLICY).await.unwrap_err();
        assert!(matches!(stalled, Stalled::Sending { moved: 1..1000, .. }), "{stalled}");
        assert!(start.elapsed() <= 2 * POLICY.window);
    }

    #[tokio::test(start_paused = true)]
    async fn missing_response_ends_in_a_timeout() {
        let counter = TransferCounter::default();
        let start = Instant::now();
        let exchange = async {
            counter.add(640 * 1024);
            counter.set_all_sent();
            pending::<()>().await;
        };
        let stalled = with_stall_detection(exchange, &counter, POLICY).await.unwrap_err();
        assert_eq!(stalled.to_string(), "the store did not answer within 40s");
        assert_eq!(start.elapsed().as_secs(), 40);
    }

    #[tokio::test(start_paused = true)]
    async fn slow_response_is_not_stopped() {
        let counter = TransferCounter::default();
        counter.set_all_sent();
        let exchange = async {
            for _ in 0..100 {
                sleep(Duration::from_secs(25)).await;
                // S3 sends white space while it joins the parts of an object.
                counter.add(1);
            }
        };
        with_stall_detection(exchange, &counter, POLICY).await.unwrap();
    }
}
