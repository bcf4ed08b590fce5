//! The request that opens a connection to the notification feed.

use axum::{
    Extension,
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{fallback::no_such_route, path::requested_uri};
use crate::{
    connection::Connection,
    faults::RequestContext,
    feed::{Feed, Tunnel, query},
};

/// The path as clients send it. The server does not accept other forms of it.
const PATH: &str = "/api/socket.io/";

/// The reasons for which Engine.IO refuses a connection, with their codes.
const TRANSPORT_UNKNOWN: Refusal = Refusal { code: 0, message: "Transport unknown" };
const SESSION_UNKNOWN: Refusal = Refusal { code: 1, message: "Session ID unknown" };
const BAD_REQUEST: Refusal = Refusal { code: 3, message: "Bad request" };
const UNSUPPORTED_VERSION: Refusal = Refusal { code: 5, message: "Unsupported protocol version" };

/// Upgrades a connection to WebSocket.
pub(super) async fn connect(
    Extension(feed): Extension<Feed>,
    Extension(connection): Extension<Connection>,
    Extension(context): Extension<RequestContext>,
    mut request: Request,
) -> Response {
    if requested_uri(&request).path() != PATH {
        return no_such_route(request).await;
    }
    let key = websocket_key(request.headers());
    let parameters = request.uri().query().unwrap_or_default();
    if query::value(parameters, "transport") != Some("websocket") {
        return TRANSPORT_UNKNOWN.response(key.is_some());
    }
    if query::value(parameters, "sid").is_some() {
        return SESSION_UNKNOWN.response(key.is_some());
    }
    let Some(accept) = key.map(|key| derive_accept_key(key.as_bytes())) else {
        return BAD_REQUEST.response(false);
    };
    let has_version = query::value(parameters, "EIO") == Some("4");
    let upgrade = hyper::upgrade::on(&mut request);
    let tunnel = if has_version {
        let (uri, fault) = (request.uri().clone(), context.trace.feed_fault().cloned());
        Tunnel::Session { feed, uri, fault }
    } else {
        // Engine.IO checks the version after the upgrade, and then sends an HTTP response.
        Tunnel::Refusal(UNSUPPORTED_VERSION.http_text())
    };
    connection.continue_with(tunnel.run(upgrade));
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("Upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers, [(header::SEC_WEBSOCKET_ACCEPT, accept)])
        .into_response()
}

/// Returns the key of a request for an upgrade to WebSocket.
fn websocket_key(headers: &HeaderMap) -> Option<&HeaderValue> {
    let upgrade = headers.get(header::UPGRADE)?.to_str().ok()?;
    upgrade.eq_ignore_ascii_case("websocket").then(|| headers.get(header::SEC_WEBSOCKET_KEY))?
}

/// A refused connection.
struct Refusal {
    code: u8,
    message: &'static str,
}

impl Refusal {
    /// Returns plain text in response to a request for an upgrade, and JSON in response to others.
    fn response(&self, is_upgrade: bool) -> Response {
        if is_upgrade {
            let headers = [(header::CONNECTION, "close"), (header::CONTENT_TYPE, "text/html")];
            (StatusCode::BAD_REQUEST, headers, self.message).into_response()
        } else {
            let body = json!({ "code": self.code, "message": self.message }).to_string();
            let headers = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::BAD_REQUEST, headers, Body::from(body)).into_response()
        }
    }

    /// Returns the response as text.
    fn http_text(&self) -> String {
        format!(
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\nContent-Length: {}\r\n\r\n{}",
            self.message.len(),
            self.message
        )
    }
}
