//! Tells an upload's progress what its requests put on the wire.
//!
//! The S3 client stands in between and passes nothing on from its caller to its transport, except
//! for the task that it runs in.

use crate::Progress;

tokio::task_local! {
    static PROGRESS: Progress;
}

/// Awaits requests that send content, and counts what they send.
pub(super) async fn counting<T>(progress: &Progress, requests: impl Future<Output = T>) -> T {
    PROGRESS.scope(progress.clone(), requests).await
}

/// Counts the bytes of one request.
pub(super) struct Sent(Option<Progress>);

impl Sent {
    /// Makes a counter for a request of the running task, idle unless within [`counting`].
    pub(super) fn of_this_task() -> Self {
        Self(PROGRESS.try_with(Progress::clone).ok())
    }

    pub(super) fn add(&self, bytes: u64) {
        if let Some(progress) = &self.0 {
            progress.update(|now| now.bytes_sent += bytes);
        }
    }
}
