//! Connections that fail: which calls are repeated, and what the caller sees.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use daytona_core::retry::{DecorrelatedJitter, RetryEvent, RetryPolicy, Transient};
use daytona_core::{Daytona, DaytonaBuilder, Error};
use wiremock::ResponseTemplate;

use super::server::{KEY, answer_all};

/// The events of a client.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<RetryEvent>>>);

impl Events {
    fn watch(&self, builder: DaytonaBuilder) -> Daytona {
        let events = self.0.clone();
        let short = Duration::from_millis(1);
        builder
            .api_key(KEY)
            .no_proxy()
            .backoff_policy(DecorrelatedJitter::new(short, short))
            .on_retry(move |event| events.lock().unwrap().push(event.clone()))
            .build()
            .unwrap()
    }

    fn attempts(&self) -> Vec<u32> {
        self.0.lock().unwrap().iter().map(|event| event.attempt).collect()
    }
}

/// Returns the error of a list, and the numbers of the attempts that were repeated.
async fn list(builder: DaytonaBuilder) -> (Error, Vec<u32>) {
    let events = Events::default();
    let daytona = events.watch(builder);
    let error = daytona.snapshots().list().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(KEY));
    (error, events.attempts())
}

/// Returns a URL without a listener.
fn closed_url() -> String {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}/api")
}

#[tokio::test]
async fn repeated_attempts_are_events_with_number_pause_and_error() {
    let url = closed_url();
    let events = Events::default();
    let builder = Daytona::builder().api_url(&url).retry_policy(Transient.with_attempt_limit(4));
    let daytona = events.watch(builder);
    let error = daytona.snapshots().get("demo").await.unwrap_err();
    assert!(error.is_connect() && error.to_string().contains("4 times in a row"), "{error}");
    assert_eq!(events.attempts(), [1, 2, 3]);
    for event in events.0.lock().unwrap().iter() {
        assert_eq!(event.pause, Duration::from_millis(1));
        assert!(event.error.is_connect() && event.error.to_string().contains(&url));
    }
}

#[tokio::test]
async fn call_that_succeeds_later_reports_its_failed_attempts() {
    let server = wiremock::MockServer::start().await;
    let busy = wiremock::Mock::given(wiremock::matchers::any());
    busy.respond_with(ResponseTemplate::new(503)).up_to_n_times(2).mount(&server).await;
    let page = r#"{"items":[],"total":0,"page":1,"totalPages":0}"#;
    answer_all(&server, ResponseTemplate::new(200).set_body_raw(page, "application/json")).await;
    let events = Events::default();
    let daytona = events.watch(Daytona::builder().api_url(format!("{}/api", server.uri())));
    daytona.snapshots().list().await.unwrap();
    assert_eq!(events.attempts(), [1, 2]);
}

#[tokio::test]
async fn name_that_does_not_resolve_is_tried_twice() {
    let builder = Daytona::builder().api_url("http://no-such-host.invalid/api");
    let (error, repeated) = list(builder).await;
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(repeated, [1]);
    assert!(error.to_string().contains("2 times in a row; check the host"), "{error}");
}

#[tokio::test]
async fn proxy_of_an_unsupported_scheme_is_reported_at_once() {
    let proxy = reqwest::Proxy::all("socks5://127.0.0.1:1080").unwrap();
    // `reqwest::Client::builder` panics in a build with `rustls-ring` alone.
    let http = daytona_api::http_client_builder().unwrap().proxy(proxy).build().unwrap();
    let builder = Daytona::builder().api_url("http://daytona.example/api").http_client(http);
    let (error, repeated) = list(builder).await;
    assert_eq!(repeated, [0; 0], "{error}");
    assert!(error.to_string().contains("proxies must be"), "{error}");
}

#[tokio::test]
async fn call_to_a_server_that_never_answers_fails_in_bounded_time() {
    let server = wiremock::MockServer::start().await;
    let silence = ResponseTemplate::new(200).set_delay(Duration::from_secs(3600));
    answer_all(&server, silence).await;
    let builder = Daytona::builder()
        .api_url(format!("{}/api", server.uri()))
        .attempt_timeout(Duration::from_millis(50))
        .retry_policy(Transient.with_attempt_limit(3));
    let (error, repeated) = list(builder).await;
    assert!(error.is_transport() && error.to_string().contains("within 50ms"), "{error}");
    assert_eq!(repeated, [1, 2]);
}

#[cfg(not(any(feature = "rustls", feature = "rustls-ring")))]
#[test]
fn without_tls_an_https_url_is_refused_with_the_feature_to_enable() {
    let error = Daytona::builder().api_key(KEY).build().unwrap_err();
    assert!(
        error.is_config() && error.to_string().contains("`rustls` or `rustls-ring`"),
        "{error}"
    );
    let http = reqwest::Client::new();
    Daytona::builder().api_key(KEY).http_client(http).build().unwrap();
    Daytona::builder().api_key(KEY).api_url("http://host/api").build().unwrap();
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
mod tls {
    use daytona_core::SnapshotService;
    use serde_json::json;
    use wiremock::MockServer;

    use super::super::server::ID;
    use super::super::tls_server::TlsServer;
    use super::*;

    fn assert_is_about_the_certificate(error: &Error) {
        let text = error.to_string();
        for part in ["certificate", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("in a row"), "{text}");
    }

    #[tokio::test]
    async fn invalid_certificate_is_reported_at_once() {
        let unknown = TlsServer::start("localhost", 2090).await;
        let other_name = TlsServer::start("daytona.example", 2090).await;
        let expired = TlsServer::start("localhost", 2021).await;
        for (server, trusted) in [(unknown, false), (other_name, true), (expired, true)] {
            let builder = Daytona::builder().api_url(server.url("https"));
            let (error, repeated) = match trusted {
                true => list(builder.http_client(server.trusting_client())).await,
                false => list(builder).await,
            };
            assert!(error.is_connect(), "{error:?}");
            assert_is_about_the_certificate(&error);
            assert_eq!((server.connections(), repeated), (1, vec![]), "{error}");
        }
    }

    #[tokio::test]
    async fn http_answer_at_an_https_url_is_reported_at_once() {
        let server = MockServer::start().await;
        let url = format!("https://127.0.0.1:{}/api", server.address().port());
        let (error, repeated) = list(Daytona::builder().api_url(url)).await;
        assert!(error.is_connect(), "{error:?}");
        assert!(error.to_string().contains("should begin with `http://`"), "{error}");
        assert_eq!(repeated, [0; 0]);
    }

    #[tokio::test]
    async fn tls_answer_at_an_http_url_is_reported_at_once() {
        let server = TlsServer::start("localhost", 2090).await;
        let (error, repeated) = list(Daytona::builder().api_url(server.url("http"))).await;
        assert!(error.to_string().contains("should begin with `https://`"), "{error}");
        assert_eq!((server.connections(), repeated), (1, vec![]));
    }

    /// Starts an API whose answer at `path` names another server. Returns the events of its client.
    async fn api_naming(
        path: &str,
        answer: serde_json::Value,
    ) -> (MockServer, SnapshotService, Events) {
        let server = MockServer::start().await;
        let events = Events::default();
        let daytona = events.watch(Daytona::builder().api_url(format!("{}/api", server.uri())));
        wiremock::Mock::given(wiremock::matchers::path(format!("/api{path}")))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
        (server, daytona.snapshots(), events)
    }

    #[tokio::test]
    async fn certificate_of_a_log_host_is_reported_at_once() {
        let host = TlsServer::start("localhost", 2090).await;
        let path = format!("/snapshots/{ID}/build-logs-url");
        let answer = json!({"url": format!("https://localhost:{}/logs", host.port)});
        let (_server, snapshots, events) = api_naming(&path, answer).await;
        let error = snapshots.build_logs(ID).follow().await.err().unwrap();
        assert_is_about_the_certificate(&error);
        assert_eq!((host.connections(), events.attempts()), (1, vec![]));
    }

    #[cfg(feature = "upload")]
    #[tokio::test]
    async fn certificate_of_a_store_is_reported_at_once() {
        use daytona_core::Image;

        let store = TlsServer::start("localhost", 2090).await;
        let answer = json!({
            "accessKey": "key", "secret": "secret", "sessionToken": "token", "bucket": "contexts",
            "storageUrl": format!("https://localhost:{}", store.port),
            "organizationId": "org-1", "region": "eu"
        });
        let (_server, snapshots, events) = api_naming("/object-storage/push-access", answer).await;
        let image = Image::base("alpine:3.20").add_file_content("text", "/a");
        let error = snapshots.process_image_context(&image).await.unwrap_err();
        assert!(error.is_storage(), "{error:?}");
        assert_is_about_the_certificate(&error);
        assert_eq!((store.connections(), events.attempts()), (1, vec![]));
    }
}
