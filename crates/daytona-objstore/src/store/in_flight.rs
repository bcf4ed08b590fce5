//! The uploads in progress.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::Digest;
use crate::threads::lock;

/// Allows one upload for each digest at a time.
///
/// A second upload waits, and then finds the object in the store. If the first one fails or is
/// dropped, the second one sends the archive.
#[derive(Debug, Default)]
pub(super) struct InFlightUploads(Mutex<HashMap<Digest, Weak<AsyncMutex<()>>>>);

/// The right to upload an archive.
pub(super) type UploadGuard = OwnedMutexGuard<()>;

impl InFlightUploads {
    /// Waits until no other upload of the digest is in progress.
    pub(super) async fn acquire(&self, digest: Digest) -> UploadGuard {
        let mutex = self.mutex(digest);
        mutex.lock_owned().await
    }

    fn mutex(&self, digest: Digest) -> Arc<AsyncMutex<()>> {
        let mut mutexes = lock(&self.0);
        if let Some(mutex) = mutexes.get(&digest).and_then(Weak::upgrade) {
            return mutex;
        }
        // Unused entries are removed here, so that the map does not grow.
        mutexes.retain(|_, mutex| mutex.strong_count() > 0);
        let mutex = Arc::default();
        mutexes.insert(digest, Arc::downgrade(&mutex));
        mutex
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn digest(of: &str) -> Digest {
        blake3::hash(of.as_bytes()).into()
    }

    #[tokio::test]
    async fn second_upload_of_a_digest_waits() {
        let uploads = InFlightUploads::default();
        let first = uploads.acquire(digest("a")).await;
        let other = uploads.acquire(digest("b")).await;
        let mut second = Box::pin(uploads.acquire(digest("a")));
        assert!((&mut second).now_or_never().is_none());
        drop(first);
        assert!((&mut second).now_or_never().is_some());
        drop(other);
    }

    #[tokio::test]
    async fn unused_entries_are_removed() {
        let uploads = InFlightUploads::default();
        for name in 0..100 {
            drop(uploads.acquire(digest(&name.to_string())).await);
        }
        assert_eq!(uploads.0.lock().unwrap().len(), 1);
    }
}
