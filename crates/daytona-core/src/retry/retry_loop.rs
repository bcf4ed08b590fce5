//! The one place where a failed call is made again.

mod budget;
pub(crate) mod last_failure;
mod limiter;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Kind, Response};
use crate::retry::{
    Attempt, BackoffPolicy, CallEffect, DecorrelatedJitter, NeverRetry, RetryDecision, RetryEvent,
    RetryPolicy, Transient,
};
use crate::{Error, Result};
use budget::RetryBudget;
pub(crate) use last_failure::LastFailure;
use limiter::Limiter;

/// How many attempts there are unless told otherwise.
const ATTEMPTS: u32 = 6;

/// How long attempts go on unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(90);

type OnRetry = Arc<dyn Fn(&RetryEvent) + Send + Sync>;

tokio::task_local! {
    static UNLIMITED: ();
}

/// Runs one of many steps that take turns: a call that has never been sent does not fail for having
/// waited as long as the server asks.
pub(crate) async fn in_turn<F: Future>(step: F) -> F::Output {
    UNLIMITED.scope((), step).await
}

/// Makes calls, and makes them again as the policies say.
#[derive(Clone)]
pub(crate) struct RetryLoop {
    retry: Arc<dyn RetryPolicy>,
    backoff: Arc<dyn BackoffPolicy>,
    on_retry: Option<OnRetry>,
    traffic: Arc<Traffic>,
}

/// What all calls of one client share.
#[derive(Debug, Default)]
struct Traffic {
    budget: RetryBudget,
    limiter: Limiter,
}

/// What is known of the attempts before this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earlier {
    /// Whether one of them may have had its effect, though its answer did not arrive.
    pub(crate) may_have_acted: bool,
}

impl RetryLoop {
    /// Replaces the retry policy; the traffic stays shared.
    pub(crate) fn with_retry_policy(self, retry: Arc<dyn RetryPolicy>) -> Self {
        Self { retry, ..self }
    }

    /// Replaces the backoff policy; the traffic stays shared.
    #[cfg(feature = "client")]
    pub(crate) fn with_backoff(self, backoff: Arc<dyn BackoffPolicy>) -> Self {
        Self { backoff, ..self }
    }

    /// Sets who is told of calls that are made again.
    #[cfg(feature = "client")]
    pub(crate) fn with_on_retry(self, callback: OnRetry) -> Self {
        Self { on_retry: Some(callback), ..self }
    }

    /// Tells of a call that is made again.
    pub(crate) fn tell(&self, event: &RetryEvent) {
        let RetryEvent { attempt, pause, error } = event;
        tracing::debug!(%error, attempt, ?pause, "retrying");
        last_failure::note(Some(error));
        if let Some(callback) = &self.on_retry {
            crate::held_panic::call(|| callback(event));
        }
    }

    /// Makes each call once. What the server asks all calls to wait for holds these too.
    pub(crate) fn once(&self) -> Self {
        self.clone().with_retry_policy(Arc::new(NeverRetry))
    }

    /// Makes a call, again and again as the policies say, and returns its last outcome.
    pub(crate) async fn run<T, F>(
        &self,
        effect: CallEffect,
        call: impl Fn(Earlier) -> F,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        self.await_first_turn().await;
        let began = Instant::now();
        let mut attempt = Attempt::first(effect);
        let mut backoff = None;
        let mut earlier = Earlier { may_have_acted: false };
        loop {
            self.await_permission(began, attempt).await?;
            let error = match call(earlier).await {
                Ok(answer) => {
                    last_failure::note(None);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            self.traffic.limiter.note(&error);
            earlier.may_have_acted |= error.leaves_effect_unknown();
            let next = self.backoff.pause(backoff);
            backoff = Some(next);
            // What the server asks for is a little extended, so that not all come back at once.
            let wanted = error.retry_after().map_or(next, |hint| hint.saturating_add(next));
            let budgeted = self.traffic.budget.spend();
            attempt.elapsed = began.elapsed();
            attempt.pause = wanted.max(budgeted);
            if self.retry.on_error(&attempt, &error) == RetryDecision::Stop {
                self.traffic.budget.refund();
                return Err(error.after_attempts(attempt.number));
            }
            self.tell(&RetryEvent { attempt: attempt.number, pause: attempt.pause, error });
            tokio::time::sleep(attempt.pause).await;
            attempt.number = attempt.number.saturating_add(1);
        }
    }

    /// Waits with a call that has never been sent for as long as the server asks, where there is no
    /// limit to that.
    async fn await_first_turn(&self) {
        let is_limited = UNLIMITED.try_with(|()| ()).is_err();
        while let Some(hold) = self.traffic.limiter.remaining().filter(|_| !is_limited) {
            tokio::time::sleep(hold.saturating_add(self.backoff.pause(None))).await;
        }
    }

    /// Waits for as long as the server has asked the whole client to wait; an error where the
    /// policy would not wait for so long.
    async fn await_permission(&self, began: Instant, attempt: Attempt) -> Result<()> {
        while let Some(hold) = self.traffic.limiter.remaining() {
            let pause = hold.saturating_add(self.backoff.pause(None));
            let attempt = Attempt { elapsed: began.elapsed(), pause, number: 1, ..attempt };
            let error = held_back(hold);
            if !self.waits_out(&attempt, &error) {
                return Err(error);
            }
            tracing::debug!(?pause, "the server asked this client to wait");
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    /// A call that has not been made yet is waited with for a while even where none is repeated.
    fn waits_out(&self, attempt: &Attempt, error: &Error) -> bool {
        let default = Transient.with_time_limit(PATIENCE);
        default.on_error(attempt, error) == RetryDecision::Retry
            || self.retry.on_error(attempt, error) == RetryDecision::Retry
    }
}

impl Default for RetryLoop {
    fn default() -> Self {
        Self {
            retry: Arc::new(Transient.with_attempt_limit(ATTEMPTS).with_time_limit(PATIENCE)),
            backoff: Arc::new(DecorrelatedJitter::default()),
            on_retry: None,
            traffic: Arc::default(),
        }
    }
}

impl fmt::Debug for RetryLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryLoop")
            .field("retry", &self.retry)
            .field("backoff", &self.backoff)
            .finish_non_exhaustive()
    }
}

/// Makes the error of a call that was not made, since the server wants to be left alone.
fn held_back(hold: Duration) -> Error {
    let seconds = hold.as_secs_f64().ceil();
    let headers = [("retry-after".to_owned(), format!("{seconds}"))].into();
    Error::new(Kind::Status, format!("the server has asked this client to wait for {seconds} s"))
        .with_hint("nothing was sent: try again later")
        .with_response(Response { status: 429, headers, ..Response::default() })
}

#[cfg(test)]
mod tests;
