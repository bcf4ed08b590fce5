//! The HTTP transport of the S3 client, with stall detection.
//!
//! It sends requests with the caller's client, and converts failed responses to errors without
//! secrets.

use std::error::Error as _;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpService,
};
use url::Url;

use super::ignored_range::{WholeObject, first_bytes};
use super::refusal::refusal;
use super::sent_bytes::SentBytes;
use super::stall::{StallPolicy, Stalled, TransferCounter, with_stall_detection};

/// The size of a frame. Smaller frames reveal a stall earlier.
const FRAME_BYTES: usize = 64 * 1024;

/// The factor of the response timeout for joining the parts of an object. Some stores copy them.
const JOIN_TIMEOUT_FACTOR: u32 = 10;

/// The maximum length of a response. A listing of 1,000 keys of maximum length has less than half of
/// it, and each listing requests one key.
const MAX_RESPONSE_BYTES: usize = 4 * 1024 * 1024;

const SECURITY_TOKEN: &str = "x-amz-security-token";

/// The error of a response that is longer than any valid one.
#[derive(Debug, thiserror::Error)]
#[error("the response has more than {} MiB", MAX_RESPONSE_BYTES >> 20)]
struct ResponseTooLong;

/// The error of a client that has followed a redirect to another URL.
#[derive(Debug, thiserror::Error)]
#[error("the request was redirected to {}{}", .0.origin().ascii_serialization(), .0.path())]
struct Redirected(Url);

/// Creates the transport with the caller's client.
pub(super) struct Connector {
    http: reqwest::Client,
    stall_policy: StallPolicy,
}

impl Connector {
    pub(super) fn new(http: reqwest::Client, stall_policy: StallPolicy) -> Self {
        Self { http, stall_policy }
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let (http, stall_policy) = (self.http.clone(), self.stall_policy);
        Ok(HttpClient::new(Transport { http, stall_policy }))
    }
}

struct Transport {
    http: reqwest::Client,
    stall_policy: StallPolicy,
}

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let counter = Arc::new(TransferCounter::default());
        let policy = self.stall_policy_for(&request);
        let exchange = exchange(&self.http, request, &counter);
        with_stall_detection(exchange, &counter, policy).await.map_err(stall_error)?
    }
}

impl Transport {
    fn stall_policy_for(&self, request: &HttpRequest) -> StallPolicy {
        let query = request.uri().query().unwrap_or_default();
        let is_join = request.method() == http::Method::POST && query.starts_with("uploadId=");
        let factor = if is_join { JOIN_TIMEOUT_FACTOR } else { 1 };
        let response = self.stall_policy.response.saturating_mul(factor);
        StallPolicy { response, ..self.stall_policy }
    }
}

/// Sends a request and reads the whole response, so that a truncated response is a failure.
///
/// All responses are short, because no content is downloaded. If a store sends a whole object in place of
/// its first bytes, the rest is not read.
async fn exchange(
    http: &reqwest::Client,
    request: HttpRequest,
    counter: &Arc<TransferCounter>,
) -> Result<HttpResponse, HttpError> {
    let token = request.headers().get(SECURITY_TOKEN).cloned();
    let first_bytes = first_bytes(request.headers());
    let request = into_reqwest(request, counter)?;
    let requested = request.url().clone();
    let mut response = http.execute(request).await.map_err(request_error)?;
    if *response.url() != requested {
        return Err(HttpError::new(HttpErrorKind::Unknown, Redirected(response.url().clone())));
    }
    let mut status = response.status();
    let whole_object = WholeObject::in_response(first_bytes, &response);
    let mut headers = std::mem::take(response.headers_mut());
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(request_error)? {
        counter.add(chunk.len() as u64);
        body.extend_from_slice(&chunk);
        if body.len() > MAX_RESPONSE_BYTES && status.is_success() {
            return Err(HttpError::new(HttpErrorKind::Unknown, ResponseTooLong));
        }
        let is_enough = whole_object.as_ref().is_some_and(|object| object.is_enough(&body));
        if body.len() > MAX_RESPONSE_BYTES || is_enough {
            break;
        }
    }
    if let Some(object) = whole_object {
        status = object.into_partial(&mut headers, &mut body);
    }
    let token = token.as_ref().and_then(|token| token.to_str().ok());
    if let Some(refusal) = refusal(status, &headers, &body, token) {
        let kind = if refusal.is_transient() {
            HttpErrorKind::Interrupted
        } else {
            HttpErrorKind::Unknown
        };
        return Err(HttpError::new(kind, refusal));
    }
    let mut response = HttpResponse::new(body.freeze().into());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn into_reqwest(
    request: HttpRequest,
    counter: &Arc<TransferCounter>,
) -> Result<reqwest::Request, HttpError> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string())
        .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(reqwest::Body::wrap(CountedBody::new(body, Arc::clone(counter))));
    Ok(request)
}

/// A request body that counts its bytes.
struct CountedBody {
    body: HttpRequestBody,
    /// The rest of the last frame of the body.
    rest: Bytes,
    counter: Arc<TransferCounter>,
    sent: SentBytes,
}

impl CountedBody {
    fn new(body: HttpRequestBody, counter: Arc<TransferCounter>) -> Self {
        let sent = SentBytes::of_current_task();
        let body = Self { body, rest: Bytes::new(), counter, sent };
        body.record_end();
        body
    }

    fn record_end(&self) {
        if self.is_end_stream() {
            self.counter.set_all_sent();
        }
    }
}

impl Body for CountedBody {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        if self.rest.is_empty() {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.counter.set_all_sent();
                    return Poll::Ready(None);
                }
            }
        }
        let count = self.rest.len().min(FRAME_BYTES);
        let frame = self.rest.split_to(count);
        self.counter.add(count as u64);
        self.sent.add(count as u64);
        self.record_end();
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.body.size_hint().exact().unwrap_or_default();
        SizeHint::with_exact(self.rest.len() as u64 + body)
    }
}

/// Converts the error of a request. The caller adds the URL.
fn request_error(error: reqwest::Error) -> HttpError {
    let kind = if is_permanent(&error) {
        HttpErrorKind::Unknown
    } else if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_builder() || error.is_redirect() {
        HttpErrorKind::Unknown
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind, error.without_url())
}

/// Returns `true` if a retry cannot succeed: a rejected certificate, no common TLS version, HTTP in
/// place of TLS and the reverse, an unsupported scheme of a proxy.
///
/// TLS back ends, hyper and the connector only have texts for these causes.
fn is_permanent(error: &reqwest::Error) -> bool {
    const TEXTS: [&str; 7] = [
        "certificate",
        "corrupt message",
        "fatal alert",
        "peer is incompatible",
        "invalid HTTP version",
        "scheme is not http",
        "unsupported scheme",
    ];
    // The error itself is skipped: it contains the URL, which may contain any text.
    std::iter::successors(error.source(), |cause| (*cause).source()).any(|cause| {
        let cause = cause.to_string();
        TEXTS.iter().any(|text| cause.contains(text))
    })
}

fn stall_error(stalled: Stalled) -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, stalled)
}

// The `Debug` of the client shows its default headers.
impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
