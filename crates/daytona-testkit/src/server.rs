//! The listeners, and how a request finds its part of the server.

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
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
};

use crate::{
    api,
    connection::Connection,
    door::{Door, Order, Wish},
    error::StartError,
    faults, recorder, s3,
    world::World,
};

/// Opens a port of the loopback interface; 0 is any free one.
pub(crate) async fn listen(port: u16) -> Result<(Door, SocketAddr), StartError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let refused = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((Door::new(listener, address), address))
}

/// The API below `/api`, and the object storage everywhere else.
pub(crate) fn main_router(world: &Arc<World>) -> Router {
    let storage = s3::service(world);
    let router = api::router(world).fallback(move |request| elsewhere(storage, request));
    observed(world, router)
}

/// The host that serves build logs.
pub(crate) fn logs_router(world: &Arc<World>) -> Router {
    observed(world, api::logs_router(world))
}

/// Adds what wraps every request, whatever part of the server it is for.
fn observed(world: &Arc<World>, router: Router<Arc<World>>) -> Router {
    router
        .layer(middleware::from_fn_with_state(Arc::clone(world), api::render))
        .layer(middleware::from_fn_with_state(Arc::clone(world), faults::act))
        .layer(middleware::from_fn_with_state(Arc::clone(world), recorder::record))
        .with_state(Arc::clone(world))
}

async fn elsewhere(storage: S3Service, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return api::no_such_route(request).await;
    }
    let request = match s3::route(&request) {
        Some(route) => faults::arrive(route, request).await,
        None => Some(request),
    };
    let Some(request) = request else { return faults::unhandled() };
    let request = request.map(s3s::Body::http_body_unsync);
    match storage.call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            tracing::error!(?error, "the object storage failed to answer");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Serves connections until the task is aborted, which closes them all.
pub(crate) async fn serve(mut door: Door, mut orders: mpsc::Receiver<Order>, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            stream = door.accept() => {
                connections.spawn(converse(stream, router.clone()));
            }
            Some(order) = orders.recv() => {
                let outcome = match order.wish {
                    Wish::Refuse => {
                        let shut = door.shut();
                        connections.shutdown().await;
                        shut
                    }
                    Wish::Accept => door.open(),
                };
                // Whoever has stopped waiting does not want to know.
                let _ = order.done.send(outcome);
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers the requests of one connection, until its end or until a fault ends it.
async fn converse(stream: TcpStream, router: Router) {
    // Log lines are small and wanted at once.
    let _ = stream.set_nodelay(true);
    let connection = Connection::default();
    let router = TowerToHyperService::new(router);
    let held = connection.clone();
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(held.clone());
        router.call(request)
    });
    let io = TokioIo::new(connection.wire(stream));
    tokio::select! {
        served = http1::Builder::new().serve_connection(io, service) => {
            if let Err(error) = served {
                tracing::debug!(%error, "a connection ended early");
            }
        }
        () = connection.ended() => {}
    }
}
