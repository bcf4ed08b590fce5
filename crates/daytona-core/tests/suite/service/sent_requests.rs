//! A create that the server cannot have received, and one whose answer is lost.

use std::time::Duration;

use daytona_core::retry::NeverRetry;
use daytona_core::{Advice, CreateSnapshotParams, Daytona, DaytonaBuilder, Error};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use super::server::KEY;

const SHORT: Duration = Duration::from_millis(300);

fn client(scheme: &str, listener: &TcpListener) -> DaytonaBuilder {
    let url = format!("{scheme}://{}/api", listener.local_addr().unwrap());
    Daytona::builder().api_key(KEY).api_url(url).no_proxy().retry_policy(NeverRetry)
}

/// Creates a snapshot, with this deadline of the whole operation.
async fn create(builder: DaytonaBuilder, deadline: Duration) -> Error {
    let snapshots = builder.build().unwrap().snapshots();
    let params = CreateSnapshotParams::new("demo", "alpine:3.20");
    snapshots.create(params).timeout(deadline).await.unwrap_err()
}

/// Returns a listener whose backlog is full: a connection to it neither succeeds nor fails.
async fn full_backlog() -> (TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut connections = Vec::new();
    while let Ok(connection) = timeout(SHORT, TcpStream::connect(address)).await {
        connections.push(connection.unwrap());
        assert!(connections.len() < 100, "the backlog has no limit");
    }
    (listener, connections)
}

/// Accepts all connections, and returns what their clients have sent.
async fn received(listener: &TcpListener) -> Vec<u8> {
    let mut received = Vec::new();
    while let Ok(accepted) = timeout(SHORT, listener.accept()).await {
        let (mut connection, _) = accepted.unwrap();
        let _ = timeout(SHORT, connection.read_to_end(&mut received)).await;
    }
    received
}

#[tokio::test]
async fn deadline_while_connecting_says_that_nothing_was_created() {
    let (listener, connections) = full_backlog().await;
    let error = create(client("http", &listener), SHORT).await;
    assert!(error.is_timeout(), "{error:?}");
    assert!(error.to_string().contains("nothing was created"), "{error}");
    assert_eq!(error.advice(), None);
    drop(connections);
    assert_eq!(received(&listener).await, b"", "no request follows");
}

#[tokio::test]
async fn attempt_that_ends_while_connecting_sent_nothing() {
    let (listener, _connections) = full_backlog().await;
    let error = create(client("http", &listener).attempt_timeout(SHORT), Duration::ZERO).await;
    assert!(error.is_connect(), "{error:?}");
    assert!(error.to_string().contains("did not answer within 300ms; nothing was sent"), "{error}");
    assert_eq!(error.advice(), None);
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
#[tokio::test]
async fn deadline_in_the_tls_handshake_says_that_nothing_was_created() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = create(client("https", &listener), SHORT).await;
    assert!(error.is_timeout(), "{error:?}");
    assert!(error.to_string().contains("nothing was created"), "{error}");
}

#[tokio::test]
async fn lost_answer_says_that_the_create_may_have_succeeded() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = create(client("http", &listener), SHORT).await;
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.advice(), Some(Advice::CheckBeforeRetry), "{error}");
    let (mut connection, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    connection.read_to_end(&mut request).await.unwrap();
    let request = String::from_utf8(request).unwrap();
    assert!(request.starts_with("POST /api/snapshots HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("content-length: "), "{request}");
    assert!(request.contains(r#""name":"demo""#), "{request}");
}
