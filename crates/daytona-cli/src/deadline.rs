//! The time that `--timeout` gives.

use std::future::pending;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How long the output may take that a signal or the deadline cuts short.
pub(crate) const GRACE: Duration = Duration::from_millis(500);

/// The end of the time for a verb and its output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    timeout: Duration,
    /// Nothing where it is too far away to count.
    end: Option<Instant>,
}

impl Deadline {
    /// Starts the time now. Default: no deadline. [`Duration::ZERO`] means no deadline too, as in
    /// the library.
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        let timeout = timeout.filter(|timeout| !timeout.is_zero()).unwrap_or(Duration::MAX);
        Self { timeout, end: Instant::now().checked_add(timeout) }
    }

    /// Waits until the time is over.
    pub(crate) async fn passed(self) {
        match self.end {
            Some(end) => sleep_until(end).await,
            None => pending().await,
        }
    }

    /// Waits until it is over for work too that watches the same time by itself, and then says
    /// more about its end. Returns the time that was given.
    pub(crate) async fn passed_for_good(self) -> Duration {
        match self.end.and_then(|end| end.checked_add(GRACE)) {
            Some(end) => sleep_until(end).await,
            None => pending().await,
        }
        self.timeout
    }
}
