//! The counter of the bytes that an upload sends.
//!
//! The S3 client is between an upload and its transport. The only state that it passes on is the
//! task in which it runs.

use crate::Progress;

tokio::task_local! {
    static PROGRESS: Progress;
}

/// Runs requests, and adds the bytes that they send to the progress.
pub(super) async fn counting<T>(progress: &Progress, requests: impl Future<Output = T>) -> T {
    PROGRESS.scope(progress.clone(), requests).await
}

/// Counts the bytes of one request.
pub(super) struct SentBytes(Option<Progress>);

impl SentBytes {
    /// Creates the counter of a request of the current task. It is inactive outside of [`counting`].
    pub(super) fn of_current_task() -> Self {
        Self(PROGRESS.try_with(Progress::clone).ok())
    }

    pub(super) fn add(&self, bytes: u64) {
        if let Some(progress) = &self.0 {
            progress.update(|now| now.bytes_sent += bytes);
        }
    }
}
