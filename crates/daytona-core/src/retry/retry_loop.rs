//! The loop that repeats failed calls.

mod budget;
mod last_failure;
mod throttle;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::backoff::{BackoffPolicy, DecorrelatedJitter};
use super::event::RetryEvent;
use super::policy::{Attempt, CallKind, NeverRetry, RetryDecision, RetryPolicy, Transient};
use crate::call_events::{self, CallEvent};
use crate::error::{Kind, Response};
use crate::{Error, Result};
use budget::RetryBudget;
pub(crate) use last_failure::LastFailure;
#[cfg(feature = "upload")]
pub(crate) use last_failure::record as record_failure;
use throttle::Throttle;

/// The default limit of attempts.
const ATTEMPTS: u32 = 6;

/// The default time limit for the start of an attempt.
const TIME_LIMIT: Duration = Duration::from_secs(90);

type OnRetry = Arc<dyn Fn(&RetryEvent) + Send + Sync>;

tokio::task_local! {
    static WAITS_OUT_THROTTLING: ();
}

/// Runs a step whose first attempts wait for as long as the server requests, without a limit.
///
/// A batch uses it: a call that was never sent does not fail because of the calls before it.
pub(crate) async fn wait_out_throttling<F: Future>(step: F) -> F::Output {
    WAITS_OUT_THROTTLING.scope((), step).await
}

/// The retry loop of a client: its policies, and the limits that all its calls share.
#[derive(Clone)]
pub(crate) struct RetryLoop {
    retry: Arc<dyn RetryPolicy>,
    backoff: Arc<dyn BackoffPolicy>,
    on_retry: Option<OnRetry>,
    limits: Arc<SharedLimits>,
}

/// The limits that all calls of a client share.
#[derive(Debug, Default)]
struct SharedLimits {
    budget: RetryBudget,
    throttle: Throttle,
}

/// The outcome of the attempts before the current one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PriorAttempts {
    /// `true` if the answer of an attempt was lost, so that it may have succeeded.
    pub(crate) may_have_succeeded: bool,
}

impl RetryLoop {
    /// Sets the retry policy. The shared limits stay.
    pub(crate) fn with_retry_policy(self, retry: Arc<dyn RetryPolicy>) -> Self {
        Self { retry, ..self }
    }

    /// Sets the backoff policy. The shared limits stay.
    #[cfg(feature = "client")]
    pub(crate) fn with_backoff(self, backoff: Arc<dyn BackoffPolicy>) -> Self {
        Self { backoff, ..self }
    }

    /// Sets the callback for retries.
    #[cfg(feature = "client")]
    pub(crate) fn with_on_retry(self, callback: OnRetry) -> Self {
        Self { on_retry: Some(callback), ..self }
    }

    /// Reports a call that is retried.
    pub(crate) fn report(&self, event: &RetryEvent) {
        let RetryEvent { attempt, pause, error } = event;
        tracing::debug!(%error, attempt, ?pause, "retrying");
        last_failure::record(Some(error));
        call_events::send(|| event.into());
        if let Some(callback) = &self.on_retry {
            crate::held_panic::call(|| callback(event));
        }
    }

    /// Returns a loop that makes each call once. The shared limits stay.
    pub(crate) fn once(&self) -> Self {
        self.clone().with_retry_policy(Arc::new(NeverRetry))
    }

    /// Runs a call, repeats it by the policies, and returns the last outcome.
    pub(crate) async fn run<T, F>(
        &self,
        kind: CallKind,
        call: impl Fn(PriorAttempts) -> F,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        self.wait_out_throttling().await;
        let began = Instant::now();
        let mut attempt = Attempt::first(kind);
        let mut backoff = None;
        let mut prior = PriorAttempts { may_have_succeeded: false };
        loop {
            self.wait_for_throttle(began, attempt).await?;
            let error = match call(prior).await {
                Ok(answer) => {
                    last_failure::record(None);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            self.limits.throttle.update(&error);
            prior.may_have_succeeded |= error.leaves_effect_unknown();
            let next = self.backoff.pause(backoff);
            backoff = Some(next);
            // The jitter keeps clients from returning at the same time.
            let requested = error.retry_after().map_or(next, |hint| hint.saturating_add(next));
            let budgeted = self.limits.budget.spend();
            attempt.elapsed = began.elapsed();
            attempt.pause = requested.max(budgeted);
            if self.retry.on_error(&attempt, &error) == RetryDecision::Stop {
                self.limits.budget.refund();
                return Err(error.after_attempts(attempt.number));
            }
            self.report(&RetryEvent { attempt: attempt.number, pause: attempt.pause, error });
            tokio::time::sleep(attempt.pause).await;
            attempt.number = attempt.number.saturating_add(1);
        }
    }

    /// Waits until the throttle is open, if the step runs in [`wait_out_throttling`].
    async fn wait_out_throttling(&self) {
        let is_limited = WAITS_OUT_THROTTLING.try_with(|()| ()).is_err();
        while let Some(remaining) = self.limits.throttle.remaining().filter(|_| !is_limited) {
            tokio::time::sleep(remaining.saturating_add(self.backoff.pause(None))).await;
        }
    }

    /// Waits until the throttle is open. Fails if the policy does not wait for that long.
    async fn wait_for_throttle(&self, began: Instant, attempt: Attempt) -> Result<()> {
        while let Some(remaining) = self.limits.throttle.remaining() {
            let pause = remaining.saturating_add(self.backoff.pause(None));
            let attempt = Attempt { elapsed: began.elapsed(), pause, number: 1, ..attempt };
            let error = throttled(remaining);
            if !self.waits_for(&attempt, &error) {
                return Err(error);
            }
            tracing::debug!(?pause, "the server asked this client to wait");
            call_events::send(|| CallEvent::RateLimited { pause });
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    /// Returns `true` if the call waits for the throttle. A call that was never sent waits even if
    /// the policy retries nothing.
    fn waits_for(&self, attempt: &Attempt, error: &Error) -> bool {
        let default = Transient.with_time_limit(TIME_LIMIT);
        default.on_error(attempt, error) == RetryDecision::Retry
            || self.retry.on_error(attempt, error) == RetryDecision::Retry
    }
}

impl Default for RetryLoop {
    fn default() -> Self {
        Self {
            retry: Arc::new(Transient.with_attempt_limit(ATTEMPTS).with_time_limit(TIME_LIMIT)),
            backoff: Arc::new(DecorrelatedJitter::default()),
            on_retry: None,
            limits: Arc::default(),
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

/// Returns the error of a call that was not sent because of the throttle.
fn throttled(remaining: Duration) -> Error {
    let seconds = remaining.as_secs_f64().ceil();
    let headers = [("retry-after".to_owned(), format!("{seconds}"))].into();
    Error::new(Kind::Status, format!("the server has asked this client to wait for {seconds} s"))
        .with_hint("nothing was sent: try again later")
        .with_response(Response { status: 429, headers, ..Response::default() })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    /// Returns a 429 with a header.
    fn busy(name: &str, value: &str) -> Error {
        let headers = [(name.to_owned(), value.to_owned())].into();
        let response = Response { status: 429, headers, ..Response::default() };
        Error::new(Kind::Status, "too many requests").with_response(response)
    }

    fn broken() -> Error {
        Error::new(Kind::Transport, "the connection broke")
    }

    /// Calls that fail with these errors in order, and then succeed with the number of calls.
    struct Calls(Mutex<(Vec<Error>, u32)>);

    impl Calls {
        fn failing(errors: impl IntoIterator<Item = Error>) -> Self {
            let mut errors: Vec<Error> = errors.into_iter().collect();
            errors.reverse();
            Self(Mutex::new((errors, 0)))
        }

        async fn call(&self) -> Result<u32> {
            let mut calls = self.0.lock().unwrap();
            calls.1 += 1;
            match calls.0.pop() {
                Some(error) => Err(error),
                None => Ok(calls.1),
            }
        }
    }

    async fn run(retry_loop: &RetryLoop, calls: &Calls) -> Result<u32> {
        retry_loop.run(CallKind::Read, |_| calls.call()).await
    }

    #[tokio::test(start_paused = true)]
    async fn transient_failures_are_retried_until_success() {
        let calls = Calls::failing([broken(), Error::from_status(503, "busy"), broken()]);
        assert_eq!(run(&RetryLoop::default(), &calls).await.unwrap(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn permanent_failure_is_returned_with_the_number_of_attempts() {
        let calls = Calls::failing((0..20).map(|_| Error::from_status(503, "busy")));
        let error = run(&RetryLoop::default(), &calls).await.unwrap_err();
        assert_eq!(error.to_string(), "busy, 6 times in a row");
    }

    #[tokio::test(start_paused = true)]
    async fn refusal_is_returned_after_one_attempt() {
        let calls = Calls::failing([Error::from_status(403, "no"), broken()]);
        assert_eq!(run(&RetryLoop::default(), &calls).await.unwrap_err().to_string(), "no");
    }

    #[tokio::test(start_paused = true)]
    async fn pause_of_the_server_takes_precedence() {
        for (name, value) in [("retry-after", "7"), ("retry-after-create", "7")] {
            let began = Instant::now();
            run(&RetryLoop::default(), &Calls::failing([busy(name, value)])).await.unwrap();
            assert!((seconds(7)..seconds(8)).contains(&began.elapsed()), "{:?}", began.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn requested_pause_beyond_the_time_limit_ends_the_call_at_once() {
        let began = Instant::now();
        let calls = Calls::failing([busy("retry-after", "3600")]);
        let error = run(&RetryLoop::default(), &calls).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(seconds(3600)));
        assert_eq!(began.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn pause_of_a_429_delays_all_calls_of_the_client() {
        let retry_loop = RetryLoop::default();
        let other = retry_loop.clone();
        let began = Instant::now();
        let calls = Calls::failing([busy("retry-after", "5")]);
        let (first, second) = tokio::join!(run(&retry_loop, &calls), async {
            tokio::time::sleep(seconds(1)).await;
            other.run(CallKind::Read, async |_| Ok(began.elapsed())).await
        });
        assert_eq!(first.unwrap(), 2);
        assert!(second.unwrap() >= seconds(5));
    }

    #[tokio::test(start_paused = true)]
    async fn long_throttle_fails_a_call_without_sending_it() {
        let retry_loop = RetryLoop::default();
        run(&retry_loop, &Calls::failing([busy("retry-after", "3600")])).await.unwrap_err();
        let calls = Calls::failing([]);
        let error = run(&retry_loop.once(), &calls).await.unwrap_err();
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), Some(seconds(3600)));
        assert_eq!(calls.0.lock().unwrap().1, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn later_attempts_know_whether_a_prior_one_may_have_succeeded() {
        let known = |error: Error| async move {
            let seen = Mutex::new(Vec::new());
            let calls = Calls::failing([error]);
            let call = |prior: PriorAttempts| {
                seen.lock().unwrap().push(prior.may_have_succeeded);
                calls.call()
            };
            RetryLoop::default().run(CallKind::Read, call).await.unwrap();
            seen.into_inner().unwrap()
        };
        assert_eq!(known(broken()).await, [false, true]);
        assert_eq!(known(Error::new(Kind::Connect, "refused")).await, [false, false]);
    }

    #[tokio::test(start_paused = true)]
    async fn budget_limits_the_retries_of_all_calls() {
        let retry_loop = RetryLoop::default();
        let count = Mutex::new(0);
        let began = Instant::now();
        let calls = (0..500).map(|_| {
            retry_loop.run(CallKind::Read, async |_| {
                *count.lock().unwrap() += 1;
                Err::<(), _>(Error::from_status(503, "busy"))
            })
        });
        let outcomes = futures_util::future::join_all(calls).await;
        assert!(outcomes.iter().all(Result::is_err));
        let repeats = f64::from(*count.lock().unwrap() - 500);
        let allowed = 50.0 + 10.0 * began.elapsed().as_secs_f64();
        assert!(repeats > 50.0 && repeats <= allowed, "{repeats} retries, {allowed} allowed");
    }
}
