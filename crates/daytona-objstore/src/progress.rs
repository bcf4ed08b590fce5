//! How far a scan or an upload has come.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

/// Counts what scans and uploads have done, for anybody who wants to watch.
///
/// Clones share their counters, so that several contexts can report into one value. Counting is
/// cheap and needs no listener.
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

/// Holds the counters of a [`Progress`] at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProgressSnapshot {
    /// Files read and digested so far.
    pub files_scanned: u64,
    /// Bytes read and digested so far.
    pub bytes_scanned: u64,
    /// Files whose digests came from a [`DigestCache`](crate::DigestCache), without being read.
    pub files_recalled: u64,
    /// Bytes of the archives that were found missing and are being sent.
    pub bytes_to_upload: u64,
    /// Bytes of archives that went to the network so far, those of repeated requests again.
    pub bytes_sent: u64,
    /// Bytes of archives that the store has accepted so far.
    pub bytes_uploaded: u64,
    /// Archives that were to be brought to the store: each is then skipped or uploaded.
    pub archives_planned: u64,
    /// Archives sent in full.
    pub archives_uploaded: u64,
    /// Archives not sent because the store has them already.
    pub archives_skipped: u64,
}

impl Progress {
    /// Creates a value with all counters at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the counters as they stand.
    #[must_use]
    pub fn snapshot(&self) -> ProgressSnapshot {
        *self.0.counters.borrow()
    }

    /// Returns a receiver that wakes on every change and always shows the latest counters.
    ///
    /// Its channel closes when the last clone of this value is dropped.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<ProgressSnapshot> {
        self.0.counters.subscribe()
    }

    /// Returns a receiver that wakes when a request to the store has failed and is made again, and
    /// always shows how the latest one has failed. It shows nothing once that has succeeded.
    ///
    /// Its channel closes when the last clone of this value is dropped.
    ///
    /// ```
    /// # async fn watch(progress: daytona_objstore::Progress) {
    /// let mut failure = progress.failure();
    /// while failure.changed().await.is_ok() {
    ///     if let Some(reason) = &*failure.borrow_and_update() {
    ///         eprintln!("trying again: {reason}");
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

    /// Says how a request has failed that is made again.
    pub(crate) fn set_failure(&self, reason: String) {
        self.0.failure.send_replace(Some(reason));
    }

    /// Says that a request which had failed has succeeded.
    pub(crate) fn clear_failure(&self) {
        self.0.failure.send_replace(None);
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.snapshot()).finish()
    }
}
