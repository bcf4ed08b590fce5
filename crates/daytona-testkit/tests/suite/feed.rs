//! The notification feed, by the recorded frames.

use std::{collections::BTreeMap, time::Duration};

use daytona_testkit::{Emulator, SeedSnapshot};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite;

use crate::{client::Client, feed_client::FeedClient};

const DOCKERFILE: &str = "FROM alpine:3.20\n";

/// The fields of a snapshot in recorded events, in their order.
const BUILT_FIELDS: [&str; 20] = [
    "id",
    "organizationId",
    "general",
    "name",
    "imageName",
    "state",
    "size",
    "entrypoint",
    "cpu",
    "gpu",
    "mem",
    "disk",
    "errorReason",
    "createdAt",
    "updatedAt",
    "lastUsedAt",
    "buildInfo",
    "regionIds",
    "ref",
    "sandboxClass",
];

/// Returns the keys of the outermost snapshot object in a packet, in their order.
fn fields(packet: &str) -> Vec<String> {
    let start = packet.find("{\"id\"").or_else(|| packet.find("{\"organizationId\"")).unwrap();
    let mut depth = 0;
    let mut keys = Vec::new();
    let bytes = packet.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => break,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let end = at + 1 + packet[at + 1..].find('"').unwrap();
                if depth == 1 && bytes.get(end + 1) == Some(&b':') {
                    keys.push(packet[at + 1..end].to_owned());
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

#[tokio::test]
async fn feed_opens_with_the_recorded_frames() {
    let daytona = Emulator::start().await.unwrap();
    let mut feed = FeedClient::connect(&daytona).await;
    let open: Value = serde_json::from_str(feed.packet().await.strip_prefix('0').unwrap()).unwrap();
    let expected = json!({
        "sid": open["sid"],
        "upgrades": [],
        "pingInterval": 25_000,
        "pingTimeout": 20_000,
        "maxPayload": 1_000_000,
    });
    assert_eq!(open, expected);
    let connected = feed.packet().await;
    let connected: Value = serde_json::from_str(connected.strip_prefix("40").unwrap()).unwrap();
    assert!(connected["sid"].is_string(), "{connected}");
}

#[tokio::test]
async fn build_and_removal_send_the_recorded_events() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let mut feed = FeedClient::connected(&daytona).await;
    let created = client.build("tools", DOCKERFILE, &[]).await;

    let packet = feed.packet().await;
    assert_eq!(fields(&packet), BUILT_FIELDS);
    assert!(packet.starts_with("42[\"snapshot.created\",{\"id\":"), "{packet}");
    let (name, snapshot): (String, Value) = serde_json::from_str(&packet[2..]).unwrap();
    assert_eq!((name.as_str(), &snapshot), ("snapshot.created", &created));

    let with_runner = [&BUILT_FIELDS[..18], &["initialRunnerId"], &BUILT_FIELDS[18..]].concat();
    for (old_state, new_state) in [("pending", "building"), ("building", "active")] {
        let packet = feed.packet().await;
        assert_eq!(fields(&packet), with_runner);
        let (name, event): (String, Value) = serde_json::from_str(&packet[2..]).unwrap();
        assert_eq!(name, "snapshot.state.updated");
        assert_eq!(
            (&event["oldState"], &event["newState"]),
            (&json!(old_state), &json!(new_state))
        );
        assert_eq!(event["snapshot"]["state"], new_state);
        assert!(packet.ends_with(&format!(
            "}},\"oldState\":\"{old_state}\",\"newState\":\"{new_state}\"}}]"
        )));
    }

    let id = created["id"].as_str().unwrap();
    let (_, active) = client.get(&format!("/snapshots/{id}")).await;
    client.call(Method::DELETE, &format!("/snapshots/{id}"), None).await;
    let (name, removing) = feed.event().await;
    assert_eq!(name, "snapshot.state.updated");
    assert_eq!(
        (&removing["oldState"], &removing["newState"]),
        (&json!("active"), &json!("removing"))
    );

    let packet = feed.packet().await;
    let without_identity: Vec<_> =
        with_runner.iter().filter(|name| !["id", "regionIds"].contains(name)).copied().collect();
    assert_eq!(fields(&packet), without_identity);
    let (name, removed): (String, Value) = serde_json::from_str(&packet[2..]).unwrap();
    assert_eq!(name, "snapshot.removed");
    assert_eq!((&removed["name"], &removed["state"]), (&active["name"], &json!("removing")));
}

#[tokio::test]
async fn each_change_of_state_is_an_event() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let mut feed = FeedClient::connected(&daytona).await;
    let created = client.pull("pulled").await;
    assert_eq!(
        feed.short_events(3).await,
        [
            "snapshot.created pending",
            "snapshot.state.updated pulling",
            "snapshot.state.updated active"
        ]
    );
    daytona.set_state("pulled", "error", Some("disk full")).unwrap();
    assert_eq!(feed.short_event().await, "snapshot.state.updated error");
    // Not a change of the state.
    daytona.set_state("pulled", "error", Some("disk full")).unwrap();
    let id = created["id"].as_str().unwrap();
    client.call(Method::POST, &format!("/snapshots/{id}/deactivate"), None).await;
    assert_eq!(feed.short_event().await, "snapshot.state.updated inactive");
    daytona.remove("pulled").unwrap();
    assert_eq!(feed.short_event().await, "snapshot.removed inactive");
}

#[tokio::test]
async fn all_clients_get_the_events_of_their_organization_only() {
    let daytona = Emulator::builder()
        .seed(SeedSnapshot::new("foreign", "alpine:3.20").general().owned_by("another"))
        .start()
        .await
        .unwrap();
    let mut feeds = [FeedClient::connected(&daytona).await, FeedClient::connected(&daytona).await];
    daytona.set_state("foreign", "error", None).unwrap();
    Client::of(&daytona).pull("own").await;
    for feed in &mut feeds {
        let (_, created) = feed.event().await;
        assert_eq!(created["name"], "own");
    }
}

#[tokio::test]
async fn wrong_or_missing_token_is_unauthorized() {
    let daytona = Emulator::builder().jwt("a.b.c").start().await.unwrap();
    for packet in ["40", "40{\"token\":\"nope\"}", "40{\"token\":1}", "40{\"token\":\"a.b.c\"}"] {
        let mut feed = FeedClient::connect_with(&daytona, "", packet).await;
        assert!(feed.packet().await.starts_with("0{"));
        assert_eq!(feed.packet().await, "44{\"message\":\"Unauthorized\"}", "{packet}");
    }
}

#[tokio::test]
async fn jwt_needs_the_organization_in_the_query() {
    let daytona = Emulator::builder().jwt("a.b.c").start().await.unwrap();
    let query = format!("&organizationId={}", daytona.organization_id());
    let mut feed = FeedClient::connect_with(&daytona, &query, "40{\"token\":\"a.b.c\"}").await;
    assert!(feed.packet().await.starts_with("0{"));
    assert!(feed.packet().await.starts_with("40{"));
}

#[tokio::test]
async fn another_namespace_is_refused() {
    let daytona = Emulator::start().await.unwrap();
    let mut feed = FeedClient::connect_with(&daytona, "", "40/admin,{\"token\":\"x\"}").await;
    assert!(feed.packet().await.starts_with("0{"));
    assert_eq!(feed.packet().await, "44/admin,{\"message\":\"Invalid namespace\"}");
}

#[tokio::test]
async fn packet_in_the_same_segment_as_the_request_is_read() {
    let daytona = Emulator::start().await.unwrap();
    let address = daytona.api_url().trim_start_matches("http://").trim_end_matches("/api");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let packet = format!("40{}", json!({ "token": daytona.api_key() }));
    let mut bytes = format!(
        "GET /api/socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\n\
         upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .into_bytes();
    // A masked text frame. The mask of zeros leaves the text as it is.
    bytes.extend([0x81, 0x80 | u8::try_from(packet.len()).unwrap(), 0, 0, 0, 0]);
    bytes.extend(packet.as_bytes());
    stream.write_all(&bytes).await.unwrap();

    let mut received = Vec::new();
    while !String::from_utf8_lossy(&received).contains("40{\"sid\":") {
        assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0, "the server closed");
    }
    let text = String::from_utf8_lossy(&received).into_owned();
    assert!(text.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{text}");
    assert!(
        text.to_lowercase().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="),
        "{text}"
    );
}

#[tokio::test]
async fn ping_is_due_after_25_s_and_the_token_after_45_s() {
    let daytona = Emulator::start().await.unwrap();
    let mut feed = FeedClient::try_open(&daytona, "").await.unwrap();
    assert!(feed.packet().await.starts_with("0{"));
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(24)).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    tokio::time::resume();
    assert_eq!(feed.packet().await, "2");
    feed.send("3").await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(21)).await;
    tokio::time::resume();
    assert!(feed.is_ended().await);
}

#[tokio::test]
async fn polling_is_refused_in_the_recorded_words() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    for query in ["", "?EIO=4&transport=polling"] {
        let response =
            client.request(Method::GET, &format!("/socket.io/{query}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(
            response.text().await.unwrap(),
            "{\"code\":0,\"message\":\"Transport unknown\"}"
        );
    }
    let upgrade = client
        .request(Method::GET, "/socket.io/?EIO=4&transport=polling")
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .send()
        .await
        .unwrap();
    assert_eq!(upgrade.status(), StatusCode::BAD_REQUEST);
    assert_eq!(upgrade.headers()["content-type"], "text/html");
    assert_eq!(upgrade.headers()["content-length"], "17");
    assert_eq!(upgrade.text().await.unwrap(), "Transport unknown");
}

#[tokio::test]
async fn other_version_of_the_protocol_ends_after_the_upgrade() {
    let daytona = Emulator::start().await.unwrap();
    let api = daytona.api_url().replace("http://", "ws://");
    let url = format!("{api}/socket.io/?EIO=3&transport=websocket");
    let (mut stream, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let first = futures_util::StreamExt::next(&mut stream).await.unwrap();
    assert!(matches!(first, Err(tungstenite::Error::Protocol(_))), "{first:?}");
}

#[tokio::test]
async fn server_without_the_feed_responds_with_404() {
    let daytona = Emulator::builder().omit_feed().start().await.unwrap();
    let refused = FeedClient::try_open(&daytona, "").await.err().unwrap();
    let tungstenite::Error::Http(response) = refused else { panic!("{refused}") };
    assert_eq!(response.status(), 404);
    Client::of(&daytona).pull("works").await;
    daytona.wait_for_state("works", "active").await;
}

#[tokio::test]
async fn connections_are_recorded_like_requests() {
    let daytona = Emulator::start().await.unwrap();
    drop(FeedClient::connected(&daytona).await);
    let requests = daytona.requests();
    let feed = &requests[0];
    assert_eq!((feed.method(), feed.path()), ("GET", "/api/socket.io"));
    assert_eq!((feed.operation(), feed.status()), (Some("connectFeed"), Some(101)));
    assert_eq!(feed.query(), Some("EIO=4&transport=websocket"));
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn connection_ends_with_the_server_and_when_connections_are_refused() {
    let daytona = Emulator::start().await.unwrap();
    let mut feed = FeedClient::connected(&daytona).await;
    daytona.refuse_connections().await.unwrap();
    assert!(feed.is_ended().await);
    assert!(FeedClient::try_open(&daytona, "").await.is_err());
    daytona.accept_connections().await.unwrap();
    let mut feed = FeedClient::connected(&daytona).await;
    daytona.stop().await;
    assert!(feed.is_ended().await);
}

#[tokio::test]
async fn no_event_is_lost_when_a_client_reads_late() {
    const SNAPSHOTS: usize = 500;
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let mut feed = FeedClient::connected(&daytona).await;
    let names: Vec<_> = (0..SNAPSHOTS).map(|number| format!("pulled-{number}")).collect();
    let pulls = names.iter().map(|name| async {
        client.pull(name).await;
        daytona.wait_for_state(name, "active").await;
    });
    futures_util::future::join_all(pulls).await;
    let mut states = BTreeMap::<String, Vec<String>>::new();
    for _ in 0..SNAPSHOTS * 3 {
        let (_, event) = feed.event().await;
        let snapshot = event.get("snapshot").unwrap_or(&event);
        let text = |name: &str| snapshot[name].as_str().unwrap().to_owned();
        states.entry(text("name")).or_default().push(text("state"));
    }
    assert_eq!(states.len(), SNAPSHOTS);
    for (name, states) in states {
        assert_eq!(states, ["pending", "pulling", "active"], "{name}");
    }
}
