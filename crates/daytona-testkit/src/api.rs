//! The REST API below `/api`.

mod auth;
mod create;
mod error;
mod listing;
mod platform;
mod snapshots;
pub(crate) mod stream;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::header,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use serde::Serialize;

pub(crate) use self::error::{ApiError, error_body, render};
use crate::{
    faults::{self, Route},
    world::World,
};

/// The content type of the API's answers.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// What a handler answers with.
type Answer = Result<Response, ApiError>;

/// Builds the routes.
pub(crate) fn router(world: &Arc<World>) -> Router<Arc<World>> {
    let open = Router::new()
        .route("/api/health", named(Route::Health, get(platform::health)))
        .route("/api/config", named(Route::GetConfig, get(platform::config)))
        .route("/api/shared-regions", named(Route::ListSharedRegions, get(platform::regions)));
    let authenticated = Router::new()
        .route(
            "/api/snapshots",
            named(Route::GetAllSnapshots, get(snapshots::list))
                .merge(named(Route::CreateSnapshot, post(snapshots::create))),
        )
        .route(
            "/api/snapshots/{id}",
            named(Route::GetSnapshot, get(snapshots::get))
                .merge(named(Route::RemoveSnapshot, axum::routing::delete(snapshots::remove))),
        )
        .route(
            "/api/snapshots/{id}/activate",
            named(Route::ActivateSnapshot, post(snapshots::activate)),
        )
        .route(
            "/api/snapshots/{id}/deactivate",
            named(Route::DeactivateSnapshot, post(snapshots::deactivate)),
        )
        .route(
            "/api/snapshots/{id}/build-logs-url",
            named(Route::GetSnapshotBuildLogsUrl, get(snapshots::build_logs_url)),
        )
        .route(
            "/api/snapshots/{id}/build-logs",
            named(Route::GetSnapshotBuildLogs, get(stream::build_logs)),
        )
        .route(
            "/api/object-storage/push-access",
            named(Route::GetPushAccess, get(platform::push_access)),
        )
        .route("/api/regions", named(Route::ListAvailableRegions, get(platform::regions)))
        .route("/api/health/ready", named(Route::HealthReady, get(platform::ready)))
        .route_layer(middleware::from_fn_with_state(Arc::clone(world), auth::require));
    open.merge(authenticated).method_not_allowed_fallback(no_such_route)
}

/// Builds the routes of the host that serves build logs, which is not the API's.
pub(crate) fn logs_router(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/snapshots/{id}/build-logs", named(Route::FollowBuildLogs, get(stream::build_logs)))
        .route_layer(middleware::from_fn_with_state(Arc::clone(world), auth::require))
        .fallback(no_such_route)
}

/// Answers what no route is for, below `/api`.
pub(crate) async fn no_such_route(request: Request) -> Response {
    if matches!(request.uri().path(), "/api" | "/api/") {
        return dashboard();
    }
    ApiError::no_such_route(request.method(), request.uri()).into_response()
}

/// The web application, which the real server answers with wherever a path leaves the API.
fn dashboard() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Daytona</title></head><body></body></html>\n";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn json(body: &impl Serialize) -> Answer {
    let text = serde_json::to_vec(body).map_err(|error| ApiError::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, JSON)], text).into_response())
}

/// Makes a route known under its name, which is where a fault may strike.
fn named(route: Route, handler: MethodRouter<Arc<World>>) -> MethodRouter<Arc<World>> {
    handler.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        match faults::arrive(route, request).await {
            Some(request) => next.run(request).await,
            None => faults::unhandled(),
        }
    }))
}
