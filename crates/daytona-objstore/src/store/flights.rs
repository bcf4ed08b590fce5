//! Keeps two uploads of one object from running side by side.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::Digest;
use crate::threads::lock;

/// Lets one upload per digest through at a time.
///
/// Whoever comes second waits, and then finds the object in the store. When the first one failed or
/// was dropped, the second one does the work.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<Digest, Weak<AsyncMutex<()>>>>);

/// Holds the place of an upload.
pub(super) type Flight = OwnedMutexGuard<()>;

impl Flights {
    pub(super) async fn enter(&self, digest: Digest) -> Flight {
        let place = self.place(digest);
        place.lock_owned().await
    }

    fn place(&self, digest: Digest) -> Arc<AsyncMutex<()>> {
        let mut places = lock(&self.0);
        if let Some(place) = places.get(&digest).and_then(Weak::upgrade) {
            return place;
        }
        // What nobody holds any more is cleared out here, so that the map does not grow.
        places.retain(|_, place| place.strong_count() > 0);
        let place = Arc::default();
        places.insert(digest, Arc::downgrade(&place));
        place
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
    async fn one_upload_per_digest_is_let_through() {
        let flights = Flights::default();
        let first = flights.enter(digest("a")).await;
        let other = flights.enter(digest("b")).await;
        let mut second = Box::pin(flights.enter(digest("a")));
        assert!((&mut second).now_or_never().is_none());
        drop(first);
        assert!((&mut second).now_or_never().is_some());
        drop(other);
    }

    #[tokio::test]
    async fn places_left_are_forgotten() {
        let flights = Flights::default();
        for name in 0..100 {
            drop(flights.enter(digest(&name.to_string())).await);
        }
        assert_eq!(flights.0.lock().unwrap().len(), 1);
    }
}
