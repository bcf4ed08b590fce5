//! The cache of the credentials of a store.

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

use crate::error::Kind;
use crate::storage_access::BucketLocation;
use crate::{AccessProvider, Credentials, Error, StorageAccess};

/// The remaining validity below which credentials are renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// The pause after a failed renewal while the credentials are still valid.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// The current credentials. They are renewed before they expire.
pub(super) struct CredentialsCache {
    /// `None` if the credentials are never renewed.
    provider: Option<Box<dyn AccessProvider>>,
    location: BucketLocation,
    /// Locked during a renewal, so that one renewal serves all that wait for it.
    current: Mutex<Current>,
    /// The number of renewals. It identifies the credentials of a rejected request.
    generation: AtomicU64,
}

struct Current {
    credential: Arc<AwsCredential>,
    expires: Option<Instant>,
    is_rejected: bool,
    /// The end of the pause after a failed renewal.
    pause_until: Option<Instant>,
}

impl Current {
    fn new(access: &StorageAccess, requested: Instant) -> Self {
        Self {
            credential: Arc::new(to_aws(&access.credentials)),
            expires: access.valid_for.map(|validity| requested + validity),
            is_rejected: false,
            pause_until: None,
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        let is_near_end = self.expires.is_some_and(|end| now + RENEW_BEFORE > end);
        let is_paused = self.pause_until.is_some_and(|end| now < end);
        self.is_rejected || (is_near_end && !is_paused)
    }

    fn is_usable(&self, now: Instant) -> bool {
        !self.is_rejected && self.expires.is_none_or(|end| now < end)
    }
}

impl CredentialsCache {
    /// Creates a cache with an access and the time of its request.
    pub(super) fn new(
        access: &StorageAccess,
        location: BucketLocation,
        requested: Instant,
        provider: Option<Box<dyn AccessProvider>>,
    ) -> Self {
        let current = Mutex::new(Current::new(access, requested));
        Self { provider, location, current, generation: AtomicU64::new(0) }
    }

    /// Returns the number of the current credentials.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Records that the store rejected credentials as expired. The next request renews them.
    ///
    /// Returns `false` if they cannot be renewed.
    pub(super) async fn mark_expired(&self, generation: u64) -> bool {
        if self.provider.is_none() {
            return false;
        }
        let mut current = self.current.lock().await;
        // They may have been renewed since the request.
        current.is_rejected |= self.generation() == generation;
        true
    }

    async fn credential(&self) -> Result<Arc<AwsCredential>, Error> {
        let mut current = self.current.lock().await;
        let now = Instant::now();
        if let Some(provider) = &self.provider
            && current.is_due(now)
        {
            match self.renew(provider.as_ref()).await {
                Ok(access) => {
                    *current = Current::new(&access, now);
                    self.generation.fetch_add(1, Ordering::Relaxed);
                    tracing::debug!("renewed the access to the store");
                }
                Err(error) if current.is_usable(Instant::now()) => {
                    tracing::warn!(%error, "could not renew the access to the store ahead of time");
                    current.pause_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Arc::clone(&current.credential))
    }

    async fn renew(&self, provider: &dyn AccessProvider) -> Result<StorageAccess, Error> {
        let access = request_access(provider).await?;
        if access.location()? == self.location { Ok(access) } else { Err(Kind::AccessMoved.into()) }
    }
}

/// Requests an access from a provider.
pub(super) async fn request_access(provider: &dyn AccessProvider) -> Result<StorageAccess, Error> {
    provider.access().await.map_err(|source| Kind::AccessUnavailable { source }.into())
}

#[async_trait]
impl CredentialProvider for CredentialsCache {
    type Credential = AwsCredential;

    async fn get_credential(&self) -> object_store::Result<Arc<AwsCredential>> {
        self.credential().await.map_err(|error| object_store::Error::Generic {
            store: "access",
            source: Box::new(error),
        })
    }
}

impl fmt::Debug for CredentialsCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsCache").field("location", &self.location).finish_non_exhaustive()
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

    /// Provides an access for an hour, with the number of the call as its key. A call takes a second.
    #[derive(Default)]
    struct Provider {
        calls: AtomicUsize,
        bucket: std::sync::Mutex<Option<&'static str>>,
        is_down: std::sync::atomic::AtomicBool,
    }

    #[async_trait]
    impl AccessProvider for Provider {
        async fn access(&self) -> Result<StorageAccess, Box<dyn StdError + Send + Sync>> {
            let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
            if self.is_down.load(Ordering::Relaxed) {
                return Err("the API is down".into());
            }
            let bucket = self.bucket.lock().unwrap().unwrap_or("contexts");
            Ok(access(call, bucket).valid_for(HOUR))
        }
    }

    fn access(call: usize, bucket: &str) -> StorageAccess {
        StorageAccess::new(
            "s3",
            bucket,
            "org-1",
            Credentials::new(format!("key-{call}"), "secret", ""),
        )
    }

    fn cache(provider: &Arc<Provider>) -> CredentialsCache {
        let first = access(0, "contexts").valid_for(HOUR);
        let location = first.location().unwrap();
        CredentialsCache::new(
            &first,
            location,
            Instant::now(),
            Some(Box::new(Arc::clone(provider))),
        )
    }

    async fn key(cache: &CredentialsCache) -> String {
        cache.credential().await.unwrap().key_id.clone()
    }

    #[tokio::test(start_paused = true)]
    async fn access_is_renewed_when_five_minutes_are_left() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        advance(HOUR - RENEW_BEFORE).await;
        assert_eq!(key(&cache).await, "key-0");
        advance(Duration::from_secs(1)).await;
        assert_eq!(key(&cache).await, "key-1");
        assert_eq!(key(&cache).await, "key-1");
        // The validity starts with the request, not with the response.
        advance(HOUR - RENEW_BEFORE).await;
        assert_eq!(key(&cache).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn one_renewal_serves_all_waiting_requests() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        advance(HOUR).await;
        let keys = join_all((0..50).map(|_| key(&cache))).await;
        assert_eq!(keys, vec!["key-1"; 50]);
        assert_eq!(provider.calls.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn credentials_rejected_several_times_are_renewed_once() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        let generation = cache.generation();
        for _ in 0..3 {
            assert!(cache.mark_expired(generation).await);
            assert_eq!(key(&cache).await, "key-1");
        }
        assert!(cache.mark_expired(cache.generation()).await);
        assert_eq!(key(&cache).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_renewal_is_repeated_by_the_next_request() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        advance(HOUR).await;
        let renewal = tokio::time::timeout(Duration::from_millis(500), cache.credential());
        assert!(renewal.await.is_err());
        assert_eq!(key(&cache).await, "key-2");
    }

    #[tokio::test(start_paused = true)]
    async fn failed_renewal_is_not_an_error_while_the_access_is_valid() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        provider.is_down.store(true, Ordering::Relaxed);
        advance(HOUR - Duration::from_secs(60)).await;
        assert_eq!([key(&cache).await, key(&cache).await], ["key-0", "key-0"]);
        assert_eq!(
            provider.calls.load(Ordering::Relaxed),
            1,
            "one attempt, not one for each request"
        );

        advance(Duration::from_secs(60)).await;
        let error = cache.credential().await.unwrap_err();
        assert_eq!(error.to_string(), "failed to get access to the store: the API is down");
        assert_eq!(StdError::source(&error).unwrap().to_string(), "the API is down");

        provider.is_down.store(false, Ordering::Relaxed);
        assert_eq!(key(&cache).await, "key-3");
    }

    #[tokio::test(start_paused = true)]
    async fn access_to_another_bucket_is_an_error() {
        let provider = Arc::new(Provider::default());
        let cache = cache(&provider);
        *provider.bucket.lock().unwrap() = Some("elsewhere");
        advance(HOUR).await;
        let error = cache.credential().await.unwrap_err();
        assert!(error.is_access_moved(), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn access_without_provider_is_never_renewed() {
        let first = access(0, "contexts").valid_for(HOUR);
        let cache = CredentialsCache::new(&first, first.location().unwrap(), Instant::now(), None);
        advance(2 * HOUR).await;
        assert_eq!(key(&cache).await, "key-0");
        assert!(!cache.mark_expired(0).await);
    }
}
