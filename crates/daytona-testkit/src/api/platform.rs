//! The operations that are not about snapshots: health, configuration, regions and storage credentials.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use super::{
    error::ApiError,
    response::{ApiResult, json_response},
};
use crate::{
    json::{PushAccess, Region, Time},
    state::{BUCKET, REGION, ServerState},
};

pub(super) async fn health() -> ApiResult {
    json_response(&json!({ "status": "ok" }))
}

/// Returns the error of a region. The organization of the emulator has no region of its own.
pub(super) async fn region() -> ApiResult {
    Err(ApiError::not_found("Region not found"))
}

/// Returns the empty list of sandboxes.
pub(super) async fn sandboxes() -> ApiResult {
    json_response(&json!({ "items": [] }))
}

/// Returns the error of a sandbox, which does not exist.
pub(super) async fn sandbox(Path(id): Path<String>) -> ApiResult {
    Err(ApiError::not_found(format!("Sandbox with ID or name {id} not found")))
}

/// Returns the error of an operation that the API key has no permission for.
pub(super) async fn not_permitted() -> ApiResult {
    Err(ApiError::forbidden("Forbidden resource"))
}

/// Returns the empty list of registries.
pub(super) async fn registries() -> ApiResult {
    json_response(&json!([]))
}

/// Describes the API key of the request.
pub(super) async fn api_key(State(state): State<Arc<ServerState>>) -> ApiResult {
    json_response(&json!({
        "name": "emulator",
        "value": "dtn********************",
        "createdAt": Time(state.created_at()),
        "permissions": ["write:snapshots", "delete:snapshots"],
        "lastUsedAt": Time(state.clock.now()),
        "expiresAt": null,
        "userId": "emulator",
    }))
}

/// Returns the error of an operation that needs a login of the dashboard.
pub(super) async fn login_only() -> ApiResult {
    Err(ApiError::unauthorized())
}

/// Returns the error of an operation for operators of the server.
pub(super) async fn operators_only() -> ApiResult {
    Err(ApiError::forbidden("Access denied"))
}

/// Returns 403. Only operators of the server can see its readiness.
pub(super) async fn ready() -> ApiResult {
    Err(ApiError::forbidden("Invalid authentication context"))
}

pub(super) async fn config(State(state): State<Arc<ServerState>>) -> ApiResult {
    let origin = state.origin();
    json_response(&json!({
        "version": "0.190.0",
        "oidc": { "issuer": format!("{origin}/oidc"), "clientId": "daytona", "audience": "daytona" },
        "linkedAccountsEnabled": false,
        "announcements": {},
        "proxyTemplateUrl": format!("{origin}/proxy/{{{{PORT}}}}-{{{{sandboxId}}}}"),
        "proxyToolboxUrl": format!("{origin}/toolbox"),
        "defaultSnapshot": "daytonaio/sandbox:0.5.0-slim",
        "dashboardUrl": format!("{origin}/dashboard"),
        "maxAutoArchiveInterval": 43200,
        "maintananceMode": false,
        "environment": "development",
    }))
}

pub(super) async fn regions(State(state): State<Arc<ServerState>>) -> ApiResult {
    json_response(&[Region {
        id: REGION,
        name: REGION,
        organization_id: None,
        region_type: "shared",
        created_at: Time(state.created_at()),
        updated_at: Time(state.created_at()),
        proxy_url: None,
        ssh_gateway_url: None,
        snapshot_manager_url: None,
    }])
}

pub(super) async fn push_access(State(state): State<Arc<ServerState>>) -> ApiResult {
    let expires = state.clock.now() + state.settings.credentials_lifetime;
    let issued = state.credentials.issue(expires);
    json_response(&PushAccess {
        access_key: issued.access_key,
        secret: issued.secret,
        session_token: issued.session_token,
        storage_url: state.origin(),
        organization_id: state.organization_id(),
        bucket: BUCKET,
        region: state.settings.storage_region.as_deref(),
    })
}
