//! The errors of refusals by the server or by a proxy.

use std::time::Duration;

use super::server::{KEY, answer_all, received, start};
use daytona_core::retry::NeverRetry;
use daytona_core::{CreateSnapshotParams, Daytona, Error};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

fn failure(status: u16, message: Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({
        "path": "/api/snapshots/demo", "timestamp": "2026-11-23T20:38:22.186Z",
        "statusCode": status, "error": "An error", "message": message
    }))
}

/// Returns the error of a get with this response.
async fn error_of(answer: ResponseTemplate) -> Error {
    let (server, service) = start().await;
    answer_all(&server, answer).await;
    let error = service.with_retry_policy(NeverRetry).get("demo").await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(KEY), "{shown}");
    error
}

#[tokio::test]
async fn refusal_carries_the_servers_words_and_status() {
    let error = error_of(failure(404, json!("Snapshot with name demo not found"))).await;
    assert!(error.is_not_found());
    assert_eq!(
        error.to_string(),
        "failed to get snapshot `demo`: Snapshot with name demo not found (HTTP 404 Not Found)"
    );
}

#[tokio::test]
async fn several_messages_become_one() {
    let error = error_of(failure(400, json!(["cpu is odd", "disk is odd"]))).await;
    assert!(error.to_string().contains("cpu is odd, disk is odd (HTTP 400"), "{error}");
}

#[tokio::test]
async fn each_status_has_its_predicate() {
    type Predicate = fn(&Error) -> bool;
    let cases: [(u16, Predicate); 6] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
        (500, Error::is_server_error),
    ];
    for (status, holds) in cases {
        let error = error_of(failure(status, json!("no"))).await;
        assert!(holds(&error), "{status}");
        assert_eq!(cases.iter().filter(|(_, other)| other(&error)).count(), 1, "{status}");
    }
}

#[tokio::test]
async fn newer_services_add_code_and_source() {
    for field in ["code", "error_code"] {
        let body = json!({
            "statusCode": 403, "message": "no", field: "ORGANIZATION_SUSPENDED", "source": "DAYTONA_API"
        });
        let error = error_of(ResponseTemplate::new(403).set_body_json(body)).await;
        assert_eq!(error.code(), Some("ORGANIZATION_SUSPENDED"));
        assert_eq!(error.origin(), Some("DAYTONA_API"));
    }
}

#[tokio::test]
async fn rate_limit_says_how_long_to_wait() {
    let answer = failure(429, json!("ThrottlerException: Too Many Requests"))
        .insert_header("Retry-After-authenticated", "17")
        .insert_header("X-RateLimit-Remaining", "0");
    let error = error_of(answer).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
    assert_eq!(error.header("x-ratelimit-remaining"), Some("0"));
}

#[tokio::test]
async fn page_of_a_proxy_is_not_a_response_of_the_api() {
    let html = "<!DOCTYPE html><title>Bad gateway</title>";
    for status in [200, 404, 502] {
        let answer = ResponseTemplate::new(status).set_body_raw(html, "text/html; charset=utf-8");
        let error = error_of(answer).await;
        assert!(error.is_unexpected_response(), "{status}: {error}");
        assert!(!error.is_not_found(), "a proxy's 404 says nothing about snapshots");
        assert!(error.to_string().contains("check that the API URL is right"), "{error}");
        assert_eq!(error.status(), Some(status));
    }
}

#[tokio::test]
async fn empty_and_truncated_answers_are_named() {
    let empty = error_of(ResponseTemplate::new(502)).await;
    assert!(empty.is_unexpected_response() && empty.is_server_error());
    let truncated = ResponseTemplate::new(200).set_body_raw("{\"id\": \"21b5", "application/json");
    let truncated = error_of(truncated).await;
    assert!(truncated.is_unexpected_response(), "{truncated}");
}

#[tokio::test]
async fn unknown_endpoint_points_at_the_url() {
    let error = error_of(failure(404, json!("Cannot GET /snapshots/demo"))).await;
    assert!(error.is_unexpected_response() && !error.is_not_found());
    assert!(error.to_string().contains("ends in `/api`"), "{error}");
}

#[tokio::test]
async fn unreachable_server_is_named_and_nothing_was_sent() {
    // The port was free a moment ago, so it has no listener.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}/api");
    let builder = Daytona::builder().api_key(KEY).api_url(&url).retry_policy(NeverRetry);
    let daytona = builder.build().unwrap();
    let error = daytona.snapshots().get("demo").await.unwrap_err();
    assert!(error.is_connect());
    assert!(error.to_string().contains(&url) && error.to_string().contains("refused"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn taken_name_has_advice() {
    let (server, service) = start().await;
    let message = "Snapshot with name \"demo\" already exists for this organization";
    answer_all(&server, failure(409, json!(message))).await;
    let error = service.create(CreateSnapshotParams::new("demo", "alpine:3.20")).await.unwrap_err();
    assert!(error.is_conflict());
    assert!(error.hint().unwrap().contains("choose another name"), "{error}");
    assert_eq!(received(&server).await.len(), 1, "a create is not repeated");
}

#[cfg(all(unix, feature = "upload"))]
#[tokio::test]
async fn invalid_context_file_is_invalid_input_and_failed_upload_is_storage() {
    let (server, service) = start().await;
    let tree = tempfile::tempdir().unwrap();
    let image = daytona_core::Image::base("alpine:3.20").add_local_dir(tree.path(), "/src");
    std::os::unix::fs::symlink("nothing", tree.path().join("dangling")).unwrap();
    let error = service.process_image_context(&image).await.unwrap_err();
    assert!(error.is_invalid_input() && !error.is_storage(), "{error:?}");
    assert_eq!(received(&server).await.len(), 0, "nothing is sent");

    std::fs::remove_file(tree.path().join("dangling")).unwrap();
    std::fs::write(tree.path().join("file"), "text").unwrap();
    let access = json!({
        "accessKey": "key", "secret": "secret", "sessionToken": "token", "bucket": "contexts",
        "storageUrl": "http://no-such-host.invalid", "organizationId": "org-1", "region": "eu"
    });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(access)).await;
    let error = service.process_image_context(&image).await.unwrap_err();
    assert!(error.is_storage() && !error.is_invalid_input(), "{error:?}");
    assert!(error.to_string().contains("check the host"), "{error}");
}
