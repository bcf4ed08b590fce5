//! A flag that tells whether the server may have received a request.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

tokio::task_local! {
    static CURRENT: SentFlag;
}

/// Records whether an attempt may have reached the server, also while the attempt is under way.
///
/// A transport that can tell resets the flag before the attempt, and sets it with the first byte of
/// the request's body. Any other stub leaves it set.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentFlag(Arc<AtomicBool>);

impl SentFlag {
    /// Returns the flag of the attempt in which the caller runs; otherwise a new one.
    #[cfg(feature = "client")]
    pub(crate) fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_default()
    }

    /// Runs an attempt whose transport may use this flag.
    pub(crate) async fn during<F: Future>(&self, attempt: F) -> F::Output {
        self.set(true);
        CURRENT.scope(self.clone(), attempt).await
    }

    pub(crate) fn set(&self, is_sent: bool) {
        self.0.store(is_sent, Ordering::Relaxed);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Returns the flag for code outside of this crate.
    #[cfg(feature = "client")]
    pub(crate) fn shared(&self) -> Arc<AtomicBool> {
        self.0.clone()
    }
}
