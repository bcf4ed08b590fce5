//! Time as the emulated server sees it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Wall-clock time that advances with the runtime's clock.
///
/// Building on [`tokio::time::Instant`] lets a test that pauses the runtime's clock move expiry times and
/// cooldowns too, not only the sleeps.
#[derive(Debug)]
pub(crate) struct Clock {
    wall_ms: i64,
    started: Instant,
    jumped_ms: AtomicI64,
    last_stamp_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            wall_ms: Timestamp::now().as_millisecond(),
            started: Instant::now(),
            jumped_ms: AtomicI64::new(0),
            last_stamp_ms: AtomicI64::new(i64::MIN),
        }
    }

    /// Returns the current time, to the millisecond.
    pub(crate) fn now(&self) -> Timestamp {
        timestamp(self.now_ms())
    }

    /// Returns a time for a row: the current one, or one millisecond after the last stamp if that is later.
    ///
    /// Rows made in the same millisecond would otherwise list in no particular order.
    pub(crate) fn stamp(&self) -> Timestamp {
        let now = self.now_ms();
        let next = |last: i64| Some(now.max(last.saturating_add(1)));
        let last = self
            .last_stamp_ms
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .unwrap_or(i64::MIN);
        timestamp(now.max(last.saturating_add(1)))
    }

    /// Returns the time after a duration. Jumps of the clock have no effect on it, because work takes no longer or
    /// shorter when the clock jumps.
    pub(crate) fn due_in(&self, duration: Duration) -> Timestamp {
        let due = SignedDuration::try_from(duration)
            .ok()
            .and_then(|duration| self.steady().checked_add(duration).ok());
        due.unwrap_or(Timestamp::MAX)
    }

    /// Returns the duration until a time that [`due_in`](Self::due_in) returned, also in an earlier process.
    pub(crate) fn until(&self, due: Timestamp) -> Duration {
        Duration::try_from(due.duration_since(self.steady())).unwrap_or_default()
    }

    fn steady(&self) -> Timestamp {
        let elapsed =
            SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        timestamp(self.wall_ms).checked_add(elapsed).unwrap_or(Timestamp::MAX)
    }

    /// Puts the clock forward, or back.
    pub(crate) fn jump(&self, by: SignedDuration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(if by.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        });
        let add = |jumped: i64| Some(jumped.saturating_add(ms));
        let _ = self.jumped_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    fn now_ms(&self) -> i64 {
        let elapsed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.wall_ms.saturating_add(elapsed).saturating_add(self.jumped_ms.load(Ordering::Relaxed))
    }
}

fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_distinct_and_ascending() {
        let clock = Clock::start();
        let stamps: Vec<_> = (0..50).map(|_| clock.stamp()).collect();
        assert!(stamps.windows(2).all(|pair| pair[0] < pair[1]), "{stamps:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn follows_the_paused_clock_of_the_runtime() {
        let clock = Clock::start();
        let before = clock.now();
        tokio::time::advance(Duration::from_secs(600)).await;
        assert_eq!(clock.now().duration_since(before).as_secs(), 600);
    }

    #[tokio::test(start_paused = true)]
    async fn due_times_come_nearer_whatever_the_clock_jumps() {
        let clock = Clock::start();
        let due = clock.due_in(Duration::from_secs(60));
        clock.jump(SignedDuration::from_hours(1));
        assert_eq!(clock.until(due), Duration::from_secs(60));
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(clock.until(due), Duration::from_secs(1));
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(clock.until(due), Duration::ZERO);
        assert_eq!(clock.due_in(Duration::MAX), Timestamp::MAX);
    }

    #[test]
    fn stamps_ascend_though_the_clock_is_put_back() {
        let clock = Clock::start();
        let before = clock.stamp();
        clock.jump(SignedDuration::from_hours(-1));
        assert!(clock.now() < before);
        assert!(clock.stamp() > before);
    }
}
