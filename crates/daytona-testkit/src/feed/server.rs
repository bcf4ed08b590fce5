//! The Socket.IO server of the feed.

use std::{fmt, sync::Arc, time::Duration};

use axum::http::{Request, Uri};
use serde::Deserialize;
use socketioxide::{
    SocketIo, TransportType,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
    service::SocketIoService,
};
use tokio::{io::DuplexStream, sync::mpsc};
use tower_service::Service;

use super::{event::Event, query};
use crate::state::{Access, ServerState, SnapshotChange};

/// The pause between two pings of the server.
const PING_INTERVAL: Duration = Duration::from_secs(25);
/// The longest wait for the response to a ping.
const PING_TIMEOUT: Duration = Duration::from_secs(20);
/// The longest wait for the token of a client.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(45);
/// The maximum size of a message of a client, in bytes.
const MAX_PAYLOAD: u64 = 1_000_000;
/// The maximum number of events that wait for a slow client.
const MAX_WAITING_EVENTS: usize = 65_536;

/// The server of the notification feed.
#[derive(Clone)]
pub(crate) struct Feed(SocketIoService<()>);

impl Feed {
    /// Creates the server. It sends the changes until the emulator stops.
    pub(crate) fn start(
        state: &Arc<ServerState>,
        changes: mpsc::UnboundedReceiver<SnapshotChange>,
    ) -> Self {
        let (service, io) = SocketIo::builder()
            .transports([TransportType::Websocket])
            .ping_interval(PING_INTERVAL)
            .ping_timeout(PING_TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .max_payload(MAX_PAYLOAD)
            .max_buffer_size(MAX_WAITING_EVENTS)
            .build_with_inner_svc(());
        let checked = Arc::clone(state);
        let check = move |socket: SocketRef, TryData(auth): TryData<Auth>| {
            let parameters = socket.req_parts().uri.query().unwrap_or_default();
            let token = auth.ok().and_then(|auth| auth.token);
            let access =
                checked.access(token.as_deref(), query::value(parameters, "organizationId"));
            async move { if access == Access::Granted { Ok(()) } else { Err(Unauthorized) } }
        };
        let on_connect = async || ();
        io.ns("/", on_connect.with(check));
        state.tasks.spawn(publish(io, state.organization_id().to_owned(), changes));
        Self(service)
    }

    /// Opens a session. `uri` is the address that the client connected to.
    pub(super) fn open(&mut self, stream: DuplexStream, uri: Uri) {
        let mut request = Request::new(());
        *request.uri_mut() = uri;
        let opened = self.0.call((stream, request)).into_inner();
        if let Err(error) = opened {
            tracing::debug!(%error, "the feed refused a connection");
        }
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed").finish_non_exhaustive()
    }
}

/// The first message of a client.
#[derive(Deserialize)]
struct Auth {
    token: Option<String>,
}

/// The refusal of a token.
#[derive(Debug, thiserror::Error)]
#[error("Unauthorized")]
struct Unauthorized;

/// Sends the changes to all clients, in order.
async fn publish(
    io: SocketIo,
    organization_id: String,
    mut changes: mpsc::UnboundedReceiver<SnapshotChange>,
) {
    while let Some(change) = changes.recv().await {
        if change.row.organization_id != organization_id {
            continue;
        }
        let event = Event::new(&change);
        if let Err(error) = io.emit(event.name(), &event).await {
            tracing::warn!(%error, "the feed lost an event");
        }
    }
}
