//! The errors of the API.

use std::{io::ErrorKind, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::path::requested_uri;
use crate::{
    json::{CONTENT_TYPE, error_body, parse_error_body},
    state::clock::Clock,
    state_dir,
};

/// An error of the API. [`render_errors`] writes its body, which contains the path of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiError {
    status: StatusCode,
    message: String,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// With path and time.
    Full,
    /// Without path and time: an error in the parsing of a request body.
    Parse,
}

impl ApiError {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), shape: Shape::Full }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Invalid credentials")
    }

    pub(super) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub(super) fn internal(error: &dyn std::error::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }

    pub(super) fn malformed_json() -> Self {
        Self { shape: Shape::Parse, ..Self::bad_request("Invalid JSON in request body") }
    }

    pub(super) fn no_such_route(method: &Method, uri: &Uri) -> Self {
        Self::not_found(format!("Cannot {method} {uri}"))
    }

    fn body(&self, path: &str, now: Timestamp) -> Vec<u8> {
        let error = self.status.canonical_reason().unwrap_or_default();
        match self.shape {
            Shape::Full => error_body(self.status.as_u16(), error, &self.message, path, now),
            Shape::Parse => parse_error_body(self.status.as_u16(), error, &self.message),
        }
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        // A repeated request fails too. The real server refuses requests over a quota in the same way.
        if state_dir::is_full(&error) || error.kind() == ErrorKind::ReadOnlyFilesystem {
            return Self::bad_request(error.to_string());
        }
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

/// Writes the body of the [`ApiError`] that a handler or a layer returned.
pub(crate) async fn render_errors(
    State(clock): State<Arc<Clock>>,
    request: Request,
    next: Next,
) -> Response {
    let uri = requested_uri(&request);
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<ApiError>() else { return response };
    let body = error.body(&uri.to_string(), clock.now());
    (error.status, [(header::CONTENT_TYPE, CONTENT_TYPE)], body).into_response()
}
