//! The callback that decides about retries.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use daytona_objstore::{
    Credentials, Error, FailedAttempt, Limits, Manifest, Progress, StorageAccess, Store, scan,
};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Sends a listing to the store at `url`, with up to three attempts. Returns the failed attempts.
async fn find(url: &str) -> (Error, Vec<FailedAttempt>) {
    let attempts = Arc::new(Mutex::new(Vec::new()));
    let recorder = attempts.clone();
    let access =
        StorageAccess::new(url, "contexts", "org-1", Credentials::new("key", "secret", ""));
    let http = daytona_api::http_client_builder().unwrap().no_proxy().build().unwrap();
    let store = Store::builder(http)
        .retry_delays(Duration::from_millis(1), Duration::from_millis(1))
        .retry_if(move |failed| {
            recorder.lock().unwrap().push(failed.clone());
            failed.number < 3
        })
        .connect(access)
        .unwrap();
    let error = store.contains(&empty_context().await).await.unwrap_err();
    let attempts = attempts.lock().unwrap().clone();
    (error, attempts)
}

async fn empty_context() -> Manifest {
    scan(Vec::new(), Limits::default(), &Progress::new()).await.unwrap()
}

fn numbers(attempts: &[FailedAttempt]) -> Vec<u32> {
    attempts.iter().map(|failed| failed.number).collect()
}

#[tokio::test]
async fn callback_receives_every_failed_attempt_and_can_stop_retries() {
    let server = MockServer::start().await;
    let body = "<Error><Code>SlowDown</Code><Message>Please</Message></Error>";
    let busy = ResponseTemplate::new(503).set_body_raw(body, "application/xml");
    Mock::given(any()).respond_with(busy).mount(&server).await;

    let (error, attempts) = find(&server.uri()).await;

    assert_eq!(error.status(), Some(503));
    assert_eq!(numbers(&attempts), [1, 2, 3]);
    assert!(attempts.iter().all(|failed| failed.reason.contains("SlowDown")), "{attempts:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn host_that_does_not_resolve_is_retried_once() {
    let (error, attempts) = find("http://no-such-host.invalid").await;
    assert!(error.is_transport(), "{error}");
    assert_eq!(numbers(&attempts), [1]);
}

#[tokio::test]
async fn https_to_a_port_for_http_is_not_retried() {
    let server = MockServer::start().await;
    let (error, attempts) = find(&server.uri().replace("http:", "https:")).await;
    assert!(error.is_transport(), "{error}");
    assert_eq!(numbers(&attempts), [0; 0]);
}
