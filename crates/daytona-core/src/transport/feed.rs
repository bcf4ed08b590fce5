//! The notification feed: the server sends an event for each change of a snapshot of the organization.
//!
//! One WebSocket with Socket.IO inside. Its frames were recorded from a running server.

mod frame;
mod upgrade;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use daytona_api::types::SnapshotDto;
use futures_util::stream::try_unfold;
use futures_util::{SinkExt, StreamExt};
use jiff::Timestamp;
use reqwest::Upgraded;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use url::Url;

use super::connection::{Connection, Endpoint};
use super::convert;
use crate::error::Kind;
use crate::stub::{Feed, SnapshotEvent, SnapshotEvents};
use crate::{Error, Result};
use frame::{Frame, PONG};
use upgrade::broken;

/// How long opening the feed may take, until the server has accepted the token.
const OPEN_LIMIT: Duration = Duration::from_secs(2);

/// The longest time without a frame that a server may ask for.
const MAX_SILENCE: Duration = Duration::from_secs(120);

/// The feed of a server, over HTTP.
pub(crate) struct HttpFeed {
    connection: Arc<Connection>,
}

impl HttpFeed {
    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Feed for HttpFeed {
    /// Opens the feed. The stream ends with an error when the connection breaks, is silent for
    /// longer than the server has announced, or sends a frame of another protocol.
    async fn open(&self) -> Result<SnapshotEvents> {
        let open = timeout(OPEN_LIMIT, EventReader::open(&self.connection));
        let reader = open.await.map_err(|_| {
            let message = format!("the notification feed did not open within {OPEN_LIMIT:?}");
            Error::new(Kind::Transport, message)
        })??;
        Ok(Box::pin(try_unfold(reader, |mut reader| async {
            Ok(Some((reader.next_event().await?, reader)))
        })))
    }
}

/// Reads the events of an open feed.
struct EventReader {
    socket: WebSocketStream<Upgraded>,
    /// How long the server may be silent: one ping is due in this time.
    max_silence: Duration,
}

impl EventReader {
    async fn open(connection: &Connection) -> Result<Self> {
        let first = frame::connect(connection.endpoint.token.expose_secret());
        let socket = upgrade::open(
            &connection.http,
            connection.api_url(),
            url(&connection.endpoint)?,
            &first,
        )
        .await?;
        let mut reader = Self { socket, max_silence: MAX_SILENCE };
        loop {
            match reader.next_frame().await? {
                Frame::Open { ping_interval, ping_timeout } => {
                    let announced = ping_interval.saturating_add(ping_timeout);
                    reader.max_silence = announced.min(MAX_SILENCE);
                }
                Frame::Connected => return Ok(reader),
                Frame::Refused(reason) => {
                    let message = format!("the server refuses the notification feed: {reason}");
                    return Err(Error::new(Kind::Transport, message));
                }
                _ => {}
            }
        }
    }

    /// Waits for the next event about a snapshot.
    async fn next_event(&mut self) -> Result<SnapshotEvent> {
        loop {
            if let Frame::Event { name, data } = self.next_frame().await?
                && let Some(event) = event(&name, data)?
            {
                return Ok(event);
            }
        }
    }

    /// Waits for the next frame. Answers pings.
    async fn next_frame(&mut self) -> Result<Frame> {
        loop {
            let message =
                timeout(self.max_silence, self.socket.next()).await.map_err(|_| silent())?;
            let text = match message.ok_or_else(closed)?.map_err(broken)? {
                Message::Text(text) => text,
                Message::Close(_) => return Err(closed()),
                Message::Binary(_) => return Err(malformed()),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
            };
            match frame::parse(&text).map_err(|_| malformed())? {
                Frame::Ping => {
                    let pong = self.socket.send(Message::text(PONG));
                    timeout(self.max_silence, pong).await.map_err(|_| silent())?.map_err(broken)?;
                }
                Frame::Closed => return Err(closed()),
                frame => return Ok(frame),
            }
        }
    }
}

/// Returns the address of the feed, which lies below the API. A JWT does not name its organization.
fn url(endpoint: &Endpoint) -> Result<Url> {
    let base = format!("{}/socket.io/", endpoint.api_url);
    let mut url = Url::parse(&base)
        .map_err(|error| Error::new(Kind::Config, error.to_string()).with_source(error))?;
    url.query_pairs_mut().append_pair("EIO", "4").append_pair("transport", "websocket");
    if let Some(id) = &endpoint.organization_id {
        url.query_pairs_mut().append_pair("organizationId", id);
    }
    Ok(url)
}

/// Decodes an event; `None` for one that is not about a snapshot.
fn event(name: &str, data: Value) -> Result<Option<SnapshotEvent>> {
    let event = match name {
        "snapshot.created" => {
            let dto: SnapshotDto = decode(data)?;
            SnapshotEvent::Created(convert::snapshot(dto))
        }
        "snapshot.state.updated" => {
            let update: StateUpdate = decode(data)?;
            SnapshotEvent::StateUpdated(convert::snapshot(update.snapshot))
        }
        "snapshot.removed" => {
            let Removal { id, name, created_at } = decode(data)?;
            SnapshotEvent::Removed { id, name, created_at }
        }
        _ => return Ok(None),
    };
    Ok(Some(event))
}

#[derive(Deserialize)]
struct StateUpdate {
    snapshot: SnapshotDto,
}

/// The part of a removed snapshot that identifies it: servers leave the id out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Removal {
    id: Option<String>,
    name: String,
    created_at: Timestamp,
}

fn decode<T: for<'de> Deserialize<'de>>(data: Value) -> Result<T> {
    serde_json::from_value(data).map_err(|error| {
        let message = format!("an event of the notification feed cannot be read: {error}");
        Error::new(Kind::UnexpectedResponse, message).with_source(error)
    })
}

fn silent() -> Error {
    Error::new(Kind::Transport, "the notification feed is silent")
}

fn closed() -> Error {
    Error::new(Kind::Transport, "the server closed the notification feed")
}

fn malformed() -> Error {
    Error::new(Kind::UnexpectedResponse, "the notification feed carries data other than Socket.IO")
}
