//! The progress of scans and uploads.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

/// Counters of scans and uploads.
///
/// Clones share the counters, so that several contexts can report to one value.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let progress = Progress::new();
/// let mut updates = progress.subscribe();
/// let watcher = tokio::spawn(async move {
///     while updates.changed().await.is_ok() {
///         let now = *updates.borrow_and_update();
///         println!("{} files, {} bytes", now.files_scanned, now.bytes_scanned);
///     }
/// });
///
/// scan(vec![Source::new("src", "src")], Limits::default(), &progress).await.unwrap();
/// assert!(progress.snapshot().files_scanned > 0);
///
/// drop(progress);
/// watcher.await.unwrap();
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Progress(Arc<Channels>);

#[derive(Default)]
struct Channels {
    counters: watch::Sender<ProgressSnapshot>,
    failure: watch::Sender<Option<String>>,
}

/// The counters of a [`Progress`] at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProgressSnapshot {
    /// Files read and hashed.
    pub files_scanned: u64,
    /// Bytes read and hashed.
    pub bytes_scanned: u64,
    /// Files whose digests came from a [`DigestCache`](crate::DigestCache). They are not read.
    pub files_from_cache: u64,
    /// Bytes of the archives that the store does not have.
    ///
    /// A packed archive counts with its length before compression at first. The value shrinks while
    /// the archive is compressed, so it may decrease.
    pub bytes_to_upload: u64,
    /// Bytes of archives sent to the network. Bytes of retried requests count again.
    pub bytes_sent: u64,
    /// Bytes of archives that the store has accepted.
    pub bytes_uploaded: u64,
    /// Archives to upload. Each is either uploaded or skipped.
    pub archives_planned: u64,
    /// Archives uploaded.
    pub archives_uploaded: u64,
    /// Archives skipped because the store has them.
    pub archives_skipped: u64,
}

impl Progress {
    /// Creates a progress with all counters at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the current counters.
    #[must_use]
    pub fn snapshot(&self) -> ProgressSnapshot {
        *self.0.counters.borrow()
    }

    /// Returns a receiver of the current counters, which is notified of every change.
    ///
    /// The channel closes when the last clone of this value is dropped.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<ProgressSnapshot> {
        self.0.counters.subscribe()
    }

    /// Returns a receiver of the failure of the latest request that is retried.
    ///
    /// The value is `None` while no request is retried, and after the retry has succeeded. The channel
    /// closes when the last clone of this value is dropped.
    ///
    /// ```
    /// # async fn watch(progress: daytona_objstore::Progress) {
    /// let mut failure = progress.failure();
    /// while failure.changed().await.is_ok() {
    ///     if let Some(reason) = &*failure.borrow_and_update() {
    ///         eprintln!("retrying: {reason}");
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn failure(&self) -> watch::Receiver<Option<String>> {
        self.0.failure.subscribe()
    }

    pub(crate) fn update(&self, change: impl FnOnce(&mut ProgressSnapshot)) {
        self.0.counters.send_modify(change);
    }

    /// Sets the failure of a request that is retried.
    pub(crate) fn set_failure(&self, reason: String) {
        self.0.failure.send_replace(Some(reason));
    }

    /// Clears the failure after a successful retry.
    pub(crate) fn clear_failure(&self) {
        self.0.failure.send_replace(None);
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.snapshot()).finish()
    }
}
