//! Requests with policy: how many at once, how often again, and with which credentials.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::backoff::{Backoff, RetryBudget, RetryPolicy, draw};
use super::bucket::Bucket;
use super::failure::{Failure, Remedy};
use super::lease::Lease;
use super::veto::{FailedAttempt, Veto};
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
    veto: Veto,
    turns: Arc<Semaphore>,
}

impl Requests {
    /// At most `at_once` requests are on their way at a time.
    pub(super) fn new(
        bucket: Arc<dyn Bucket>,
        lease: Arc<Lease>,
        policy: RetryPolicy,
        veto: Veto,
        at_once: usize,
    ) -> Self {
        Self { bucket, lease, policy, veto, turns: Arc::new(Semaphore::new(at_once.max(1))) }
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
        let began = Instant::now();
        let mut renewals = 0;
        let mut number = 0;
        loop {
            let credentials = self.lease.generation();
            let failure = match self.make_once(&request).await {
                Ok(answer) => {
                    budget.put_back();
                    if number > 0 {
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
                Remedy::TryAgain | Remedy::TryOnceMore => {
                    number += 1;
                    let is_last = failure.remedy() == Remedy::TryOnceMore && number > 1;
                    let Some(pause) = backoff.next(draw()).filter(|_| !is_last && budget.take())
                    else {
                        return Err(failure);
                    };
                    let elapsed = began.elapsed();
                    let failed =
                        FailedAttempt { number, elapsed, pause, reason: failure.to_string() };
                    if self.veto.stops(&failed) {
                        return Err(failure);
                    }
                    tracing::debug!(?failure, ?pause, "a request failed and is made again");
                    budget.progress().set_failure(failed.reason);
                    sleep(pause).await;
                }
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
