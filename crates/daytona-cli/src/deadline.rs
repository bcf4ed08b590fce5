//! The deadline that `--timeout` sets.

use std::future::pending;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The time for the output after a signal or the deadline.
pub(crate) const GRACE: Duration = Duration::from_millis(500);

/// The deadline of a verb and its output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    timeout: Duration,
    /// `None` if there is no deadline, or if the clock cannot represent it.
    end: Option<Instant>,
}

impl Deadline {
    /// A deadline that never passes.
    pub(crate) const NEVER: Self = Self { timeout: Duration::ZERO, end: None };

    /// Creates the deadline that passes after `timeout`. [`Duration::ZERO`] means no deadline, as
    /// in the library.
    pub(crate) fn after(timeout: Duration) -> Self {
        if timeout.is_zero() {
            return Self::NEVER;
        }
        Self { timeout, end: Instant::now().checked_add(timeout) }
    }

    /// Waits until the deadline.
    pub(crate) async fn passed(self) {
        match self.end {
            Some(end) => sleep_until(end).await,
            None => pending().await,
        }
    }

    /// Waits until [`GRACE`] after the deadline, and returns the timeout.
    ///
    /// A library call has the same deadline. The grace period lets its more detailed error win.
    pub(crate) async fn passed_with_grace(self) -> Duration {
        match self.end.and_then(|end| end.checked_add(GRACE)) {
            Some(end) => sleep_until(end).await,
            None => pending().await,
        }
        self.timeout
    }
}
