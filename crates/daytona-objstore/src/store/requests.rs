//! Requests with retries, renewed credentials and a limit of concurrency.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::backoff::{Backoff, RetryBudget, RetryPolicy, random};
use super::bucket::Bucket;
use super::credentials_cache::CredentialsCache;
use super::failure::{Failure, Recovery};
use super::retry_callback::{FailedAttempt, RetryCallback};
use crate::Progress;

/// The maximum number of renewals for one request. One is enough, unless the clocks of the machines
/// differ.
const MAX_RENEWALS: u32 = 2;

/// Sends requests to a bucket.
#[derive(Debug, Clone)]
pub(super) struct Requests {
    bucket: Arc<dyn Bucket>,
    credentials: Arc<CredentialsCache>,
    retry_policy: RetryPolicy,
    retry_callback: RetryCallback,
    permits: Arc<Semaphore>,
}

impl Requests {
    /// Creates a sender with at most `max_concurrent` requests at a time.
    pub(super) fn new(
        bucket: Arc<dyn Bucket>,
        credentials: Arc<CredentialsCache>,
        retry_policy: RetryPolicy,
        retry_callback: RetryCallback,
        max_concurrent: usize,
    ) -> Self {
        let permits = Arc::new(Semaphore::new(max_concurrent.max(1)));
        Self { bucket, credentials, retry_policy, retry_callback, permits }
    }

    /// Returns the retry budget of one upload.
    pub(super) fn retry_budget(&self, progress: &Progress) -> RetryBudget {
        RetryBudget::new(self.retry_policy, progress.clone())
    }

    /// Sends a request, and retries it after a transient failure.
    pub(super) async fn send<'a, T>(
        &'a self,
        budget: &RetryBudget,
        request: impl Fn(&'a dyn Bucket) -> BoxFuture<'a, Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let mut backoff = Backoff::new(self.retry_policy);
        let started = Instant::now();
        let mut renewals = 0;
        let mut number = 0;
        loop {
            let generation = self.credentials.generation();
            let failure = match self.send_once(&request).await {
                Ok(response) => {
                    budget.put_back();
                    if number > 0 {
                        budget.progress().clear_failure();
                    }
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            match failure.recovery() {
                Recovery::RenewCredentials if renewals < MAX_RENEWALS => {
                    if !self.credentials.mark_expired(generation).await {
                        return Err(failure);
                    }
                    renewals += 1;
                }
                Recovery::Retry | Recovery::RetryOnce => {
                    number += 1;
                    let is_last = failure.recovery() == Recovery::RetryOnce && number > 1;
                    let Some(pause) = backoff.next(random()).filter(|_| !is_last && budget.take())
                    else {
                        return Err(failure);
                    };
                    let elapsed = started.elapsed();
                    let attempt =
                        FailedAttempt { number, elapsed, pause, reason: failure.to_string() };
                    if !self.retry_callback.allows(&attempt) {
                        return Err(failure);
                    }
                    tracing::debug!(?failure, ?pause, "a request failed and is retried");
                    budget.progress().set_failure(attempt.reason);
                    sleep(pause).await;
                }
                Recovery::RenewCredentials | Recovery::Impossible => return Err(failure),
            }
        }
    }

    /// Sends a request without retries. Waits for a permit, which a paused retry does not hold.
    pub(super) async fn send_once<'a, T>(
        &'a self,
        request: impl Fn(&'a dyn Bucket) -> BoxFuture<'a, Result<T, Failure>>,
    ) -> Result<T, Failure> {
        // The semaphore is never closed.
        let _permit = self.permits.acquire().await.ok();
        request(self.bucket.as_ref()).await
    }
}

#[cfg(test)]
mod tests {
    use object_store::path::Path as ObjectPath;

    use super::super::bucket::testing::{Fault, FaultyBucket, Stage};
    use super::*;
    use crate::{Credentials, StorageAccess};

    fn requests(bucket: &Arc<FaultyBucket>, retry_policy: RetryPolicy) -> Requests {
        let credentials = Credentials::new("key", "secret", "");
        let access = StorageAccess::new("s3", "contexts", "org-1", credentials);
        let location = access.location().unwrap();
        let cache = Arc::new(CredentialsCache::new(&access, location, Instant::now(), None));
        Requests::new(bucket.clone(), cache, retry_policy, RetryCallback::default(), 16)
    }

    async fn find(requests: &Requests, progress: &Progress) -> Result<Option<u64>, Failure> {
        let (budget, key) = (requests.retry_budget(progress), ObjectPath::from("key"));
        requests.send(&budget, |bucket| bucket.size(&key)).await
    }

    #[tokio::test(start_paused = true)]
    async fn reason_of_a_retry_is_shown_until_it_succeeds() {
        for (fault, expected) in [
            (Fault::NotSent, "connection refused"),
            (Fault::Refused(503, "SlowDown"), "the store refused it with status 503 (SlowDown)"),
        ] {
            let progress = Progress::new();
            let bucket = FaultyBucket::with(Stage::Find, fault, 2);
            let requests = requests(&bucket, RetryPolicy::default());
            let mut failure = progress.failure();
            let mut request = std::pin::pin!(find(&requests, &progress));
            let shown = tokio::select! {
                _ = &mut request => None,
                Ok(()) = failure.changed() => failure.borrow_and_update().clone(),
            };
            assert_eq!(shown.as_deref(), Some(expected));
            request.await.unwrap();
            assert_eq!(*failure.borrow(), None);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn permanent_refusal_is_not_retried() {
        let fault = Fault::Refused(403, "AccessDenied");
        let bucket = FaultyBucket::with(Stage::Find, fault, u32::MAX);
        let requests = requests(&bucket, RetryPolicy::default());
        find(&requests, &Progress::new()).await.unwrap_err();
        assert_eq!(bucket.count(Stage::Find), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn request_without_retries_fails_after_one_attempt() {
        let bucket = FaultyBucket::with(Stage::Find, Fault::NotSent, 1);
        let requests = requests(&bucket, RetryPolicy { budget: 0, ..RetryPolicy::default() });
        let failure = find(&requests, &Progress::new()).await.unwrap_err();
        assert!(matches!(failure, Failure::Transport { .. }), "{failure}");
    }
}
