//! The clock of a server.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Wall-clock time that advances with the runtime's clock.
///
/// The clock uses [`tokio::time::Instant`], so that a test that pauses the runtime's clock also controls expiry times
/// and cooldowns.
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

    /// Returns the current time, in whole milliseconds.
    pub(crate) fn now(&self) -> Timestamp {
        timestamp(self.now_ms())
    }

    /// Returns a timestamp for a row: the current time, or one millisecond after the last stamp if that is later.
    ///
    /// Without this, rows of the same millisecond have no order in a list.
    pub(crate) fn stamp(&self) -> Timestamp {
        let now = self.now_ms();
        let next = |last: i64| Some(now.max(last.saturating_add(1)));
        let last = self
            .last_stamp_ms
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .unwrap_or(i64::MIN);
        timestamp(now.max(last.saturating_add(1)))
    }

    /// Returns the time after a duration. Jumps of the clock have no effect on the duration of work.
    pub(crate) fn due_in(&self, duration: Duration) -> Timestamp {
        let due = SignedDuration::try_from(duration)
            .ok()
            .and_then(|duration| self.steady().checked_add(duration).ok());
        due.unwrap_or(Timestamp::MAX)
    }

    /// Returns the rest of work that takes `whole` and ends at `due`.
    ///
    /// An earlier process may have had other settings or another clock, so the rest is limited to `whole`.
    pub(crate) fn time_left(&self, due: Option<Timestamp>, whole: Duration) -> Duration {
        due.map_or(whole, |due| self.until(due).min(whole))
    }

    /// Returns `true` if a duration has passed since a time.
    pub(crate) fn has_passed(&self, duration: Duration, since: Timestamp) -> bool {
        // A stamp can be slightly ahead of the clock.
        let passed = self.now().duration_since(since).max(SignedDuration::ZERO);
        SignedDuration::try_from(duration).is_ok_and(|duration| passed >= duration)
    }

    /// Returns the duration until a time that [`due_in`](Self::due_in) returned, in this or an earlier process.
    pub(crate) fn until(&self, due: Timestamp) -> Duration {
        Duration::try_from(due.duration_since(self.steady())).unwrap_or_default()
    }

    fn steady(&self) -> Timestamp {
        let elapsed =
            SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX);
        timestamp(self.wall_ms).checked_add(elapsed).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock forward, or back if the duration is negative.
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
    async fn clock_follows_the_paused_clock_of_the_runtime() {
        let clock = Clock::start();
        let before = clock.now();
        tokio::time::advance(Duration::from_secs(600)).await;
        assert_eq!(clock.now().duration_since(before).as_secs(), 600);
    }

    #[tokio::test(start_paused = true)]
    async fn due_times_ignore_jumps_of_the_clock() {
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
    fn stamps_ascend_when_the_clock_moves_back() {
        let clock = Clock::start();
        let before = clock.stamp();
        clock.jump(SignedDuration::from_hours(-1));
        assert!(clock.now() < before);
        assert!(clock.stamp() > before);
    }
}
