//! Redirects that are followed, and redirects that are reported.

use daytona_api::{Client, Error, http_client_builder, redirect_target, types};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, method, path},
};

use crate::fixtures::{client, client_with, snapshot};

/// Creates a client that follows redirects by reqwest's own policy.
fn following(server: &MockServer) -> Client {
    let http = http_client_builder().unwrap().redirect(reqwest::redirect::Policy::default());
    client_with(server, http.build().unwrap())
}

async fn create(client: &Client) -> Result<types::SnapshotDto, Error> {
    let call = client.create_snapshot().body_map(|body| body.name("demo").cpu(2));
    call.send().await.map(|answer| answer.into_inner())
}

/// Starts a server that redirects `/api/snapshots` with this status.
async fn redirecting(status: u16, target: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).insert_header("location", target);
    Mock::given(path("/api/snapshots")).respond_with(answer).mount(&server).await;
    server
}

/// Returns the status and the target of a redirect that was not followed.
fn refused<T>(outcome: Result<T, Error>) -> (u16, String) {
    let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("was followed") };
    (response.status().as_u16(), redirect_target(&response).unwrap().to_string())
}

#[tokio::test]
async fn method_and_body_survive_307_and_308_within_the_origin() {
    for status in [307, 308] {
        let server = redirecting(status, "/v2/snapshots").await;
        Mock::given(method("POST"))
            .and(path("/v2/snapshots"))
            .respond_with(ResponseTemplate::new(200).set_body_json(snapshot()))
            .mount(&server)
            .await;
        assert_eq!(create(&client(&server)).await.unwrap().name, "demo");
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].body, requests[1].body);
        assert_eq!(requests[1].headers["authorization"], "Bearer dtn_s3cret");
        assert_eq!(requests[1].headers["x-daytona-organization-id"], "org-1");
    }
}

#[tokio::test]
async fn no_other_redirect_is_followed() {
    for status in [300, 301, 302, 303] {
        let server = redirecting(status, "/v2/snapshots").await;
        let target = format!("{}/v2/snapshots", server.uri());
        assert_eq!(refused(create(&client(&server)).await), (status, target.clone()));
        let listed = client(&server).get_all_snapshots().send().await;
        assert_eq!(refused(listed), (status, target));
        assert_eq!(server.received_requests().await.unwrap().len(), 2, "{status}");
    }
}

#[tokio::test]
async fn nothing_is_sent_to_another_origin() {
    let other = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&other).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("{}/api/snapshots", other.uri());
        let server = redirecting(status, &target).await;
        assert_eq!(refused(create(&client(&server)).await), (status, target));
    }
    assert!(other.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn redirect_loop_ends() {
    let server = redirecting(308, "/api/snapshots").await;
    let (status, target) = refused(client(&server).get_all_snapshots().send().await);
    assert_eq!((status, target.ends_with("/api/snapshots")), (308, true));
    assert_eq!(server.received_requests().await.unwrap().len(), 11);
}

#[tokio::test]
async fn redirect_without_a_target_is_returned() {
    for answer in [
        ResponseTemplate::new(302),
        ResponseTemplate::new(307).insert_header("location", "http://[oops"),
    ] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let outcome = client(&server).get_snapshot().id("demo").send().await;
        let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("a success") };
        assert!(response.status().is_redirection());
        assert_eq!(redirect_target(&response), None);
    }
}

#[tokio::test]
async fn answer_of_another_origin_is_refused_if_reqwest_follows_redirects() {
    let other = MockServer::start().await;
    let page = json!({ "items": [], "total": 0, "page": 1, "totalPages": 0 });
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .mount(&other)
        .await;
    let target = format!("{}/elsewhere", other.uri());
    let server = redirecting(302, &target).await;
    let listed = following(&server).get_all_snapshots().send().await;
    assert_eq!(refused(listed), (200, target.clone()));

    // Without a body to decode, the status alone would be a success.
    Mock::given(method("DELETE"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", &*target))
        .mount(&server)
        .await;
    let removed = following(&server).remove_snapshot().id("demo").send().await;
    assert_eq!(refused(removed), (200, target));
}

#[tokio::test]
async fn redirected_change_is_refused_within_the_origin_if_reqwest_follows_redirects() {
    let server = redirecting(302, "/v2/snapshots").await;
    Mock::given(path("/v2/snapshots"))
        .respond_with(ResponseTemplate::new(200).set_body_json(snapshot()))
        .mount(&server)
        .await;
    let target = format!("{}/v2/snapshots", server.uri());
    assert_eq!(refused(create(&following(&server)).await), (200, target));
}

#[tokio::test]
async fn redirected_read_is_accepted_within_the_origin_if_reqwest_follows_redirects() {
    let server = redirecting(301, "/v2/snapshots").await;
    let page = json!({ "items": [], "total": 7, "page": 1, "totalPages": 1 });
    Mock::given(path("/v2/snapshots"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page))
        .mount(&server)
        .await;
    assert_eq!(following(&server).get_all_snapshots().send().await.unwrap().total, 7);
}
