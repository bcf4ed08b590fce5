//! Requests that match no route.

use axum::{
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{
    error::ApiError,
    path::requested_uri,
    response::{preflight, web_page},
};

/// Returns the response to a request below `/api` that matches no route.
pub(crate) async fn no_such_route(request: Request) -> Response {
    if matches!(request.uri().path(), "/api" | "/api/") {
        return web_page();
    }
    match request.method().as_str() {
        "OPTIONS" => preflight(request.headers()),
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "TRACE" => {
            ApiError::no_such_route(request.method(), &requested_uri(&request)).into_response()
        }
        // The HTTP parser of the server refuses the request.
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}
