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

pub(crate) use self::error::{ApiError, render};
use crate::{recorder::Operation, world::World};

/// What a handler answers with.
type Answer = Result<Response, ApiError>;

/// Builds the routes, each under its name in the API description.
pub(crate) fn router(world: &Arc<World>) -> Router<Arc<World>> {
    let open = Router::new()
        .route("/api/health", named("HealthController_live", get(platform::health)))
        .route("/api/config", named("ConfigController_getConfig", get(platform::config)))
        .route("/api/shared-regions", named("listSharedRegions", get(platform::regions)));
    let authenticated = Router::new()
        .route(
            "/api/snapshots",
            named("getAllSnapshots", get(snapshots::list))
                .merge(named("createSnapshot", post(snapshots::create))),
        )
        .route(
            "/api/snapshots/{id}",
            named("getSnapshot", get(snapshots::get))
                .merge(named("removeSnapshot", axum::routing::delete(snapshots::remove))),
        )
        .route("/api/snapshots/{id}/activate", named("activateSnapshot", post(snapshots::activate)))
        .route(
            "/api/snapshots/{id}/deactivate",
            named("deactivateSnapshot", post(snapshots::deactivate)),
        )
        .route(
            "/api/snapshots/{id}/build-logs-url",
            named("getSnapshotBuildLogsUrl", get(snapshots::build_logs_url)),
        )
        .route(
            "/api/snapshots/{id}/build-logs",
            named("getSnapshotBuildLogs", get(stream::build_logs)),
        )
        .route(
            "/api/object-storage/push-access",
            named("getPushAccess", get(platform::push_access)),
        )
        .route("/api/regions", named("listAvailableRegions", get(platform::regions)))
        .route("/api/health/ready", named("HealthController_check", get(platform::ready)))
        .route_layer(middleware::from_fn_with_state(Arc::clone(world), auth::require));
    open.merge(authenticated).method_not_allowed_fallback(no_such_route)
}

/// Builds the routes of the host that serves build logs, which is not the API's.
pub(crate) fn logs_router(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/snapshots/{id}/build-logs", named("followBuildLogs", get(stream::build_logs)))
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
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response())
}

fn named(name: &'static str, route: MethodRouter<Arc<World>>) -> MethodRouter<Arc<World>> {
    route.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        if let Some(operation) = request.extensions().get::<Operation>() {
            operation.set(name);
        }
        next.run(request).await
    }))
}
