//! The responses of the API.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{error::ApiError, etag::entity_tag};
use crate::json::CONTENT_TYPE;

/// The result of a handler.
pub(super) type ApiResult = Result<Response, ApiError>;

/// Returns a JSON response.
pub(super) fn json_response(body: &impl Serialize) -> ApiResult {
    let text = serde_json::to_vec(body).map_err(|error| ApiError::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE)),
        (header::ETAG, entity_tag(&text)),
    ];
    Ok((headers, text).into_response())
}

/// Returns the response to a CORS preflight: every origin and every header is allowed.
pub(super) fn preflight(request: &HeaderMap) -> Response {
    let origin = request.get(header::ORIGIN).cloned();
    let origin = origin.unwrap_or_else(|| HeaderValue::from_static("*"));
    let mut headers = HeaderMap::from_iter([
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET,HEAD,PUT,PATCH,POST,DELETE"),
        ),
    ]);
    if let Some(requested) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, requested.clone());
    }
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Returns the page of the web application. The real server returns it for paths that leave the API.
pub(super) fn web_page() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Daytona</title></head><body></body></html>\n";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
