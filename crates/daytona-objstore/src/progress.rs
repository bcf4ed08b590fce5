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
#[derive(Clone)]
pub struct Progress(Arc<watch::Sender<ProgressSnapshot>>);

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
        Self(Arc::new(watch::Sender::default()))
    }

    /// Returns the counters as they stand.
    #[must_use]
    pub fn snapshot(&self) -> ProgressSnapshot {
        *self.0.borrow()
    }

    /// Returns a receiver that wakes on every change and always shows the latest counters.
    ///
    /// Its channel closes when the last clone of this value is dropped.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<ProgressSnapshot> {
        self.0.subscribe()
    }

    pub(crate) fn update(&self, change: impl FnOnce(&mut ProgressSnapshot)) {
        self.0.send_modify(change);
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.snapshot()).finish()
    }
}
