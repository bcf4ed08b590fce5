//! Who may ask.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::ApiError;
use crate::world::World;

const ORGANIZATION_HEADER: &str = "x-daytona-organization-id";

/// Lets a request through that carries the API key, or the JWT with the organization it is meant for.
pub(crate) async fn require(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    match check(&world, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check(world: &World, headers: &HeaderMap) -> Result<(), ApiError> {
    let token = bearer(headers).ok_or_else(ApiError::unauthorized)?;
    if token == world.api_key() {
        return Ok(());
    }
    if world.settings.jwt.as_deref() != Some(token) {
        return Err(ApiError::unauthorized());
    }
    let organization = headers.get(ORGANIZATION_HEADER).and_then(|value| value.to_str().ok());
    if organization == Some(world.organization_id()) {
        Ok(())
    } else {
        Err(ApiError::forbidden("Forbidden resource"))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
