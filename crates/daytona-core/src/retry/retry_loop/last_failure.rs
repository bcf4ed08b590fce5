//! The last failure of a call that is being retried, for the error of a deadline.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Error;

tokio::task_local! {
    static CURRENT: LastFailure;
}

/// The failure of the last attempt of a step. A success clears it.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastFailure(Arc<Mutex<Option<Error>>>);

impl LastFailure {
    /// Runs a step whose calls record their failures here.
    pub(crate) async fn during<F: Future>(&self, step: F) -> F::Output {
        CURRENT.scope(self.clone(), step).await
    }

    pub(crate) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Records the failure of an attempt, or its success, in the current step.
pub(crate) fn record(failure: Option<&Error>) {
    // Outside of `LastFailure::during` there is nothing to record.
    let _ = CURRENT.try_with(|LastFailure(last)| {
        *last.lock().unwrap_or_else(PoisonError::into_inner) = failure.cloned();
    });
}
