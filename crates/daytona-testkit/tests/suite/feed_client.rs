//! A client of the notification feed that shows each frame.

use std::time::Duration;

use daytona_testkit::Emulator;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message},
};

/// The longest wait for a frame.
const WAIT: Duration = Duration::from_secs(10);

pub struct FeedClient(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl FeedClient {
    /// Opens a connection and sends the token, before the first frame of the server is read.
    pub async fn connect(daytona: &Emulator) -> Self {
        let token = json!({ "token": daytona.api_key() });
        Self::connect_with(daytona, "", &format!("40{token}")).await
    }

    pub async fn connect_with(daytona: &Emulator, query: &str, packet: &str) -> Self {
        let mut client = Self::try_open(daytona, query).await.unwrap();
        client.send(packet).await;
        client
    }

    /// Opens a connection.
    pub async fn try_open(daytona: &Emulator, query: &str) -> tungstenite::Result<Self> {
        let api = daytona.api_url().replace("http://", "ws://");
        let url = format!("{api}/socket.io/?EIO=4&transport=websocket{query}");
        connect_async(url).await.map(|(stream, _)| Self(stream))
    }

    /// Opens a connection and expects that the server accepts its token.
    pub async fn connected(daytona: &Emulator) -> Self {
        let mut client = Self::connect(daytona).await;
        assert!(client.packet().await.starts_with("0{"));
        assert!(client.packet().await.starts_with("40{"));
        client
    }

    pub async fn send(&mut self, packet: &str) {
        self.0.send(Message::text(packet)).await.unwrap();
    }

    /// Returns the next message, or `None` at the end of the connection.
    pub async fn message(&mut self) -> Option<tungstenite::Result<Message>> {
        timeout(WAIT, self.0.next()).await.expect("a frame must arrive")
    }

    /// Returns the next text frame.
    pub async fn packet(&mut self) -> String {
        self.message().await.unwrap().unwrap().into_text().unwrap().to_string()
    }

    /// Returns the name and the content of the next event.
    pub async fn event(&mut self) -> (String, Value) {
        let packet = self.packet().await;
        let content = packet.strip_prefix("42").unwrap_or_else(|| panic!("not an event: {packet}"));
        serde_json::from_str(content).unwrap()
    }

    /// Returns the next event in short: its name, and the state of the snapshot.
    pub async fn short_event(&mut self) -> String {
        let (name, content) = self.event().await;
        let snapshot = content.get("snapshot").unwrap_or(&content);
        format!("{name} {}", snapshot["state"].as_str().unwrap())
    }

    /// Returns the next events in short.
    pub async fn short_events(&mut self, count: usize) -> Vec<String> {
        let mut events = Vec::new();
        for _ in 0..count {
            events.push(self.short_event().await);
        }
        events
    }

    /// Returns `true` if the server ends the connection.
    pub async fn is_ended(&mut self) -> bool {
        matches!(self.message().await, None | Some(Ok(Message::Close(_)) | Err(_)))
    }
}
