//! The callback that decides about retries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A failed attempt of a request that may succeed later.
///
/// The callback of [`StoreBuilder::retry_if`](crate::StoreBuilder::retry_if) receives it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The time since the start of the first attempt.
    pub elapsed: Duration,
    /// The pause before the next attempt.
    pub pause: Duration,
    /// The reason of the failure, without credentials.
    pub reason: String,
}

type Decide = dyn Fn(&FailedAttempt) -> bool + Send + Sync;

/// The callback. Without one, every retry is allowed.
#[derive(Clone, Default)]
pub(super) struct RetryCallback(Option<Arc<Decide>>);

impl RetryCallback {
    pub(super) fn new(decide: impl Fn(&FailedAttempt) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(decide)))
    }

    pub(super) fn allows(&self, attempt: &FailedAttempt) -> bool {
        self.0.as_ref().is_none_or(|decide| decide(attempt))
    }
}

impl fmt::Debug for RetryCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RetryCallback").field(&self.0.is_some()).finish()
    }
}
