//! Responses that do not come from the API: redirects, proxies, sign-in pages and endless bodies.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use daytona_core::retry::NeverRetry;
use daytona_core::stub::Snapshots;
use daytona_core::{
    CreateSnapshotParams, Daytona, Error, ListSnapshotsParams, PaginatedSnapshots, Result,
    Snapshot, SnapshotChange, SnapshotService,
};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::server::{ID, KEY, answer_all, connect, received, requests, snapshot_json, start};

fn params() -> CreateSnapshotParams {
    CreateSnapshotParams::new("demo", "alpine:3.20")
}

async fn methods(server: &MockServer) -> Vec<String> {
    requests(server).await.into_iter().map(|(method, ..)| method).collect()
}

/// Returns the error of a get with this response.
async fn error_of(answer: ResponseTemplate) -> Error {
    let (server, service) = start().await;
    answer_all(&server, answer).await;
    service.with_retry_policy(NeverRetry).get("demo").await.unwrap_err()
}

#[tokio::test]
async fn redirected_create_is_never_a_list_and_names_the_new_url() {
    for status in [301, 302, 303, 307, 308] {
        let (server, service) = start().await;
        let target = "https://new.example/daytona/api/snapshots?token=s3cret";
        answer_all(&server, ResponseTemplate::new(status).insert_header("location", target)).await;
        let error = service.create(params()).await.unwrap_err();
        assert!(error.is_unexpected_response(), "{error:?}");
        assert_eq!(error.status(), Some(status));
        let text = error.to_string();
        assert!(
            text.starts_with(&format!(
                "failed to create snapshot `demo`: the API URL {}/api redirects to \
                 https://new.example/daytona/api/snapshots (HTTP {status}",
                server.uri()
            )),
            "{text}"
        );
        assert!(
            text.contains("set DAYTONA_API_URL to `https://new.example/daytona/api`"),
            "{text}"
        );
        assert!(!format!("{text} {error:?}").contains("s3cret"), "{error:?}");
        assert_eq!(error.header("location"), Some(target));
        // Repeating it, or looking the name up, would end in the same way.
        assert_eq!(methods(&server).await, ["POST"], "{status}");
    }
}

#[tokio::test]
async fn redirect_within_the_origin_keeps_the_method_or_is_an_error() {
    for (status, follows) in [(307, true), (308, true), (301, false), (302, false), (303, false)] {
        let (server, service) = start().await;
        Mock::given(path("/api/snapshots"))
            .respond_with(
                ResponseTemplate::new(status).insert_header("location", "/v1/api/snapshots"),
            )
            .mount(&server)
            .await;
        Mock::given(path("/v1/api/snapshots"))
            .respond_with(ResponseTemplate::new(200).set_body_json(snapshot_json("demo", "active")))
            .mount(&server)
            .await;
        let outcome = service.create(params()).await;
        assert_eq!(outcome.is_ok(), follows, "{status}: {outcome:?}");
        let expected = if follows { vec!["POST"; 2] } else { vec!["POST"] };
        assert_eq!(methods(&server).await, expected, "{status}");
    }
}

#[tokio::test]
async fn answer_that_the_callers_client_was_redirected_to_is_refused() {
    let other = MockServer::start().await;
    answer_all(&other, ResponseTemplate::new(200).set_body_json(snapshot_json("demo", "active")))
        .await;
    let (server, _) = start().await;
    let target = format!("{}/start?code=s3cret", other.uri());
    answer_all(&server, ResponseTemplate::new(302).insert_header("location", &*target)).await;
    let http = daytona_api::http_client_builder().unwrap().no_proxy();
    let http = http.redirect(reqwest::redirect::Policy::default()).build().unwrap();
    let builder = Daytona::builder().api_key(KEY).api_url(format!("{}/api", server.uri()));
    let service = builder.http_client(http).build().unwrap().snapshots();
    for error in [
        service.get("demo").await.unwrap_err(),
        service.delete(ID).await.unwrap_err(),
        service.deactivate(ID).await.unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(text.contains(&format!("was left for {}/start, which", other.uri())), "{text}");
        assert!(text.contains("redirect(reqwest::redirect::Policy::none())"), "{text}");
        assert!(!format!("{text} {error:?}").contains("s3cret"), "{error:?}");
    }
    assert_eq!(received(&server).await.len(), 3, "none is repeated");
}

#[tokio::test]
async fn token_and_organization_follow_no_redirect_of_a_log_host() {
    let (server, _) = start().await;
    let (proxy, other) = (MockServer::start().await, MockServer::start().await);
    answer_all(&other, ResponseTemplate::new(200).set_body_string("#1 stolen\n")).await;
    let url = json!({ "url": format!("{}/logs", proxy.uri()) });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(url)).await;
    let target = format!("{}/logs?signature=s3cret", other.uri());
    answer_all(&proxy, ResponseTemplate::new(307).insert_header("location", &*target)).await;
    let builder = Daytona::builder().jwt_token("a.b.c").organization_id("org-1");
    let daytona = builder.api_url(format!("{}/api", server.uri())).build().unwrap();
    let error = daytona.snapshots().build_logs(ID).await.map(drop).unwrap_err();
    let text = error.to_string();
    let expected = format!("the log host 127.0.0.1 redirects to {}/logs (HTTP 307", other.uri());
    assert!(text.contains(&expected) && !text.contains("s3cret"), "{text}");
    assert!(received(&other).await.is_empty());
    assert_eq!(received(&proxy).await.len(), 1, "it is not repeated");
}

#[tokio::test]
async fn log_host_may_redirect_within_itself() {
    let (server, service) = start().await;
    let proxy = MockServer::start().await;
    let url = json!({ "url": format!("{}/logs", proxy.uri()) });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(url)).await;
    Mock::given(path("/logs"))
        .respond_with(ResponseTemplate::new(308).insert_header("location", "/v2/logs"))
        .mount(&proxy)
        .await;
    Mock::given(path("/v2/logs"))
        .respond_with(ResponseTemplate::new(200).set_body_string("#1 one\n"))
        .mount(&proxy)
        .await;
    let mut lines = service.build_logs(ID).await.unwrap();
    let line = lines.try_next().await.unwrap().unwrap();
    assert_eq!(line, "#1 one");
}

#[tokio::test]
async fn failed_answer_is_kept_whole_and_explained() {
    let cases = [
        (
            "text/plain",
            "upstream connect error\nreset reason: overflow",
            "upstream connect error reset reason: overflow",
        ),
        (
            "text/html",
            "<html><title>Sign in &amp; go</title></html>",
            "with a page, \"Sign in & go\"",
        ),
        ("application/problem+json", r#"{"title":"Bad","detail":"No backend"}"#, ": No backend"),
        ("application/json", r#"{"error":"login","error_description":"Expired"}"#, ": Expired"),
        ("application/json", r#"{"errors":[{"message":"one"},{"message":"two"}]}"#, ": one, two"),
        ("text/plain", "", "with an empty body"),
    ];
    for (content_type, body, shown) in cases {
        for status in [403, 404, 503] {
            let answer = ResponseTemplate::new(status)
                .insert_header("via", "1.1 edge-7")
                .append_header("set-cookie", "a=s3cret")
                .append_header("set-cookie", "b=2")
                .set_body_raw(body, content_type);
            let error = error_of(answer).await;
            let text = error.to_string();
            assert!(error.is_unexpected_response() && text.contains(shown), "{text}");
            assert_eq!(error.body(), Some(body.as_bytes()));
            assert_eq!(error.header("Content-Type"), Some(content_type));
            assert_eq!(error.header("via"), Some("1.1 edge-7"));
            assert_eq!(error.header("set-cookie"), Some("a=s3cret, b=2"));
            let debug = format!("{error:?}");
            assert!(debug.contains("edge-7") && !debug.contains("s3cret"), "{debug}");
        }
    }
}

#[tokio::test]
async fn refusal_of_the_api_is_kept_whole_too() {
    let body = json!({ "statusCode": 409, "message": "taken", "hint": "try another" });
    let answer = ResponseTemplate::new(409).insert_header("x-trace", "t1").set_body_json(&body);
    let error = error_of(answer).await;
    assert!(error.is_conflict());
    assert_eq!(serde_json::from_slice::<Value>(error.body().unwrap()).unwrap(), body);
    assert_eq!(error.header("x-trace"), Some("t1"));
    assert_eq!(Error::from_status(500, "x").body(), Some(&[][..]));
    assert_eq!(Daytona::builder().build().unwrap_err().body(), None);
}

#[tokio::test]
async fn sign_in_page_in_place_of_an_answer_is_named() {
    let page = "<!DOCTYPE html><title>Sign in</title>";
    let answer = ResponseTemplate::new(200).set_body_raw(page, "text/html");
    let error = error_of(answer).await;
    assert!(error.to_string().contains("describes: a page, \"Sign in\""), "{error}");
    assert_eq!(error.body(), Some(page.as_bytes()));
}

#[tokio::test]
async fn odd_field_of_a_single_answer_is_named() {
    let mut odd = snapshot_json("demo", "active");
    odd["buildInfo"]["updatedAt"] = json!("2026-11-23T20:38:20.744");
    let (server, service) = start().await;
    answer_all(&server, ResponseTemplate::new(200).set_body_json(odd)).await;
    let error = service.get("demo").await.unwrap_err();
    assert!(error.is_unexpected_response());
    assert_eq!(requests(&server).await.len(), 1, "the next answer would be as odd");
    let text = error.to_string();
    assert!(text.contains("/api/snapshots/demo answered with something else than"), "{text}");
    assert!(text.contains("`buildInfo.updatedAt`: "), "{text}");
}

#[tokio::test]
async fn page_over_the_limit_of_items_is_requested_once() {
    let (server, service) = start().await;
    // More than the 64 KiB that an error keeps.
    let items = vec![snapshot_json("demo", "active"); 1001];
    let page = json!({ "items": items, "total": 1001, "page": 1, "totalPages": 1 });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(page)).await;
    let error = service.list().limit(200).await.unwrap_err();
    assert!(error.is_unexpected_response(), "{error:?}");
    assert!(error.to_string().contains("more than 1000 items on a page"), "{error}");
    assert_eq!(error.body().unwrap().len(), 64 * 1024);
    assert_eq!(requests(&server).await.len(), 1);
}

/// Starts a server with endless responses. Returns its URL and the counter of the bytes sent.
fn endless(status: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let _ = connection.read(&mut [0; 4096]);
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\r\n[\"");
            let _ = connection.write_all(head.as_bytes());
            let piece = [b'a'; 64 * 1024];
            while connection.write_all(&piece).is_ok() {
                counter.fetch_add(piece.len(), Ordering::Relaxed);
            }
        }
    });
    (url, sent)
}

#[tokio::test]
async fn endless_answers_end_at_their_limit_and_name_it() {
    const MIB: usize = 1024 * 1024;
    // The sockets buffer more.
    const BUFFERS: usize = 24 * MIB;
    for (status, limit) in [("200 OK", 64 * MIB), ("500 Oops", 0)] {
        let (url, sent) = endless(status);
        // The first one is not repeated by the default policy either.
        let builder = Daytona::builder().api_key(KEY).api_url(&url).no_proxy();
        let builder = if limit > 0 { builder } else { builder.retry_policy(NeverRetry) };
        let error = builder.build().unwrap().snapshots().list().await.unwrap_err();
        let text = error.to_string();
        assert!(error.is_unexpected_response() && text.contains(&url), "{text}");
        assert_eq!(text.contains("more than 64 MiB"), limit > 0, "{text}");
        assert_eq!(error.body().unwrap().len(), 64 * 1024);
        let sent = sent.load(Ordering::Relaxed);
        assert!((limit..limit + BUFFERS).contains(&sent), "{sent} bytes after {status}");
        assert!(text.len() < 1000, "{text}");
    }
}

#[tokio::test]
async fn cause_of_a_broken_connection_is_named_once() {
    let (port, closed) = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        (listener.local_addr().unwrap().port(), listener)
    };
    drop(closed);
    let builder = Daytona::builder().api_key(KEY).no_proxy().retry_policy(NeverRetry);
    let daytona = builder.api_url(format!("http://127.0.0.1:{port}/api")).build().unwrap();
    let text = daytona.snapshots().list().await.unwrap_err().to_string();
    assert_eq!(text.matches("Connection refused").count(), 1, "{text}");
}

#[cfg(feature = "upload")]
#[tokio::test]
async fn credentials_that_cannot_be_decoded_leave_no_trace() {
    let (server, service) = start().await;
    let body = json!({ "accessKey": "AKIA-s3cret", "secret": "s3cret", "sessionToken": 7 });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(body)).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), "a").unwrap();
    let image =
        daytona_core::Image::base("alpine:3.20").add_local_file(folder.path().join("a"), "/a");
    let service = service.with_retry_policy(NeverRetry);
    let error = service.process_image_context(&image).await.unwrap_err();
    assert!(error.to_string().contains("`sessionToken`: invalid type"), "{error}");
    assert_eq!(error.body(), Some(&[][..]));
    let mut shown = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        shown += &format!(" {error} {error:?}");
        cause = error.source();
    }
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[cfg(feature = "upload")]
#[tokio::test]
async fn refusal_of_the_store_is_kept_whole_and_named_once() {
    let (server, service) = start().await;
    let store = MockServer::start().await;
    let page = "<html><title>No bucket here</title></html>";
    let refusal = ResponseTemplate::new(403).insert_header("via", "1.1 edge-7");
    answer_all(&store, refusal.set_body_raw(page, "text/html")).await;
    let access = json!({
        "accessKey": "a", "secret": "b", "sessionToken": "t0ken", "storageUrl": store.uri(),
        "organizationId": "o", "bucket": "contexts", "region": "us-east-1",
    });
    answer_all(&server, ResponseTemplate::new(200).set_body_json(access)).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), "a").unwrap();
    let image =
        daytona_core::Image::base("alpine:3.20").add_local_file(folder.path().join("a"), "/a");
    let error = service.process_image_context(&image).await.unwrap_err();
    assert!(error.is_storage() && !error.is_forbidden());
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.body(), Some(page.as_bytes()));
    assert_eq!(error.header("via"), Some("1.1 edge-7"));
    let text = error.to_string();
    assert_eq!(text.matches("No bucket here").count(), 1, "{text}");
    assert!(std::error::Error::source(&error).is_some());
}

#[cfg(feature = "upload")]
#[tokio::test]
async fn file_that_cannot_be_read_is_named_with_the_reason_once() {
    // No user can read this file from its beginning.
    let image = daytona_core::Image::base("alpine:3.20").add_local_file("/proc/self/mem", "/a");
    let (_server, service) = start().await;
    let error = service.process_image_context(&image).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("cannot read \"/proc/"), "{text}");
    let mut root: &dyn std::error::Error = &error;
    while let Some(cause) = root.source() {
        root = cause;
    }
    assert_eq!(text.matches(&root.to_string()).count(), 1, "{text}");
}

#[tokio::test]
async fn undecodable_items_are_listed_separately() {
    let server = MockServer::start().await;
    let item = |id: &str| {
        let mut snapshot = snapshot_json(id, "active");
        snapshot["id"] = json!(id);
        snapshot
    };
    let odd = |id: &str, field: &str, value: Value| {
        let mut snapshot = item(id);
        snapshot[field] = value;
        snapshot
    };
    let mut text = item("b");
    text["cpu"] = json!("4");
    let mut without_id = item("x");
    without_id.as_object_mut().unwrap().remove("id");
    // The second page has nothing that can be decoded, and is not the last one.
    let pages = [
        vec![item("a"), odd("c", "mem", json!("lots")), text, without_id],
        vec![odd("d", "createdAt", json!("yesterday")), odd("c", "mem", json!("lots"))],
        vec![item("e"), json!([])],
    ];
    for (index, items) in pages.iter().enumerate() {
        let body = json!({ "items": items, "total": 8, "page": index + 1, "totalPages": 3 });
        Mock::given(wiremock::matchers::query_param("page", (index + 1).to_string()))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&server)
            .await;
    }
    let service = connect(&server).snapshots();

    let page = service.list().page(1).await.unwrap();
    let names: Vec<&str> = page.items.iter().map(|snapshot| snapshot.name.as_str()).collect();
    assert_eq!((names, page.total, page.total_pages), (vec!["a", "b"], 8, 3));
    assert_eq!(page.items[1].cpu, 4.0);
    let [memory, nameless] = &page.undecodable[..] else { panic!("{:?}", page.undecodable) };
    assert_eq!(memory.id.as_deref(), Some("c"));
    assert!(memory.reason.starts_with("`mem`: invalid type: string \"lots\""), "{memory:?}");
    assert_eq!(memory.json, pages[0][1]);
    assert_eq!(nameless.id, None);
    assert_eq!(nameless.reason, "missing field `id`");
    let written = serde_json::to_value(&page).unwrap();
    assert_eq!(written["undecodable"][0]["json"]["mem"], "lots");

    let all: Vec<_> = service.list_all().try_collect().await.unwrap();
    let names: Vec<&str> = all.iter().map(|snapshot| snapshot.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "e"]);
    let pages: Vec<_> = service.list().pages().try_collect().await.unwrap();
    let odd = pages.iter().flat_map(|page| &page.undecodable);
    let odd: Vec<_> = odd.map(|item| item.id.as_deref()).collect();
    assert_eq!(odd, [Some("c"), None, Some("d"), None], "none is repeated");
}

/// A server whose lists contain `b` as an undecodable snapshot, from the second list on.
#[derive(Clone, Default)]
struct TurnsOdd {
    lists: Arc<AtomicUsize>,
    gets: Arc<AtomicUsize>,
}

#[async_trait]
impl Snapshots for TurnsOdd {
    async fn list(&self, _params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        let fake = |id: &str, state: &str| Snapshot::fake(id, id, state.into());
        Ok(match self.lists.fetch_add(1, Ordering::SeqCst) {
            0 => PaginatedSnapshots::single(vec![fake("a", "building"), fake("b", "active")]),
            list => {
                let state = if list == 1 { "active" } else { "inactive" };
                let mut page = PaginatedSnapshots::single(vec![fake("a", state)]);
                let odd = json!({ "id": "b", "reason": "`cpu`: odd", "json": { "id": "b" } });
                page.undecodable = vec![serde_json::from_value(odd).unwrap()];
                page
            }
        })
    }

    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        self.gets.fetch_add(1, Ordering::SeqCst);
        Err(Error::from_status(404, "unexpected request"))
    }
}

#[tokio::test(start_paused = true)]
async fn snapshot_that_becomes_undecodable_is_not_reported_as_removed() {
    let server = TurnsOdd::default();
    let service = SnapshotService::from_stub(server.clone());
    let changes: Vec<_> = service.watch_all().take(4).try_collect().await.unwrap();
    assert!(
        matches!(
            &changes[..],
            [
                SnapshotChange::Present(_),
                SnapshotChange::Present(_),
                SnapshotChange::StateChanged { .. },
                SnapshotChange::StateChanged { .. }
            ]
        ),
        "{changes:?}"
    );
    assert_eq!(server.gets.load(Ordering::SeqCst), 0);
}
