//! The credentials of a store, renewed before they expire.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use object_store::CredentialProvider;
use object_store::aws::AwsCredential;
use secrecy::ExposeSecret;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::access::Place;
use crate::error::Kind;
use crate::{Access, AccessProvider, Credentials, Error};

/// Credentials with less than this left are renewed before they are used again.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long credentials that are still valid are used on after a renewal failed.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Holds the credentials, and asks for new ones in time.
pub(super) struct Lease {
    /// Without one, the credentials are all there will ever be.
    provider: Option<Box<dyn AccessProvider>>,
    place: Place,
    /// Waiting for it is waiting for a renewal: who comes later finds it done.
    held: Mutex<Held>,
    /// Counts renewals, so that a refusal can be laid to the credentials that caused it.
    generation: AtomicU64,
}

struct Held {
    credential: Arc<AwsCredential>,
    expires: Option<Instant>,
    is_refused: bool,
    /// No renewal is tried before, as long as the credentials are valid.
    pause_until: Option<Instant>,
}

impl Held {
    fn new(access: &Access, asked: Instant) -> Self {
        Self {
            credential: Arc::new(to_aws(&access.credentials)),
            expires: access.valid_for.map(|validity| asked + validity),
            is_refused: false,
            pause_until: None,
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        let is_near_end = self.expires.is_some_and(|end| now + RENEW_BEFORE > end);
        let is_paused = self.pause_until.is_some_and(|end| now < end);
        self.is_refused || (is_near_end && !is_paused)
    }

    fn is_usable(&self, now: Instant) -> bool {
        !self.is_refused && self.expires.is_none_or(|end| now < end)
    }
}

impl Lease {
    /// Makes a lease of an access that was asked for at a moment.
    pub(super) fn new(
        access: &Access,
        place: Place,
        asked: Instant,
        provider: Option<Box<dyn AccessProvider>>,
    ) -> Self {
        let held = Mutex::new(Held::new(access, asked));
        Self { provider, place, held, generation: AtomicU64::new(0) }
    }

    /// Returns which credentials are in use: a number that grows with every renewal.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Takes note that the store refused credentials as expired; they are renewed before the next
    /// use. Returns whether there can be others.
    pub(super) async fn refuse(&self, generation: u64) -> bool {
        if self.provider.is_none() {
            return false;
        }
        let mut held = self.held.lock().await;
        // Somebody else's renewal may have come in between.
        held.is_refused |= self.generation() == generation;
        true
    }

    async fn credential(&self) -> Result<Arc<AwsCredential>, Error> {
        let mut held = self.held.lock().await;
        let now = Instant::now();
        if let Some(provider) = &self.provider
            && held.is_due(now)
        {
            match self.renew(provider.as_ref()).await {
                Ok(access) => {
                    *held = Held::new(&access, now);
                    self.generation.fetch_add(1, Ordering::Relaxed);
                    tracing::debug!("renewed the access to the store");
                }
                Err(error) if held.is_usable(Instant::now()) => {
                    tracing::warn!(%error, "could not renew the access to the store ahead of time");
                    held.pause_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Arc::clone(&held.credential))
    }

    async fn renew(&self, provider: &dyn AccessProvider) -> Result<Access, Error> {
        let access = ask(provider).await?;
        if access.check()? == self.place { Ok(access) } else { Err(Kind::Moved.into()) }
    }
}

/// Asks for an access.
pub(super) async fn ask(provider: &dyn AccessProvider) -> Result<Access, Error> {
    provider.access().await.map_err(|source| Kind::NoAccess { source }.into())
}

#[async_trait]
impl CredentialProvider for Lease {
    type Credential = AwsCredential;

    async fn get_credential(&self) -> object_store::Result<Arc<AwsCredential>> {
        self.credential().await.map_err(|error| object_store::Error::Generic {
            store: "access",
            source: Box::new(error),
        })
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("place", &self.place).finish_non_exhaustive()
    }
}

fn to_aws(credentials: &Credentials) -> AwsCredential {
    let token = credentials.session_token.expose_secret();
    AwsCredential {
        key_id: credentials.access_key.expose_secret().to_owned(),
        secret_key: credentials.secret.expose_secret().to_owned(),
        token: (!token.is_empty()).then(|| token.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::sync::atomic::AtomicUsize;

    use futures_util::future::join_all;
    use tokio::time::advance;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// Gives an access valid for an hour, with the number of the call as its key. Takes a second.
    #[derive(Default)]
    struct Calls {
        made: AtomicUsize,
        bucket: std::sync::Mutex<Option<&'static str>>,
        is_down: std::sync::atomic::AtomicBool,
    }

    #[async_trait]
    impl AccessProvider for Calls {
        async fn access(&self) -> Result<Access, Box<dyn StdError + Send + Sync>> {
            let call = self.made.fetch_add(1, Ordering::Relaxed) + 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
            if self.is_down.load(Ordering::Relaxed) {
                return Err("the API is down".into());
            }
            let bucket = self.bucket.lock().unwrap().unwrap_or("contexts");
            Ok(access(call, bucket).valid_for(HOUR))
        }
    }

    fn access(call: usize, bucket: &str) -> Access {
        Access::new("s3", bucket, "org-1", Credentials::new(format!("key-{call}"), "secret", ""))
    }

    fn lease(calls: &Arc<Calls>) -> Lease {
        let first = access(0, "contexts").valid_for(HOUR);
        let place = first.check().unwrap();
        Lease::new(&first, place, Instant::now(), Some(Box::new(Arc::clone(calls))))
    }

    async fn key(lease: &Lease) -> String {
        lease.credential().await.unwrap().key_id.clone()
    }

    #[tokio::test(start_paused = true)]
    async fn access_is_renewed_when_five_minutes_are_left() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        advance(HOUR - RENEW_BEFORE).await;
        assert_eq!(key(&lease).await, "key-0");
        advance(Duration::from_secs(1)).await;
        assert_eq!(key(&lease).await, "key-1");
        assert_eq!(key(&lease).await, "key-1");
        // The new hour began when the access was asked for, not when it came.
        advance(HOUR - RENEW_BEFORE).await;
        assert_eq!(key(&lease).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_wait_are_served_by_one_renewal() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        advance(HOUR).await;
        let keys = join_all((0..50).map(|_| key(&lease))).await;
        assert_eq!(keys, vec!["key-1"; 50]);
        assert_eq!(calls.made.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn credentials_refused_by_many_are_renewed_once() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        let generation = lease.generation();
        for _ in 0..3 {
            assert!(lease.refuse(generation).await);
            assert_eq!(key(&lease).await, "key-1");
        }
        assert!(lease.refuse(lease.generation()).await);
        assert_eq!(key(&lease).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_renewal_is_taken_over_by_the_next() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        advance(HOUR).await;
        let renewal = tokio::time::timeout(Duration::from_millis(500), lease.credential());
        assert!(renewal.await.is_err());
        assert_eq!(key(&lease).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn failed_renewal_is_no_error_while_the_access_is_valid() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        calls.is_down.store(true, Ordering::Relaxed);
        advance(HOUR - Duration::from_secs(60)).await;
        assert_eq!([key(&lease).await, key(&lease).await], ["key-0", "key-0"]);
        assert_eq!(calls.made.load(Ordering::Relaxed), 1, "not with every request");

        advance(Duration::from_secs(60)).await;
        let error = lease.credential().await.unwrap_err();
        assert_eq!(error.to_string(), "failed to get access to the store: the API is down");
        assert_eq!(StdError::source(&error).unwrap().to_string(), "the API is down");

        calls.is_down.store(false, Ordering::Relaxed);
        assert_eq!(key(&lease).await, "key-3");
    }

    #[tokio::test(start_paused = true)]
    async fn access_to_another_bucket_is_refused() {
        let calls = Arc::new(Calls::default());
        let lease = lease(&calls);
        *calls.bucket.lock().unwrap() = Some("elsewhere");
        advance(HOUR).await;
        let error = lease.credential().await.unwrap_err();
        assert!(error.is_access_moved(), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn access_without_provider_is_used_to_the_end() {
        let first = access(0, "contexts").valid_for(HOUR);
        let lease = Lease::new(&first, first.check().unwrap(), Instant::now(), None);
        advance(2 * HOUR).await;
        assert_eq!(key(&lease).await, "key-0");
        assert!(!lease.refuse(0).await);
    }
}
