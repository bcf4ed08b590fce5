//! The HTTP servers: their routers and their connections.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use s3s::service::S3Service;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
};

use crate::{
    api,
    connection::Connection,
    error::StartError,
    faults::{self, FaultRegistry},
    feed::Feed,
    listener::{Listener, ListenerCommand, ListenerMode},
    recorder::{self, RequestRecorder},
    s3,
    state::ServerState,
    transport::Transport,
};

/// Opens a loopback port. Port 0 selects a free one.
pub(crate) async fn listen(port: u16) -> Result<(Listener, SocketAddr), StartError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((Listener::new(listener, address), address))
}

/// The layers that record requests and inject faults, for every route of every server.
#[derive(Debug, Clone)]
pub(crate) struct TestLayers {
    pub(crate) recorder: Arc<RequestRecorder>,
    pub(crate) faults: Arc<FaultRegistry>,
}

impl TestLayers {
    fn wrap(&self, state: &Arc<ServerState>, router: Router<Arc<ServerState>>) -> Router {
        let recorder = (Arc::clone(&self.recorder), Arc::clone(&self.faults));
        let clock = Arc::clone(&state.clock);
        router
            .layer(middleware::from_fn_with_state(Arc::clone(&clock), api::render_errors))
            .layer(middleware::from_fn_with_state(clock, faults::apply))
            .layer(middleware::from_fn_with_state(recorder, recorder::record))
            .with_state(Arc::clone(state))
    }
}

/// Creates the router of the API below `/api` and of the object storage at all other paths.
pub(crate) fn main_router(
    state: &Arc<ServerState>,
    layers: &TestLayers,
    feed: Option<Feed>,
) -> Router {
    let storage = s3::service(state);
    let router = api::router(state, feed).fallback(move |request| fallback(storage, request));
    layers.wrap(state, router)
}

/// Creates the router of the host that serves build logs.
pub(crate) fn logs_router(state: &Arc<ServerState>, layers: &TestLayers) -> Router {
    layers.wrap(state, api::logs_router(state))
}

/// Handles a request that matches no route of the API.
async fn fallback(storage: S3Service, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return api::no_such_route(request).await;
    }
    let request = match s3::route_of(&request) {
        Some(route) => faults::intercept(route, request).await,
        None => Some(request),
    };
    let Some(request) = request else { return faults::placeholder() };
    let request = request.map(s3s::Body::http_body_unsync);
    match storage.call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "the object storage failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Serves a listener until the task is aborted, which closes all connections.
pub(crate) async fn serve(
    mut listener: Listener,
    mut commands: mpsc::Receiver<ListenerCommand>,
    router: Router,
    transport: Transport,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            stream = listener.accept() => {
                connections.spawn(serve_connection(stream, router.clone(), transport.clone()));
            }
            Some(command) = commands.recv() => {
                let outcome = match command.mode {
                    ListenerMode::Refuse => {
                        let refused = listener.refuse();
                        connections.shutdown().await;
                        refused
                    }
                    ListenerMode::Accept => listener.listen(),
                };
                // The receiver is dropped if the caller no longer waits.
                let _ = command.done.send(outcome);
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Serves one connection until the client or a fault ends it.
async fn serve_connection(stream: TcpStream, router: Router, transport: Transport) {
    // Log lines are small and must arrive at once.
    let _ = stream.set_nodelay(true);
    let connection = Connection::default();
    // Faults reset and close the TCP connection, below TLS.
    let stream = connection.wrap(stream);
    let served = async {
        match transport {
            Transport::Plain => serve_requests(stream, &connection, router).await,
            #[cfg(feature = "tls")]
            Transport::Tls(acceptor) => match acceptor.accept(stream).await {
                Ok(stream) => serve_requests(stream, &connection, router).await,
                Err(error) => tracing::debug!(%error, "a TLS handshake failed"),
            },
        }
    };
    tokio::select! {
        () = served => {}
        () = connection.ended() => {}
    }
}

/// Serves the requests of one connection until the client ends it.
async fn serve_requests(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    connection: &Connection,
    router: Router,
) {
    let router = TowerToHyperService::new(router);
    let handle = connection.clone();
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(handle.clone());
        api::normalize(&mut request);
        router.call(request)
    });
    let io = TokioIo::new(stream);
    if let Err(error) = http1::Builder::new().serve_connection(io, service).with_upgrades().await {
        tracing::debug!(%error, "a connection ended early");
    }
    connection.run_continuation().await;
}
