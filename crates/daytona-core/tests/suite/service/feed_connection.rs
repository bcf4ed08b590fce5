//! The connection to the notification feed over real sockets, with a server that the test scripts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use daytona_core::{Daytona, SnapshotService};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::server::{ID, KEY, snapshot_json};

/// A frame of the recorded server.
const OPEN: &str =
    r#"0{"sid":"x","upgrades":[],"pingInterval":200,"pingTimeout":100,"maxPayload":1000000}"#;

/// The behaviour of the server at the upgrade and after it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Behaviour {
    /// Sends three pings, each after the pong of the last one, and then the state active.
    Good,
    /// Responds to the upgrade with this status and text.
    Refuses(&'static str),
    /// Switches protocols with another accept key.
    WrongKey,
    /// Never responds to the upgrade.
    Unanswered,
    /// Sends these bytes after the token is accepted.
    Bytes(&'static [u8]),
    /// Sends a frame that claims to have 2 MiB.
    Huge,
    /// Sends nothing after the token is accepted, and does not close the connection.
    Silent,
    /// Refuses the token.
    Unauthorized,
}

/// A server with one snapshot that is building until the feed or the test makes it active.
struct Server {
    daytona: Daytona,
    /// The text frames of the clients, and the end of each connection.
    frames: UnboundedReceiver<String>,
    is_active: Arc<Mutex<bool>>,
}

impl Server {
    async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        let daytona = Daytona::builder().api_key(KEY).api_url(url).no_proxy().build().unwrap();
        let (sender, frames) = unbounded_channel();
        let is_active = Arc::new(Mutex::new(false));
        let state = is_active.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (sender, state) = (sender.clone(), state.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, behaviour, &state, |frame| {
                        let _ = sender.send(frame);
                    })
                    .await;
                });
            }
        });
        Self { daytona, frames, is_active }
    }

    fn snapshots(&self) -> SnapshotService {
        self.daytona.snapshots()
    }

    async fn frame(&mut self) -> String {
        tokio::time::timeout(Duration::from_secs(10), self.frames.recv()).await.unwrap().unwrap()
    }
}

async fn serve(
    mut stream: TcpStream,
    behaviour: Behaviour,
    is_active: &Mutex<bool>,
    on_frame: impl Fn(String),
) -> std::io::Result<()> {
    loop {
        let head = read_head(&mut stream).await?;
        if !head.contains("/api/socket.io/?EIO=4&transport=websocket") {
            let state = if *is_active.lock().unwrap() { "active" } else { "building" };
            let body = snapshot_json("demo", state).to_string();
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
            );
            stream.write_all((head + &body).as_bytes()).await?;
            continue;
        }
        assert!(!head.contains(KEY), "the token is in the request: {head}");
        let key = head.lines().find_map(|line| line.strip_prefix("sec-websocket-key: ")).unwrap();
        let accept = match behaviour {
            Behaviour::Refuses(response) => {
                stream.write_all(response.as_bytes()).await?;
                on_frame("refused".to_owned());
                return Ok(());
            }
            Behaviour::Unanswered => {
                on_frame("unanswered".to_owned());
                // Until the client gives up.
                while stream.read(&mut [0; 64]).await? > 0 {}
                on_frame("end".to_owned());
                return Ok(());
            }
            Behaviour::WrongKey => "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
            _ => derive_accept_key(key.as_bytes()),
        };
        let switch = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: ";
        stream.write_all(format!("{switch}{accept}\r\n\r\n").as_bytes()).await?;
        let outcome = serve_feed(&mut stream, behaviour, is_active, &on_frame).await;
        on_frame("end".to_owned());
        return outcome;
    }
}

async fn serve_feed(
    stream: &mut TcpStream,
    behaviour: Behaviour,
    is_active: &Mutex<bool>,
    on_frame: &impl Fn(String),
) -> std::io::Result<()> {
    // The client need not have read the first frame before it sends the token.
    on_frame(read_frame(stream).await?);
    send(stream, OPEN).await?;
    if behaviour == Behaviour::Unauthorized {
        send(stream, r#"44{"message":"Unauthorized"}"#).await?;
    } else {
        send(stream, r#"40{"sid":"y"}"#).await?;
    }
    match behaviour {
        Behaviour::Bytes(bytes) => stream.write_all(bytes).await?,
        Behaviour::Huge => stream.write_all(&[0x81, 127, 0, 0, 0, 0, 0, 0x20, 0, 0]).await?,
        Behaviour::Good => {
            for _ in 0..3 {
                send(stream, "2").await?;
                on_frame(read_frame(stream).await?);
            }
            *is_active.lock().unwrap() = true;
            let mut snapshot = snapshot_json("demo", "active");
            snapshot["updatedAt"] = "2026-11-23T20:38:22.000Z".into();
            let event = serde_json::json!({ "snapshot": snapshot, "newState": "active" });
            send(stream, &format!(r#"42["snapshot.state.updated",{event}]"#)).await?;
        }
        _ => {}
    }
    loop {
        on_frame(read_frame(stream).await?);
    }
}

async fn read_head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8(head).unwrap())
}

/// Reads a masked frame with fewer than 126 bytes.
async fn read_frame(stream: &mut TcpStream) -> std::io::Result<String> {
    let kind = stream.read_u8().await?;
    let length = stream.read_u8().await?;
    assert!(length >= 128, "a client must mask its frames");
    let mut mask = [0; 4];
    stream.read_exact(&mut mask).await?;
    let mut text = vec![0; usize::from(length & 127)];
    stream.read_exact(&mut text).await?;
    text.iter_mut().zip(mask.into_iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
    match kind {
        0x81 => Ok(String::from_utf8(text).unwrap()),
        _ => Err(std::io::ErrorKind::ConnectionAborted.into()),
    }
}

async fn send(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    let length = text.len();
    let mut frame = match u8::try_from(length) {
        Ok(length) if length < 126 => vec![0x81, length],
        _ => vec![0x81, 126, (length >> 8) as u8, length as u8],
    };
    frame.extend_from_slice(text.as_bytes());
    stream.write_all(&frame).await
}

#[tokio::test]
async fn token_is_sent_in_a_frame_and_pings_are_answered() {
    let mut server = Server::start(Behaviour::Good).await;
    let snapshot = server.snapshots().wait(ID).await.unwrap();
    assert_eq!(snapshot.updated_at.to_string(), "2026-11-23T20:38:22Z", "the event is the result");
    assert_eq!(server.frame().await, format!(r#"40{{"token":"{KEY}"}}"#));
    for _ in 0..3 {
        assert_eq!(server.frame().await, "3");
    }
    drop(server.daytona);
    let end = tokio::time::timeout(Duration::from_secs(10), server.frames.recv()).await.unwrap();
    assert_eq!(end.unwrap(), "end", "the connection closes with the client");
}

#[tokio::test]
async fn feed_that_does_not_work_is_closed_and_the_wait_polls() {
    let faults = [
        Behaviour::Refuses("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"),
        Behaviour::Refuses("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"),
        Behaviour::Refuses(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>",
        ),
        Behaviour::Refuses(
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        ),
        Behaviour::Refuses("no HTTP at all\r\n\r\n"),
        Behaviour::WrongKey,
        Behaviour::Unanswered,
        Behaviour::Unauthorized,
        Behaviour::Silent,
        Behaviour::Huge,
        // A frame that is cut, text that is not Socket.IO, bytes that are not UTF-8, a binary frame,
        // a reserved opcode, a frame that is masked, an event that cannot be decoded.
        Behaviour::Bytes(b"\x81\x7e\x01\x0042[\"snapshot"),
        Behaviour::Bytes(b"\x81\x06<html>"),
        Behaviour::Bytes(b"\x81\x02\xff\xfe"),
        Behaviour::Bytes(b"\x82\x0142"),
        Behaviour::Bytes(b"\x83\x0142"),
        Behaviour::Bytes(b"\x81\x810000\x02"),
        Behaviour::Bytes(b"\x81\x1942[\"snapshot.created\",{}]"),
        // A close frame.
        Behaviour::Bytes(b"\x88\x00"),
    ];
    let waits = faults.map(|behaviour| async move {
        let mut server = Server::start(behaviour).await;
        let service = server.snapshots();
        let wait = tokio::spawn(service.wait(ID).into_future());
        match behaviour {
            Behaviour::Refuses(_) => assert_eq!(server.frame().await, "refused"),
            Behaviour::Unanswered => {
                assert_eq!(server.frame().await, "unanswered");
                assert_eq!(server.frame().await, "end");
            }
            Behaviour::WrongKey => assert_eq!(server.frame().await, "end", "no token is sent"),
            _ => {
                assert!(server.frame().await.starts_with("40{"));
                assert_eq!(server.frame().await, "end", "{behaviour:?}");
            }
        }
        *server.is_active.lock().unwrap() = true;
        assert!(wait.await.unwrap().unwrap().state.is_active(), "{behaviour:?}");
    });
    futures_util::future::join_all(waits).await;
}
