//! The WebSocket of the feed, over the HTTP client of the transport.

use reqwest::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use reqwest::{StatusCode, Upgraded, Version};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use url::Url;

use super::super::peer::Peer;
use super::super::redirect;
use crate::error::Kind;
use crate::{Error, Result};

/// The largest frame and message that are read, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// Opens a WebSocket at `url` (`http` or `https`) and sends `first` on it.
///
/// The first frame carries the token. It is written here, because tungstenite writes its frames to
/// the log at level trace.
pub(super) async fn open(
    http: &reqwest::Client,
    api_url: &str,
    url: Url,
    first: &str,
) -> Result<WebSocketStream<Upgraded>> {
    let key = generate_key();
    let request = http
        .get(url)
        .version(Version::HTTP_11)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, &key);
    let request = request.build().map_err(|error| broken(error.without_url()))?;
    let response =
        daytona_api::execute(http, request).await.map_err(|error| broken(error.without_url()))?;
    if let Some(target) = daytona_api::redirect_target(&response) {
        return Err(redirect::error(Peer::Api(api_url), response.url(), target, response.status()));
    }
    let status = response.status();
    let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT);
    let is_accepted =
        accepted.is_some_and(|accept| accept == derive_accept_key(key.as_bytes()).as_str());
    if status != StatusCode::SWITCHING_PROTOCOLS || !is_accepted {
        let message =
            format!("the server does not open a WebSocket for the feed (status {status})");
        // A gateway answers so while the server restarts.
        let kind = match status.is_server_error() {
            true => Kind::Transport,
            false => Kind::UnexpectedResponse,
        };
        return Err(Error::new(kind, message));
    }
    let mut socket = response.upgrade().await.map_err(|error| broken(error.without_url()))?;
    socket.write_all(&text_frame(first, key.as_bytes())?).await.map_err(broken)?;
    let config = WebSocketConfig::default()
        .max_frame_size(Some(MAX_BYTES))
        .max_message_size(Some(MAX_BYTES));
    Ok(WebSocketStream::from_raw_socket(socket, Role::Client, Some(config)).await)
}

/// Returns the bytes of a text frame, masked with four bytes of a random key.
fn text_frame(text: &str, random: &[u8]) -> Result<Vec<u8>> {
    let mut frame = Frame::message(text.to_owned(), OpCode::Data(Data::Text), true);
    frame.header_mut().mask = random.first_chunk().copied();
    let mut bytes = Vec::new();
    frame.format(&mut bytes).map_err(broken)?;
    Ok(bytes)
}

/// Returns the error of a feed that could not be opened or has broken.
pub(super) fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Kind::Transport, format!("the notification feed broke: {error}")).with_source(error)
}
