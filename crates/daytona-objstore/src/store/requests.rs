//! Requests with policy: how many at once, how often again, and with which credentials.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::backoff::{Backoff, RetryBudget, RetryPolicy, draw};
use super::bucket::Bucket;
use super::failure::{Failure, Remedy};
use super::lease::Lease;
use crate::Progress;

/// How often one request may need other credentials. Once is enough, unless the clocks of the
/// machines disagree about when credentials begin and end.
const MAX_RENEWALS: u32 = 2;

/// Makes requests to a bucket until they succeed or there is no point in it.
#[derive(Debug, Clone)]
pub(super) struct Requests {
    bucket: Arc<dyn Bucket>,
    lease: Arc<Lease>,
    policy: RetryPolicy,
    turns: Arc<Semaphore>,
}

impl Requests {
    /// At most `at_once` requests are on their way at a time.
    pub(super) fn new(
        bucket: Arc<dyn Bucket>,
        lease: Arc<Lease>,
        policy: RetryPolicy,
        at_once: usize,
    ) -> Self {
        Self { bucket, lease, policy, turns: Arc::new(Semaphore::new(at_once.max(1))) }
    }

    /// Returns the repetitions for one upload.
    pub(super) fn budget(&self, progress: &Progress) -> RetryBudget {
        RetryBudget::new(self.policy, progress.clone())
    }

    /// Makes a request, and again when it failed in a way that may pass.
    pub(super) async fn make<'a, T>(
        &'a self,
        budget: &RetryBudget,
        request: impl Fn(&'a dyn Bucket) -> BoxFuture<'a, Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let mut backoff = Backoff::new(self.policy);
        let mut renewals = 0;
        let mut has_failed = false;
        loop {
            let credentials = self.lease.generation();
            let failure = match self.make_once(&request).await {
                Ok(answer) => {
                    budget.put_back();
                    if has_failed {
                        budget.progress().clear_failure();
                    }
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            match failure.remedy() {
                Remedy::RenewAccess if renewals < MAX_RENEWALS => {
                    if !self.lease.refuse(credentials).await {
                        return Err(failure);
                    }
                    renewals += 1;
                }
                Remedy::TryAgain => match backoff.next(draw()) {
                    Some(delay) if budget.take() => {
                        tracing::debug!(?failure, ?delay, "a request failed and is made again");
                        budget.progress().set_failure(failure.to_string());
                        has_failed = true;
                        sleep(delay).await;
                    }
                    _ => return Err(failure),
                },
                Remedy::RenewAccess | Remedy::GiveUp => return Err(failure),
            }
        }
    }

    /// Makes a request when its turn has come. Waiting for a repetition takes up no turn.
    pub(super) async fn make_once<'a, T>(
        &'a self,
        request: impl Fn(&'a dyn Bucket) -> BoxFuture<'a, Result<T, Failure>>,
    ) -> Result<T, Failure> {
        // Nobody closes the semaphore, so that there is always a turn to come.
        let _turn = self.turns.acquire().await.ok();
        request(self.bucket.as_ref()).await
    }
}
