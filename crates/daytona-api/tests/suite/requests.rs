//! Requests as they are sent, and answers as the client returns them.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use daytona_api::{Client, Error, RequestHeaders, decode_error, http_client_builder, types};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, method, path},
};

use crate::fixtures::{TOKEN, client, json_server, only_request, server, snapshot};

fn empty_page() -> Value {
    json!({ "items": [], "total": 0, "page": 2, "totalPages": 0 })
}

#[tokio::test]
async fn every_request_carries_the_headers_of_the_client() {
    let server = json_server(empty_page()).await;
    client(&server).get_all_snapshots().send().await.unwrap();

    let request = only_request(&server).await;
    assert_eq!(request.headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(request.headers["x-daytona-organization-id"], "org-1");
    assert_eq!(request.headers["x-daytona-source"], "sdk-rust");
    assert_eq!(request.headers["x-daytona-sdk-version"], "0.1.0");
    assert!(!request.headers.contains_key("api-version"));
}

#[tokio::test]
async fn token_does_not_appear_in_the_client() {
    let server = server(ResponseTemplate::new(200)).await;
    let client = client(&server);
    for text in [format!("{client:?}"), format!("{:?}", client.get_all_snapshots())] {
        assert!(!text.contains(TOKEN), "{text}");
    }
}

#[tokio::test]
async fn slash_at_the_end_of_the_base_url_is_not_doubled() {
    let server = json_server(empty_page()).await;
    client(&server).get_all_snapshots().send().await.unwrap();
    assert_eq!(only_request(&server).await.url.path(), "/api/snapshots");
}

#[tokio::test]
async fn page_and_limit_are_sent_as_whole_numbers() {
    let server = json_server(empty_page()).await;
    let page = client(&server)
        .get_all_snapshots()
        .page(2)
        .limit(10)
        .sort(types::GetAllSnapshotsSort::CreatedAt)
        .order(types::GetAllSnapshotsOrder::Asc)
        .send()
        .await
        .unwrap();

    assert_eq!(page.page, 2);
    let request = only_request(&server).await;
    let mut query: Vec<_> = request.url.query().unwrap().split('&').collect();
    query.sort_unstable();
    assert_eq!(query, ["limit=10", "order=asc", "page=2", "sort=createdAt"]);
}

#[tokio::test]
async fn create_omits_fields_that_are_not_set() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/snapshots"))
        .and(body_json(json!({
            "name": "demo",
            "buildInfo": { "dockerfileContent": "FROM alpine:3.20\n", "contextHashes": ["abc"] },
            "cpu": 2,
            "memory": 4,
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(snapshot()))
        .expect(1)
        .mount(&server)
        .await;

    let build = types::CreateBuildInfo::builder()
        .dockerfile_content("FROM alpine:3.20\n")
        .context_hashes(vec!["abc".to_owned()]);
    let build = types::CreateBuildInfo::try_from(build).unwrap();
    let created = client(&server)
        .create_snapshot()
        .body_map(|body| body.name("demo").build_info(build).cpu(2).memory(4))
        .send()
        .await
        .unwrap();
    assert_eq!(created.state, types::SnapshotState::Pending);
}

#[tokio::test]
async fn any_2xx_is_a_success() {
    for status in [200, 201, 202] {
        let server = server(ResponseTemplate::new(status).set_body_json(snapshot())).await;
        let snapshot = client(&server).activate_snapshot().id("e0db").send().await.unwrap();
        assert_eq!(snapshot.name, "demo");
        assert_eq!(snapshot.status(), status);
    }
    for status in [200, 204] {
        let server = server(ResponseTemplate::new(status)).await;
        client(&server).deactivate_snapshot().id("e0db").send().await.unwrap();
    }
}

#[tokio::test]
async fn failed_answer_keeps_status_headers_and_body() {
    let body = json!({ "statusCode": 404, "error": "Not Found", "message": "Snapshot with name nope not found" });
    for status in [400, 404, 429, 503] {
        let answer =
            ResponseTemplate::new(status).insert_header("retry-after", "7").set_body_json(&body);
        let server = server(answer).await;
        let Err(Error::UnexpectedResponse(response)) =
            client(&server).get_snapshot().id("nope").send().await
        else {
            panic!("not an unexpected response");
        };
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.json::<Value>().await.unwrap(), body);
    }
}

#[tokio::test]
async fn html_page_with_status_200_is_an_error() {
    let server = server(
        ResponseTemplate::new(200).set_body_raw("<!DOCTYPE html>", "text/html; charset=utf-8"),
    )
    .await;
    let client = client(&server);
    let Err(Error::UnexpectedResponse(response)) = client.get_snapshot().id("demo").send().await
    else {
        panic!("a page was decoded");
    };
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "<!DOCTYPE html>");

    // Without a body to decode, the status alone would be a success.
    let removed = client.remove_snapshot().id("demo").send().await;
    assert!(matches!(removed, Err(Error::UnexpectedResponse(_))));
}

#[tokio::test]
async fn undecodable_answer_keeps_status_headers_and_body() {
    let answer = ResponseTemplate::new(201)
        .insert_header("x-request-id", "r1")
        .set_body_raw("{\"name\":", "application/json");
    let server = server(answer).await;
    let outcome = client(&server).get_snapshot().id("demo").send().await;
    let Err(Error::UnexpectedResponse(response)) = outcome else {
        panic!("a broken body was decoded")
    };
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-request-id"], "r1");
    assert!(response.url().path().ends_with("/snapshots/demo"), "{}", response.url());
    assert!(decode_error(&response).unwrap().contains("EOF"));
    assert_eq!(response.text().await.unwrap(), "{\"name\":");
}

#[tokio::test]
async fn malformed_field_of_an_answer_is_named() {
    let mut odd = snapshot();
    odd["mem"] = json!("much");
    let server = json_server(odd).await;
    let outcome = client(&server).get_snapshot().id("demo").send().await;
    let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("a text was a number") };
    let reason = decode_error(&response).unwrap();
    assert!(reason.starts_with("`mem`: invalid type: string \"much\""), "{reason}");
}

/// Starts a server whose bodies do not end. Returns its URL and a counter of the bytes that it has sent.
fn endless() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    std::thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut request = [0; 4096];
            if connection.read(&mut request).is_err() {
                continue;
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"name\": \"";
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
async fn endless_answer_is_read_up_to_the_limit() {
    const MIB: usize = 1024 * 1024;
    let (url, sent) = endless();
    let http = http_client_builder().unwrap().no_proxy().build().unwrap();
    let client = Client::new_with_client(&url, http, RequestHeaders::new());
    let outcome = client.get_snapshot().id("demo").send().await;
    let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("it ended") };
    assert_eq!(decode_error(&response), Some("a body of more than 64 MiB"));
    assert_eq!(response.content_length(), Some(64 * 1024), "the beginning is kept");
    drop(response);
    // Socket buffers add to the limit.
    let sent = sent.load(Ordering::Relaxed);
    assert!((64 * MIB..96 * MIB).contains(&sent), "{sent} bytes were sent");
}

#[tokio::test]
async fn failed_answer_has_no_decode_error() {
    let server = server(ResponseTemplate::new(404)).await;
    let outcome = client(&server).get_snapshot().id("demo").send().await;
    let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("a failure succeeded") };
    assert_eq!(decode_error(&response), None);
}

#[tokio::test]
async fn ids_that_address_another_endpoint_are_refused_before_anything_is_sent() {
    let server = server(ResponseTemplate::new(200)).await;
    for id in ["", ".", ".."] {
        let outcome = client(&server).remove_snapshot().id(id).send().await;
        let Err(Error::InvalidRequest(reason)) = outcome else { panic!("{id:?} was sent") };
        assert!(reason.contains(if id.is_empty() { "empty" } else { id }), "{reason}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn id_stays_one_segment_of_the_path() {
    for (id, sent) in [
        ("team/numpy:1", "/api/snapshots/team%2Fnumpy:1"),
        ("%2e%2e", "/api/snapshots/%252e%252e"),
        (r"..\config", "/api/snapshots/..%5Cconfig"),
    ] {
        let server = json_server(snapshot()).await;
        client(&server).get_snapshot().id(id).send().await.unwrap();
        assert_eq!(only_request(&server).await.url.path(), sent);
    }
}

#[tokio::test]
#[expect(deprecated, reason = "older servers have no other way to the logs")]
async fn build_logs_are_a_stream_of_bytes() {
    let server =
        server(ResponseTemplate::new(200).set_body_raw("#1 building\n", "text/plain")).await;
    let logs =
        client(&server).get_snapshot_build_logs().id("e0db").follow(true).send().await.unwrap();

    let mut stream = logs.into_inner_stream();
    let mut text = Vec::new();
    while let Some(chunk) = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
    {
        text.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(text, b"#1 building\n");
    assert_eq!(only_request(&server).await.url.query(), Some("follow=true"));
}

#[tokio::test]
async fn health_needs_no_body() {
    let server = json_server(json!({ "status": "ok" })).await;
    client(&server).check_health().send().await.unwrap();
    assert_eq!(only_request(&server).await.url.path(), "/api/health");
}
