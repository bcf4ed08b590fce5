//! What went wrong last, for those who give up while a call is made again and again.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Error;

tokio::task_local! {
    static NOTES: LastFailure;
}

/// The failure for which a step has made its latest call again, unless one has succeeded since.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastFailure(Arc<Mutex<Option<Error>>>);

impl LastFailure {
    /// Runs a step whose calls note here why they are made again.
    pub(crate) async fn of<F: Future>(&self, step: F) -> F::Output {
        NOTES.scope(self.clone(), step).await
    }

    pub(crate) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Notes why a call is made again, or that it has succeeded, if anybody wants to know.
pub(crate) fn note(failure: Option<&Error>) {
    // Nobody does where no step is being run for a `LastFailure`.
    let _ = NOTES.try_with(|LastFailure(last)| {
        *last.lock().unwrap_or_else(PoisonError::into_inner) = failure.cloned();
    });
}
