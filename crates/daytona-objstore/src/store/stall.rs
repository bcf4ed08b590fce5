//! Notices a transfer that gets nowhere.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::time::{Instant, sleep_until};

/// How slow a transfer may become.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// How long is measured before a transfer is judged.
    pub(super) window: Duration,
    /// What has to move in each second of the window, while there is something to send.
    pub(super) bytes_per_second: u64,
    /// How long the store may take to answer once it has everything.
    pub(super) answer: Duration,
}

/// How fast, at least, what the system has buffered is assumed to drain. Bytes handed to a
/// connection may still be on this side of it.
const DRAIN_BYTES_PER_SECOND: u64 = 64 * 1024;

/// How much the system buffers of one connection at most, and some more.
const MAX_BUFFERED_BYTES: u64 = 8 << 20;

impl Default for Patience {
    fn default() -> Self {
        Self {
            window: Duration::from_secs(20),
            bytes_per_second: 1024,
            answer: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// Returns how long nothing may be heard after a body of `sent` bytes was handed over.
    pub(super) fn for_answer(&self, sent: u64) -> Duration {
        let buffered = sent.min(MAX_BUFFERED_BYTES);
        self.answer + Duration::from_millis(buffered * 1000 / DRAIN_BYTES_PER_SECOND)
    }

    fn bytes_per_window(&self) -> u64 {
        let bytes = u128::from(self.bytes_per_second) * self.window.as_millis() / 1000;
        u64::try_from(bytes).unwrap_or(u64::MAX).max(1)
    }
}

/// Counts what moves in one exchange, in both directions.
#[derive(Debug, Default)]
pub(super) struct Meter {
    moved: AtomicU64,
    is_all_sent: AtomicBool,
}

impl Meter {
    pub(super) fn add(&self, bytes: u64) {
        self.moved.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Says that nothing is left to send.
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

/// Says that a transfer was given up because it moved too little.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stalled {
    #[error("the transfer stalled: {moved} bytes moved in {window:?}")]
    Moving { moved: u64, window: Duration },
    #[error("the store did not answer within {patience:?}")]
    Answering { patience: Duration },
}

/// Awaits an exchange as long as `meter` shows that it gets on.
pub(super) async fn unless_stalled<T>(
    exchange: impl Future<Output = T>,
    meter: &Meter,
    patience: Patience,
) -> Result<T, Stalled> {
    match select(pin!(exchange), pin!(stall(meter, patience))).await {
        Either::Left((outcome, _)) => Ok(outcome),
        Either::Right((stalled, _)) => Err(stalled),
    }
}

/// Ends when the transfer has stalled.
async fn stall(meter: &Meter, patience: Patience) -> Stalled {
    loop {
        let (before, was_all_sent) = (meter.moved(), meter.is_all_sent());
        let (window, needed) = if was_all_sent {
            (patience.for_answer(before), 1)
        } else {
            (patience.window, patience.bytes_per_window())
        };
        sleep_until(Instant::now() + window).await;
        let moved = meter.moved().saturating_sub(before);
        let got_on = moved >= needed || meter.is_all_sent() != was_all_sent;
        match (got_on, was_all_sent) {
            (true, _) => {}
            (false, true) => return Stalled::Answering { patience: window },
            (false, false) => return Stalled::Moving { moved, window },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::sleep;

    use super::*;

    const PATIENCE: Patience = Patience {
        window: Duration::from_secs(10),
        bytes_per_second: 100,
        answer: Duration::from_secs(30),
    };

    #[tokio::test(start_paused = true)]
    async fn transfer_that_moves_fast_enough_is_never_interrupted() {
        let meter = Meter::default();
        let exchange = async {
            for _ in 0..1000 {
                sleep(Duration::from_secs(1)).await;
                meter.add(110);
            }
            "done"
        };
        assert_eq!(unless_stalled(exchange, &meter, PATIENCE).await.unwrap(), "done");
    }

    #[tokio::test(start_paused = true)]
    async fn trickle_is_a_stall() {
        let meter = Meter::default();
        let trickle = async {
            meter.add(5000);
            loop {
                sleep(Duration::from_secs(1)).await;
                meter.add(90);
            }
        };
        let start = Instant::now();
        let stalled = unless_stalled::<()>(trickle, &meter, PATIENCE).await.unwrap_err();
        assert!(matches!(stalled, Stalled::Moving { moved: 1..1000, .. }), "{stalled}");
        assert!(start.elapsed() <= 2 * PATIENCE.window);
    }

    #[tokio::test(start_paused = true)]
    async fn store_that_has_everything_may_take_its_time_but_not_for_ever() {
        let meter = Meter::default();
        let start = Instant::now();
        let exchange = async {
            meter.add(640 * 1024);
            meter.set_all_sent();
            pending::<()>().await;
        };
        let stalled = unless_stalled(exchange, &meter, PATIENCE).await.unwrap_err();
        assert_eq!(stalled.to_string(), "the store did not answer within 40s");
        assert_eq!(start.elapsed().as_secs(), 40);
    }

    #[tokio::test(start_paused = true)]
    async fn answer_that_keeps_coming_is_awaited() {
        let meter = Meter::default();
        meter.set_all_sent();
        let exchange = async {
            for _ in 0..100 {
                sleep(Duration::from_secs(25)).await;
                // S3 keeps a connection alive with white space while it assembles an object.
                meter.add(1);
            }
        };
        unless_stalled(exchange, &meter, PATIENCE).await.unwrap();
    }
}
