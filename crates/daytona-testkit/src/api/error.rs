//! Errors in the shape that the real server gives them.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::JSON;
use crate::{
    wire::{BareErrorBody, ErrorBody, Time},
    world::World,
};

/// An error answer; [`render`] adds what only the request knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: StatusCode,
    message: String,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// With path and time.
    Full,
    /// As raised while the body is parsed.
    Bare,
}

impl ApiError {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), shape: Shape::Full }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Invalid credentials")
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }

    pub(crate) fn malformed_json() -> Self {
        Self { shape: Shape::Bare, ..Self::bad_request("Invalid JSON in request body") }
    }

    pub(crate) fn no_such_route(method: &Method, uri: &Uri) -> Self {
        Self::not_found(format!("Cannot {method} {uri}"))
    }

    fn body(&self, path: &str, now: Timestamp) -> Vec<u8> {
        let error = self.status.canonical_reason().unwrap_or_default();
        let (status_code, message) = (self.status.as_u16(), self.message.as_str());
        match self.shape {
            Shape::Full => error_body(status_code, error, message, path, now),
            Shape::Bare => serde_json::to_vec(&BareErrorBody { message, error, status_code })
                .unwrap_or_default(),
        }
    }
}

/// Writes the body that the API gives its errors.
pub(crate) fn error_body(
    status_code: u16,
    error: &str,
    message: &str,
    path: &str,
    now: Timestamp,
) -> Vec<u8> {
    let body = ErrorBody { path, timestamp: Time(now), status_code, error, message };
    serde_json::to_vec(&body).unwrap_or_default()
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of an error that a handler or layer answered with.
pub(crate) async fn render(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<ApiError>() else { return response };
    let body = error.body(&uri.to_string(), world.clock.now());
    (error.status, [(header::CONTENT_TYPE, JSON)], body).into_response()
}
