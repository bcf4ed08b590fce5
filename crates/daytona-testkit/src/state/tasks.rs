//! The background tasks of a server.

use std::sync::{Mutex, PoisonError};

use tokio::task::JoinSet;

/// The background tasks of a server. All tasks end when the server stops.
#[derive(Debug, Default)]
pub(crate) struct Tasks(Mutex<JoinSet<()>>);

impl Tasks {
    /// Runs a task until it ends or the server stops.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Aborts all tasks, and returns them to be awaited.
    pub(super) fn abort_all(&self) -> JoinSet<()> {
        let mut tasks = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.abort_all();
        tasks
    }
}
