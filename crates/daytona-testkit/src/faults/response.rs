//! Responses that a fault sends.

use std::{fmt, time::Duration};

use axum::{
    body::Body,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use jiff::Timestamp;

use crate::json::{CONTENT_TYPE, error_body};

/// A response that a [`Fault`](crate::Fault) sends instead of the server's own.
///
/// A response that HTTP does not allow, for example with the status 99, becomes a 500 with the reason in its body.
///
/// ```
/// use std::time::Duration;
/// use daytona_testkit::FaultResponse;
///
/// let slow_down = FaultResponse::too_many_requests()
///     .retry_after_of("snapshot-create", Duration::from_secs(2))
///     .rate_limit(100, 0, Duration::from_secs(2));
/// assert_eq!(slow_down.status(), 429);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a response does nothing until a fault sends it"]
pub struct FaultResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// The message of an error of the API. Its body also contains the path and the time of the request.
    ApiError(String),
    Bytes(Bytes),
}

impl FaultResponse {
    /// Returns an error of the API with a status.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Content::ApiError(reason(status).to_owned()) }
    }

    /// Returns the API's response to a request for a missing resource (404).
    pub fn not_found() -> Self {
        Self::new(404)
    }

    /// Returns the HTML page of a proxy with a status such as 502.
    pub fn html(status: u16) -> Self {
        let title = format!("{status} {}", reason(status));
        let page = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body><center><h1>{title}</h1></center></body>\r\n</html>\r\n"
        );
        Self::new(status).body("text/html", page)
    }

    /// Returns a response with a status and no body.
    pub fn empty(status: u16) -> Self {
        Self { body: Content::Bytes(Bytes::new()), ..Self::new(status) }
    }

    /// Returns the API's response to too many requests (429), without a `Retry-After` header.
    pub fn too_many_requests() -> Self {
        Self {
            body: Content::ApiError("ThrottlerException: Too Many Requests".to_owned()),
            ..Self::new(429)
        }
    }

    /// Returns an error of the object storage: XML with an S3 code such as `SlowDown`.
    pub fn s3_error(status: u16, code: &str) -> Self {
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{code}</Message></Error>"
        );
        Self::new(status).body("application/xml", xml)
    }

    /// Returns the object storage's response to expired credentials.
    pub fn expired_credentials() -> Self {
        Self::s3_error(400, "ExpiredToken")
    }

    /// Sets the body and its content type.
    pub fn body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = Content::Bytes(body.into());
        self.header("content-type", content_type)
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets `Retry-After`, in whole seconds.
    pub fn retry_after(self, pause: Duration) -> Self {
        self.header("retry-after", pause.as_secs())
    }

    /// Sets `Retry-After-{throttler}`, in whole seconds. The API does so for its named limits.
    pub fn retry_after_of(self, throttler: &str, pause: Duration) -> Self {
        self.header(&format!("retry-after-{throttler}"), pause.as_secs())
    }

    /// Sets `X-RateLimit-*`: the allowed requests, the remaining ones, and the seconds until the limit is reset.
    pub fn rate_limit(self, limit: u64, remaining: u64, reset: Duration) -> Self {
        self.header("x-ratelimit-limit", limit)
            .header("x-ratelimit-remaining", remaining)
            .header("x-ratelimit-reset", reset.as_secs())
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns the HTTP response to a request.
    pub(super) fn render(&self, uri: &Uri, now: Timestamp) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let body = match &self.body {
            Content::Bytes(bytes) => bytes.clone(),
            Content::ApiError(message) => {
                response = response.header(header::CONTENT_TYPE, CONTENT_TYPE);
                error_body(self.status, reason(self.status), message, &uri.to_string(), now).into()
            }
        };
        response.body(Body::from(body)).unwrap_or_else(|error| {
            let text = format!("the injected response is invalid: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        })
    }
}

fn reason(status: u16) -> &'static str {
    let status = StatusCode::from_u16(status).ok();
    status.and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
}
