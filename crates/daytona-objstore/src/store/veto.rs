//! The caller's say in what is repeated.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Describes an attempt of a request to the store that failed and may succeed later.
///
/// [`StoreBuilder::retry_if`](crate::StoreBuilder::retry_if) passes it to a callback.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FailedAttempt {
    /// Which attempt of the request failed, from 1.
    pub number: u32,
    /// How long ago the first attempt began.
    pub elapsed: Duration,
    /// How long the store pauses before the next attempt.
    pub pause: Duration,
    /// How the attempt failed, without credentials.
    pub reason: String,
}

type Decide = dyn Fn(&FailedAttempt) -> bool + Send + Sync;

/// Asks the caller, if there is a callback.
#[derive(Clone, Default)]
pub(super) struct Veto(Option<Arc<Decide>>);

impl Veto {
    pub(super) fn new(decide: impl Fn(&FailedAttempt) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(decide)))
    }

    /// Returns `true` if the request is not to be made again.
    pub(super) fn stops(&self, failed: &FailedAttempt) -> bool {
        self.0.as_ref().is_some_and(|decide| !decide(failed))
    }
}

impl fmt::Debug for Veto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Veto").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;
    use crate::{Access, Credentials, Digest, Error, Limits, Progress, Store, scan};

    /// Looks for a digest in the store at `url`, with three attempts. Returns what the caller was told.
    async fn find(url: &str) -> (Error, Vec<FailedAttempt>) {
        let told = Arc::new(Mutex::new(Vec::new()));
        let teller = told.clone();
        let access = Access::new(url, "contexts", "org-1", Credentials::new("key", "secret", ""));
        let http = daytona_api::http_client_builder().unwrap().no_proxy().build().unwrap();
        let store = Store::builder(http)
            .retry_delays(Duration::from_millis(1), Duration::from_millis(1))
            .retry_if(move |failed| {
                teller.lock().unwrap().push(failed.clone());
                failed.number < 3
            })
            .connect(access)
            .unwrap();
        let error = store.find(&digest().await).await.unwrap_err();
        let told = told.lock().unwrap().clone();
        (error, told)
    }

    async fn digest() -> Digest {
        scan(Vec::new(), Limits::default(), &Progress::new()).await.unwrap().digest()
    }

    fn numbers(told: &[FailedAttempt]) -> Vec<u32> {
        told.iter().map(|failed| failed.number).collect()
    }

    #[tokio::test]
    async fn caller_is_told_of_every_repetition_and_can_stop_them() {
        let server = MockServer::start().await;
        let body = "<Error><Code>SlowDown</Code><Message>Please</Message></Error>";
        let busy = ResponseTemplate::new(503).set_body_raw(body, "application/xml");
        Mock::given(any()).respond_with(busy).mount(&server).await;

        let (error, told) = find(&server.uri()).await;

        assert_eq!(error.status(), Some(503));
        assert_eq!(numbers(&told), [1, 2, 3]);
        assert!(told.iter().all(|failed| failed.reason.contains("SlowDown")), "{told:?}");
        assert_eq!(server.received_requests().await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn name_that_does_not_resolve_is_tried_twice() {
        let (error, told) = find("http://no-such-host.invalid").await;
        assert!(error.is_transport(), "{error}");
        assert_eq!(numbers(&told), [1]);
    }

    #[tokio::test]
    async fn https_at_a_port_for_http_is_not_repeated() {
        let server = MockServer::start().await;
        let (error, told) = find(&server.uri().replace("http:", "https:")).await;
        assert!(error.is_transport(), "{error}");
        assert_eq!(numbers(&told), [0; 0]);
    }
}
