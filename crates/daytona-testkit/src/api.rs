//! The REST API below `/api`.

mod auth;
mod build_logs;
mod create;
mod create_request;
mod error;
mod etag;
mod fallback;
mod feed;
mod fields;
mod list_query;
mod lookup;
mod names;
mod path;
mod platform;
mod response;
mod snapshots;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::Request,
    middleware::{self, Next},
    routing::{MethodRouter, delete, get, post},
};

pub(crate) use self::{error::render_errors, fallback::no_such_route, path::normalize};
use crate::{
    faults::{self, Route},
    feed::Feed,
    state::ServerState,
};

/// Creates the router of the API. Without a feed, connections to it are a 404.
pub(crate) fn router(state: &Arc<ServerState>, feed: Option<Feed>) -> Router<Arc<ServerState>> {
    let public = Router::new()
        .route("/api/health", operation(Route::Health, get(platform::health)))
        .route("/api/config", operation(Route::GetConfig, get(platform::config)))
        .route("/api/shared-regions", operation(Route::ListSharedRegions, get(platform::regions)));
    let authenticated = Router::new()
        .route(
            "/api/snapshots",
            operation(Route::GetAllSnapshots, get(snapshots::list))
                .merge(operation(Route::CreateSnapshot, post(create::create))),
        )
        .route(
            "/api/snapshots/{id}",
            operation(Route::GetSnapshot, get(snapshots::get))
                .merge(operation(Route::RemoveSnapshot, delete(snapshots::remove))),
        )
        .route(
            "/api/snapshots/{id}/activate",
            operation(Route::ActivateSnapshot, post(snapshots::activate)),
        )
        .route(
            "/api/snapshots/{id}/deactivate",
            operation(Route::DeactivateSnapshot, post(snapshots::deactivate)),
        )
        .route(
            "/api/snapshots/{id}/build-logs-url",
            operation(Route::GetSnapshotBuildLogsUrl, get(build_logs::build_logs_url)),
        )
        .route(
            "/api/snapshots/{id}/build-logs",
            operation(Route::GetSnapshotBuildLogs, get(build_logs::build_logs)),
        )
        .route(
            "/api/object-storage/push-access",
            operation(Route::GetPushAccess, get(platform::push_access)),
        )
        .route("/api/regions", operation(Route::ListAvailableRegions, get(platform::regions)))
        .route("/api/regions/{id}", get(platform::region))
        .route("/api/sandbox", get(platform::sandboxes).post(platform::not_permitted))
        .route("/api/sandbox/{id}", get(platform::sandbox))
        .route("/api/volumes", get(platform::not_permitted).post(platform::not_permitted))
        .route("/api/volumes/{id}", get(platform::not_permitted).delete(platform::not_permitted))
        .route("/api/api-keys", get(platform::not_permitted).post(platform::not_permitted))
        .route("/api/docker-registry", get(platform::registries))
        .route("/api/api-keys/current", get(platform::api_key))
        .route("/api/organizations", get(platform::login_only))
        .route("/api/users/me", get(platform::login_only))
        .route("/api/runners", get(platform::operators_only))
        .route("/api/health/ready", operation(Route::HealthReady, get(platform::ready)))
        .route_layer(middleware::from_fn_with_state(Arc::clone(state), auth::require));
    let feed = feed.map_or_else(Router::new, |feed| {
        let connect = operation(Route::ConnectFeed, get(feed::connect));
        Router::new().route("/api/socket.io", connect.layer(Extension(feed)))
    });
    let router = public.merge(authenticated).layer(middleware::from_fn(etag::revalidate));
    router.merge(feed).method_not_allowed_fallback(no_such_route)
}

/// Creates the router of the host that serves build logs.
pub(crate) fn logs_router(state: &Arc<ServerState>) -> Router<Arc<ServerState>> {
    let build_logs = operation(Route::FollowBuildLogs, get(build_logs::build_logs));
    Router::new()
        .route("/snapshots/{id}/build-logs", build_logs)
        .route_layer(middleware::from_fn_with_state(Arc::clone(state), auth::require))
        .fallback(no_such_route)
}

/// Adds the name of its operation to a handler, and the faults that replace the effect of the operation.
fn operation(
    route: Route,
    handler: MethodRouter<Arc<ServerState>>,
) -> MethodRouter<Arc<ServerState>> {
    handler.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        match faults::intercept(route, request).await {
            Some(request) => next.run(request).await,
            None => faults::placeholder(),
        }
    }))
}
