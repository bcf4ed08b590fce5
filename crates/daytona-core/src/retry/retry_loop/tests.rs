use std::sync::Mutex;

use super::*;

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// An answer of 429 with a header.
fn busy(name: &str, value: &str) -> Error {
    let headers = [(name.to_owned(), value.to_owned())].into();
    let response = Response { status: 429, headers, ..Response::default() };
    Error::new(Kind::Status, "too many requests").with_response(response)
}

fn broken() -> Error {
    Error::new(Kind::Transport, "the connection broke")
}

/// Calls that fail with these errors, in turn, and then succeed with the number of calls.
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
    retry_loop.run(CallEffect::Reads, |_| calls.call()).await
}

#[tokio::test(start_paused = true)]
async fn passing_failures_are_survived() {
    let calls = Calls::failing([broken(), Error::from_status(503, "busy"), broken()]);
    assert_eq!(run(&RetryLoop::default(), &calls).await.unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn lasting_failure_is_the_outcome_and_says_how_often_it_was_seen() {
    let calls = Calls::failing((0..20).map(|_| Error::from_status(503, "busy")));
    let error = run(&RetryLoop::default(), &calls).await.unwrap_err();
    assert_eq!(error.to_string(), "busy, 6 times in a row");
}

#[tokio::test(start_paused = true)]
async fn refusal_is_the_outcome_at_once() {
    let calls = Calls::failing([Error::from_status(403, "no"), broken()]);
    assert_eq!(run(&RetryLoop::default(), &calls).await.unwrap_err().to_string(), "no");
}

#[tokio::test(start_paused = true)]
async fn servers_hint_beats_the_backoff() {
    for (name, value) in [("retry-after", "7"), ("retry-after-create", "7")] {
        let began = Instant::now();
        run(&RetryLoop::default(), &Calls::failing([busy(name, value)])).await.unwrap();
        assert!((seconds(7)..seconds(8)).contains(&began.elapsed()), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn hint_beyond_the_time_limit_ends_the_call_at_once() {
    let began = Instant::now();
    let calls = Calls::failing([busy("retry-after", "3600")]);
    let error = run(&RetryLoop::default(), &calls).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(3600)));
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn all_calls_of_a_client_wait_when_the_server_asks_one_to() {
    let retry_loop = RetryLoop::default();
    let other = retry_loop.clone();
    let began = Instant::now();
    let calls = Calls::failing([busy("retry-after", "5")]);
    let (first, second) = tokio::join!(run(&retry_loop, &calls), async {
        tokio::time::sleep(seconds(1)).await;
        other.run(CallEffect::Reads, async |_| Ok(began.elapsed())).await
    });
    assert_eq!(first.unwrap(), 2);
    assert!(second.unwrap() >= seconds(5));
}

#[tokio::test(start_paused = true)]
async fn client_that_must_wait_for_long_says_so_without_a_call() {
    let retry_loop = RetryLoop::default();
    run(&retry_loop, &Calls::failing([busy("retry-after", "3600")])).await.unwrap_err();
    let calls = Calls::failing([]);
    let error = run(&retry_loop.once(), &calls).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(seconds(3600)));
    assert_eq!(calls.0.lock().unwrap().1, 0);
}

#[tokio::test(start_paused = true)]
async fn later_attempts_know_whether_an_earlier_one_may_have_acted() {
    let known = |error: Error| async move {
        let seen = Mutex::new(Vec::new());
        let calls = Calls::failing([error]);
        let call = |earlier: Earlier| {
            seen.lock().unwrap().push(earlier.may_have_acted);
            calls.call()
        };
        RetryLoop::default().run(CallEffect::Reads, call).await.unwrap();
        seen.into_inner().unwrap()
    };
    assert_eq!(known(broken()).await, [false, true]);
    assert_eq!(known(Error::new(Kind::Connect, "refused")).await, [false, false]);
}

#[tokio::test(start_paused = true)]
async fn failing_service_is_not_hammered_whatever_number_of_calls_fails() {
    let retry_loop = RetryLoop::default();
    let count = Mutex::new(0);
    let began = Instant::now();
    let calls = (0..500).map(|_| {
        retry_loop.run(CallEffect::Reads, async |_| {
            *count.lock().unwrap() += 1;
            Err::<(), _>(Error::from_status(503, "busy"))
        })
    });
    let outcomes = futures_util::future::join_all(calls).await;
    assert!(outcomes.iter().all(Result::is_err));
    let repeats = f64::from(*count.lock().unwrap() - 500);
    let allowed = 50.0 + 10.0 * began.elapsed().as_secs_f64();
    assert!(repeats > 50.0 && repeats <= allowed, "{repeats} repeats, {allowed} allowed");
}
