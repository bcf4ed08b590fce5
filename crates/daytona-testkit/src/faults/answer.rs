//! Answers that a test makes up.

use std::{fmt, time::Duration};

use axum::{
    body::Body,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use jiff::Timestamp;

use crate::api::{JSON, error_body};

/// An answer that a [`Fault`](crate::Fault) gives in place of the server's own.
///
/// One that HTTP does not allow, such as a status of 99, is given as 500 with the reason in its body.
///
/// ```
/// use std::time::Duration;
/// use daytona_testkit::Answer;
///
/// let slow_down = Answer::too_many_requests()
///     .retry_after_of("snapshot-create", Duration::from_secs(2))
///     .rate_limit(100, 0, Duration::from_secs(2));
/// assert_eq!(slow_down.status(), 429);
/// ```
#[derive(Debug, Clone)]
#[must_use = "an answer does nothing until a fault gives it"]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// An error of the API, which says the path and the time of its request.
    ApiError(String),
    Bytes(Bytes),
}

impl Answer {
    /// Returns an answer with a status and, as its body, the API's error of that status.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Content::ApiError(reason(status).to_owned()) }
    }

    /// Returns the API's answer for something that does not exist (404).
    pub fn not_found() -> Self {
        Self::new(404)
    }

    /// Returns the page of a proxy: HTML with a status such as 502.
    pub fn html(status: u16) -> Self {
        let title = format!("{status} {}", reason(status));
        let page = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body><center><h1>{title}</h1></center></body>\r\n</html>\r\n"
        );
        Self::new(status).body("text/html", page)
    }

    /// Returns an answer with a status and nothing else.
    pub fn empty(status: u16) -> Self {
        Self { body: Content::Bytes(Bytes::new()), ..Self::new(status) }
    }

    /// Returns the answer of a server that is asked too often (429), without any header that says for how long.
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

    /// Returns the object storage's answer to credentials that were good once.
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

    /// Says in `Retry-After` how long to wait, in whole seconds.
    pub fn retry_after(self, pause: Duration) -> Self {
        self.header("retry-after", pause.as_secs())
    }

    /// Says in `Retry-After-{throttler}` how long to wait, in whole seconds, as the API does for its named limits.
    pub fn retry_after_of(self, throttler: &str, pause: Duration) -> Self {
        self.header(&format!("retry-after-{throttler}"), pause.as_secs())
    }

    /// Says in `X-RateLimit-*` how many requests are allowed and left, and in how many seconds that changes.
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

    /// Makes the answer to a request.
    pub(super) fn to(&self, uri: &Uri, now: Timestamp) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let body = match &self.body {
            Content::Bytes(bytes) => bytes.clone(),
            Content::ApiError(message) => {
                response = response.header(header::CONTENT_TYPE, JSON);
                error_body(self.status, reason(self.status), message, &uri.to_string(), now).into()
            }
        };
        response.body(Body::from(body)).unwrap_or_else(|error| {
            let text = format!("the injected answer cannot be given: {error}");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        })
    }
}

fn reason(status: u16) -> &'static str {
    let status = StatusCode::from_u16(status).ok();
    status.and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
}
