//! The responses of the API.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::error::ApiError;
use crate::json::CONTENT_TYPE;

/// The result of a handler.
pub(super) type ApiResult = Result<Response, ApiError>;

/// Returns a JSON response.
pub(super) fn json_response(body: &impl Serialize) -> ApiResult {
    let text = serde_json::to_vec(body).map_err(|error| ApiError::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response())
}

/// Returns the page of the web application. The real server returns it for paths that leave the API.
pub(super) fn web_page() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Daytona</title></head><body></body></html>\n";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
