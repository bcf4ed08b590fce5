//! Authentication.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::ApiError;
use crate::state::{Access, ServerState};

const ORGANIZATION_HEADER: &str = "x-daytona-organization-id";

/// Accepts a request with the API key, or with the JWT and the id of the organization.
pub(crate) async fn require(
    State(state): State<Arc<ServerState>>,
    request: Request,
    next: Next,
) -> Response {
    match authenticate(&state, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn authenticate(state: &ServerState, headers: &HeaderMap) -> Result<(), ApiError> {
    let organization = headers.get(ORGANIZATION_HEADER).and_then(|value| value.to_str().ok());
    match state.access(bearer(headers), organization) {
        Access::Granted => Ok(()),
        Access::Unauthorized => Err(ApiError::unauthorized()),
        Access::OtherOrganization => Err(ApiError::forbidden("Forbidden resource")),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
