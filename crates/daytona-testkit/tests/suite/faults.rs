//! The effect of each fault on the bytes and on the end of a connection.

use std::{io, time::Duration};

use daytona_testkit::{
    BuildLog, BuildOutcome, Emulator, Fault, FaultResponse, InjectedFault, Route,
};
use futures_util::FutureExt;
use jiff::SignedDuration;
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::client::Client;

/// The bytes received over a connection, and its end.
struct Exchange {
    text: String,
    end: io::Result<()>,
}

impl Exchange {
    fn is_reset(&self) -> bool {
        self.end.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::ConnectionReset)
    }

    fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").expect(&self.text).1
    }
}

/// Sends one request over a new connection.
async fn send(daytona: &Emulator, method: &str, path: &str, body: &str) -> TcpStream {
    let host = daytona.api_url().strip_prefix("http://").unwrap().strip_suffix("/api").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "{method} /api{path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        daytona.api_key(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Reads from a connection until it ends.
async fn read(mut stream: TcpStream) -> Exchange {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await.map(drop);
    Exchange { text: String::from_utf8_lossy(&bytes).into_owned(), end }
}

const PULL: &str = r#"{"name": "demo", "imageName": "alpine:3.20"}"#;

async fn create(daytona: &Emulator) -> Exchange {
    read(send(daytona, "POST", "/snapshots", PULL).await).await
}

async fn list(daytona: &Emulator) -> Exchange {
    read(send(daytona, "GET", "/snapshots", "").await).await
}

async fn exists(daytona: &Emulator) -> bool {
    Client::of(daytona).get("/snapshots/demo").await.0 == 200
}

/// Returns the fault and the status of the latest request.
fn latest(daytona: &Emulator) -> (Option<String>, Option<u16>) {
    let requests = daytona.requests();
    let latest = requests.last().unwrap();
    (latest.fault(), latest.status())
}

#[tokio::test]
async fn reset_before_the_effect_creates_no_snapshot() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::CreateSnapshot).reset_before_effect());
    let seen = create(&daytona).await;
    assert!(seen.is_reset() && seen.text.is_empty(), "{:?} {}", seen.end, seen.text);
    assert_eq!(latest(&daytona), (Some("reset before the effect".to_owned()), None));
    assert!(!exists(&daytona).await);
}

#[tokio::test]
async fn reset_after_the_effect_creates_the_snapshot() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::CreateSnapshot).reset_after_effect());
    let seen = create(&daytona).await;
    assert!(seen.is_reset() && seen.text.is_empty(), "{:?} {}", seen.end, seen.text);
    assert_eq!(latest(&daytona), (Some("reset after the effect".to_owned()), None));
    assert!(exists(&daytona).await);
}

#[tokio::test]
async fn ignored_request_has_neither_effect_nor_response() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on(Route::CreateSnapshot).ignore());
    let mut stream = send(&daytona, "POST", "/snapshots", PULL).await;
    fault.wait_for_hits(1).await;
    assert!(!exists(&daytona).await);
    assert!(stream.read_u8().now_or_never().is_none());
}

#[tokio::test]
async fn lost_response_creates_the_snapshot() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::CreateSnapshot).lose_response());
    let mut stream = send(&daytona, "POST", "/snapshots", PULL).await;
    daytona.wait_for_state("demo", "active").await;
    assert!(stream.read_u8().now_or_never().is_none());
    assert_eq!(latest(&daytona), (Some("response lost".to_owned()), None));
}

#[tokio::test]
async fn response_replaces_the_effect_or_follows_it() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::CreateSnapshot).respond(FaultResponse::html(502)).times(1));
    let seen = create(&daytona).await;
    assert!(seen.text.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{}", seen.text);
    assert!(seen.body().starts_with("<html>"), "{}", seen.text);
    assert!(!exists(&daytona).await);

    daytona
        .inject(Fault::on(Route::CreateSnapshot).respond_after_effect(FaultResponse::empty(504)));
    let seen = create(&daytona).await;
    assert!(seen.text.starts_with("HTTP/1.1 504 Gateway Timeout\r\n"), "{}", seen.text);
    assert_eq!(seen.body(), "");
    assert!(exists(&daytona).await);
}

#[tokio::test]
async fn injected_api_error_has_the_shape_of_a_real_one() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::GetAllSnapshots).respond(FaultResponse::new(503)));
    let seen = list(&daytona).await;
    let body: serde_json::Value = serde_json::from_str(seen.body()).unwrap();
    assert_eq!((&body["statusCode"], &body["path"]), (&503.into(), &"/api/snapshots".into()));
    assert_eq!(body["message"], "Service Unavailable");
}

#[tokio::test]
async fn throttled_response_has_all_retry_headers() {
    let daytona = Emulator::start().await.unwrap();
    let response = FaultResponse::too_many_requests()
        .retry_after(Duration::from_secs(3))
        .retry_after_of("snapshot-create", Duration::from_secs(7))
        .rate_limit(100, 0, Duration::from_secs(60));
    daytona.inject(Fault::on(Route::Any).respond(response));
    let seen = list(&daytona).await;
    let expected = [
        "HTTP/1.1 429 Too Many Requests\r\n",
        "\r\nretry-after: 3\r\n",
        "\r\nretry-after-snapshot-create: 7\r\n",
        "\r\nx-ratelimit-limit: 100\r\n",
        "\r\nx-ratelimit-remaining: 0\r\n",
        "\r\nx-ratelimit-reset: 60\r\n",
    ];
    for part in expected {
        assert!(seen.text.contains(part), "{part} is missing in {}", seen.text);
    }
}

#[tokio::test]
async fn invalid_response_becomes_an_error_with_the_reason() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::Any).respond(FaultResponse::new(200).header("a b", "c")));
    let seen = list(&daytona).await;
    assert!(seen.text.starts_with("HTTP/1.1 500 "), "{}", seen.text);
    assert!(seen.body().contains("the injected response is invalid"), "{}", seen.text);
}

#[tokio::test(start_paused = true)]
async fn delayed_response_is_late() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::GetAllSnapshots).delay(Duration::from_secs(90)));
    let before = tokio::time::Instant::now();
    assert!(list(&daytona).await.text.starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(before.elapsed() >= Duration::from_secs(90));
}

#[tokio::test]
async fn cut_response_is_shorter_than_its_content_length() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on(Route::GetAllSnapshots).cut(5).times(1));
    let cut = list(&daytona).await;
    let whole = list(&daytona).await;
    assert_eq!(cut.body(), &whole.body()[..5]);
    let announced = format!("\r\ncontent-length: {}\r\n", whole.body().len());
    assert!(cut.text.contains(&announced), "{}", cut.text);
    assert!(cut.end.is_ok(), "closed, not reset: {:?}", cut.end);
}

#[tokio::test]
async fn truncated_response_is_a_complete_message() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    daytona.inject(Fault::on(Route::GetAllSnapshots).truncate(5));
    let response = client.request(Method::GET, "/snapshots").send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap(), &b"{\"ite"[..]);
}

#[tokio::test]
async fn corrupted_response_keeps_its_length() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let get = async || {
        let response = client.request(Method::GET, "/snapshots").send().await.unwrap();
        response.bytes().await.unwrap()
    };
    let whole = get().await;
    daytona.inject(Fault::on(Route::GetAllSnapshots).corrupt());
    let corrupted = get().await;
    assert_eq!((corrupted.len(), corrupted[0], corrupted[8]), (whole.len(), !whole[0], !whole[8]));
    assert_eq!(corrupted[1..8], whole[1..8]);
}

#[tokio::test]
async fn content_type_fault_does_not_change_the_body() {
    let daytona = Emulator::start().await.unwrap();
    let whole = list(&daytona).await;
    daytona.inject(Fault::on(Route::GetAllSnapshots).content_type("text/html"));
    let changed = list(&daytona).await;
    assert!(changed.text.contains("\r\ncontent-type: text/html\r\n"), "{}", changed.text);
    assert_eq!(changed.body(), whole.body());
}

#[tokio::test(start_paused = true)]
async fn trickled_response_is_complete_and_slow() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let (_, whole) = client.get("/snapshots").await;
    daytona.inject(Fault::on(Route::GetAllSnapshots).trickle(1, Duration::from_secs(1)));
    let before = tokio::time::Instant::now();
    assert_eq!(client.get("/snapshots").await.1, whole);
    assert!(before.elapsed() >= Duration::from_secs(whole.to_string().len() as u64));
}

#[tokio::test]
async fn fault_skips_requests_and_applies_a_limited_number_of_times() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let fault = daytona.inject(
        Fault::on(Route::GetAllSnapshots).respond(FaultResponse::new(500)).skip(1).times(2),
    );
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(client.get("/snapshots").await.0.as_u16());
    }
    assert_eq!(statuses, [200, 500, 500, 200, 200]);
    assert_eq!(fault.hits(), 2);
}

#[tokio::test]
async fn faults_can_be_removed() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let status = async || client.get("/snapshots").await.0.as_u16();
    let first: InjectedFault =
        daytona.inject(Fault::on(Route::Any).respond(FaultResponse::new(500)));
    daytona.inject(Fault::on(Route::GetAllSnapshots).respond(FaultResponse::new(503)));
    assert_eq!(status().await, 500, "the first fault applies");
    first.remove();
    assert_eq!(status().await, 503);
    daytona.clear_faults();
    assert_eq!(status().await, 200);
    assert_eq!(first.hits(), 1);
}

#[tokio::test]
async fn fault_does_not_apply_to_other_routes() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on(Route::GetAllSnapshots).respond(FaultResponse::new(500)));
    assert_eq!(Client::of(&daytona).get("/regions").await.0, 200);
    assert_eq!((fault.hits(), latest(&daytona).0), (0, None));
}

#[tokio::test]
async fn faults_apply_to_the_object_storage() {
    let daytona = Emulator::start().await.unwrap();
    let storage = Client::of(&daytona).storage().await;
    let key = format!("{}/abc/context.tar", storage.organization);
    daytona
        .inject(Fault::on(Route::PutObject).respond(FaultResponse::expired_credentials()).times(1));
    let refused = storage.send(Method::PUT, &key, "", vec![0; 1 << 20]).await;
    assert_eq!((refused.status, refused.element("Code")), (400, "ExpiredToken".to_owned()));
    assert!(daytona.objects().is_empty());

    let slow_down = FaultResponse::s3_error(503, "SlowDown");
    daytona.inject(Fault::on(Route::PutObject).respond_after_effect(slow_down).times(1));
    assert_eq!(
        storage.send(Method::PUT, &key, "", b"x".to_vec()).await.element("Code"),
        "SlowDown"
    );
    assert_eq!(daytona.objects().len(), 1);
}

#[tokio::test]
async fn refused_connections_are_accepted_again_on_the_same_port() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.get("/snapshots").await;
    daytona.refuse_connections().await.unwrap();
    daytona.refuse_connections().await.unwrap();
    let error = client.request(Method::GET, "/snapshots").send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    daytona.accept_connections().await.unwrap();
    daytona.accept_connections().await.unwrap();
    assert_eq!(client.get("/snapshots").await.0, 200);
}

/// Returns an emulator with a finished build that has a scripted log.
async fn built(log: BuildLog) -> (Emulator, Client, String) {
    let daytona = Emulator::builder().build_log("demo", log).start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("demo", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("demo", "active").await;
    let id = snapshot["id"].as_str().unwrap().to_owned();
    (daytona, client, id)
}

/// Reads a response. Returns its bytes, and `true` if it ended without an error.
async fn read_log(mut response: reqwest::Response) -> (Vec<u8>, bool) {
    let mut read = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => read.extend(chunk),
            Ok(None) => return (read, true),
            Err(_) => return (read, false),
        }
    }
}

#[tokio::test]
async fn readers_get_the_scripted_log() {
    let (_daytona, client, id) = built(BuildLog::new(&b"\xFF\n"[..]).repeated(3)).await;
    let response = client.log(&id, "?follow=true").await;
    assert_eq!(read_log(response).await, (b"\xFF\n\xFF\n\xFF\n".to_vec(), true));
}

#[tokio::test]
async fn scripted_log_of_a_failed_build_is_complete() {
    let daytona = Emulator::builder()
        .build_log("demo", BuildLog::new("last words\n"))
        .build_outcome("demo", BuildOutcome::error("exit code: 1"))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("demo", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("demo", "error").await;
    let log = client.log(snapshot["id"].as_str().unwrap(), "").await;
    assert_eq!(log.text().await.unwrap(), "last words\n");
}

#[tokio::test]
async fn log_is_cut_in_a_line_or_in_a_character_or_truncated() {
    let (daytona, client, id) = built(BuildLog::new("one\ntwo\nmüde\n")).await;
    let cases: [(Fault, &[u8], bool); 3] = [
        (Fault::on(Route::FollowBuildLogs).cut_in_line(2).times(1), b"one\nt", false),
        (Fault::on(Route::FollowBuildLogs).cut_in_character().times(1), b"one\ntwo\nm\xC3", false),
        (Fault::on(Route::FollowBuildLogs).truncate(4).times(1), b"one\n", true),
    ];
    for (fault, expected, whole) in cases {
        daytona.inject(fault);
        let seen = read_log(client.log(&id, "?follow=true").await).await;
        assert_eq!(seen, (expected.to_vec(), whole));
    }
    let seen = read_log(client.log(&id, "?follow=true").await).await;
    assert_eq!(seen, ("one\ntwo\nmüde\n".into(), true));
}

#[tokio::test]
async fn error_responses_are_neither_changed_nor_counted() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let late = daytona.inject(Fault::on(Route::GetSnapshot).truncate(5).skip(1).times(1));
    let refused = Fault::on(Route::GetSnapshot).respond(FaultResponse::not_found()).times(1);
    let refused = daytona.inject(refused);
    assert_eq!(client.get("/snapshots/demo").await.0, 404);
    assert_eq!(client.get("/snapshots/demo").await.1["statusCode"], 404);
    assert_eq!((late.hits(), refused.hits()), (0, 1));
    client.pull("demo").await;
    assert_eq!(client.get("/snapshots/demo").await.1["name"], "demo");
    assert_eq!(client.get("/snapshots/demo").await.1, "{\"id\"");
    assert_eq!(client.get("/snapshots/demo").await.1["name"], "demo");
    assert_eq!(late.hits(), 1);
}

#[tokio::test]
async fn log_that_never_ends_is_complete() {
    let (daytona, client, id) = built(BuildLog::new("one\n")).await;
    daytona.inject(Fault::on(Route::FollowBuildLogs).never_end());
    let mut response = client.log(&id, "").await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), &b"one\n"[..]);
    assert!(response.chunk().now_or_never().is_none());
}

#[tokio::test(start_paused = true)]
async fn log_is_reset_after_a_given_time() {
    // The log of a failed build does not end.
    let builder = Emulator::builder().build_outcome("demo", BuildOutcome::error("out of luck"));
    let daytona = builder.build_log("demo", BuildLog::new("one\n")).start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("demo", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("demo", "error").await;
    let gateway = Duration::from_secs(145);
    let fault = daytona.inject(Fault::on(Route::FollowBuildLogs).reset_after(gateway).times(1));

    let response = client.log(snapshot["id"].as_str().unwrap(), "?follow=true").await;
    let started = tokio::time::Instant::now();
    assert_eq!(read_log(response).await, (b"one\n".to_vec(), false));
    assert!((gateway..2 * gateway).contains(&started.elapsed()), "{:?}", started.elapsed());
    assert_eq!(fault.hits(), 1);
}

#[tokio::test]
async fn removed_snapshot_is_not_found_at_once() {
    let daytona = Emulator::start().await.unwrap();
    Client::of(&daytona).pull("demo").await;
    daytona.remove("demo").unwrap();
    assert!(!exists(&daytona).await);
    assert_eq!(daytona.remove("demo").unwrap_err().id_or_name, "demo");
}

#[tokio::test]
async fn jump_of_the_clock_ends_the_cooldown() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.pull("demo").await;
    daytona.set_state("demo", "inactive", None).unwrap();
    let path = format!("/snapshots/{}/activate", snapshot["id"].as_str().unwrap());
    assert_eq!(client.call(Method::POST, &path, None).await.0, 400);
    daytona.jump_clock(SignedDuration::from_mins(11));
    assert_eq!(client.call(Method::POST, &path, None).await.0, 200);
}

#[tokio::test]
async fn number_of_recorded_requests_is_limited() {
    let daytona = Emulator::builder().recorded_requests(1).start().await.unwrap();
    let client = Client::of(&daytona);
    client.get("/snapshots").await;
    client.get("/regions").await;
    let paths: Vec<_> =
        daytona.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/api/regions"]);
}
