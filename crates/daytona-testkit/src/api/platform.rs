//! What the API says about itself: health, configuration, regions, storage.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::{Answer, ApiError, json};
use crate::{
    wire::{PushAccess, Region, Time},
    world::{BUCKET, REGION, World},
};

pub(super) async fn health() -> Answer {
    json(&json!({ "status": "ok" }))
}

/// Refuses: readiness is for the operators of the server.
pub(super) async fn ready() -> Answer {
    Err(ApiError::forbidden("Invalid authentication context"))
}

pub(super) async fn config(State(world): State<Arc<World>>) -> Answer {
    let origin = &world.urls.origin;
    json(&json!({
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

pub(super) async fn regions(State(world): State<Arc<World>>) -> Answer {
    json(&[Region {
        id: REGION,
        name: REGION,
        organization_id: None,
        region_type: "shared",
        created_at: Time(world.created_at()),
        updated_at: Time(world.created_at()),
        proxy_url: None,
        ssh_gateway_url: None,
        snapshot_manager_url: None,
    }])
}

pub(super) async fn push_access(State(world): State<Arc<World>>) -> Answer {
    let expires = world.clock.now() + world.settings.credentials_lifetime;
    let issued = world.credentials.issue(expires);
    json(&PushAccess {
        access_key: issued.access_key,
        secret: issued.secret,
        session_token: issued.session_token,
        storage_url: &world.urls.origin,
        organization_id: world.organization_id(),
        bucket: BUCKET,
        region: world.settings.storage_region.as_deref(),
    })
}
