//! The caller's HTTP client, watched for stalls, with refusals turned into errors that keep no
//! secret.

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

use super::refusal::refusal;
use super::sent::Sent;
use super::stall::{Meter, Patience, Stalled, unless_stalled};

/// How much is handed to the connection at a time. The smaller, the sooner a stall is seen.
const FRAME_BYTES: usize = 64 * 1024;

/// How many times longer than for any other answer the store may take to join the parts of an
/// object, which takes some stores a copy of it.
const JOINING_FACTOR: u32 = 10;

/// How much of an answer is read, in bytes. A listing of 1,000 keys of full length has less than half
/// of it, and only one key is requested.
const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

const SECURITY_TOKEN: &str = "x-amz-security-token";

/// An answer that is longer than any of a store.
#[derive(Debug, thiserror::Error)]
#[error("the answer has more than {} MiB", MAX_ANSWER_BYTES >> 20)]
struct TooLong;

/// An answer of another URL than the one requested, whose redirect the client has followed.
#[derive(Debug, thiserror::Error)]
#[error("the request was redirected to {}{}", .0.origin().ascii_serialization(), .0.path())]
struct Redirected(Url);

/// Hands the caller's client to the S3 client.
pub(super) struct Connector {
    http: reqwest::Client,
    patience: Patience,
}

impl Connector {
    pub(super) fn new(http: reqwest::Client, patience: Patience) -> Self {
        Self { http, patience }
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let (http, patience) = (self.http.clone(), self.patience);
        Ok(HttpClient::new(Transport { http, patience }))
    }
}

struct Transport {
    http: reqwest::Client,
    patience: Patience,
}

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let meter = Arc::new(Meter::default());
        let patience = self.patience_with(&request);
        let exchange = exchange(&self.http, request, &meter);
        unless_stalled(exchange, &meter, patience).await.map_err(stalled)?
    }
}

impl Transport {
    fn patience_with(&self, request: &HttpRequest) -> Patience {
        let query = request.uri().query().unwrap_or_default();
        let is_joining = request.method() == http::Method::POST && query.starts_with("uploadId=");
        let factor = if is_joining { JOINING_FACTOR } else { 1 };
        Patience { answer: self.patience.answer.saturating_mul(factor), ..self.patience }
    }
}

/// Sends a request and takes its answer in whole, so that one cut short is a failed request.
/// All answers are short: no content is ever downloaded.
async fn exchange(
    http: &reqwest::Client,
    request: HttpRequest,
    meter: &Arc<Meter>,
) -> Result<HttpResponse, HttpError> {
    let token = request.headers().get(SECURITY_TOKEN).cloned();
    let request = into_reqwest(request, meter)?;
    let requested = request.url().clone();
    let mut response = http.execute(request).await.map_err(failed)?;
    if *response.url() != requested {
        return Err(HttpError::new(HttpErrorKind::Unknown, Redirected(response.url().clone())));
    }
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        meter.add(chunk.len() as u64);
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER_BYTES && status.is_success() {
            return Err(HttpError::new(HttpErrorKind::Unknown, TooLong));
        }
        if body.len() > MAX_ANSWER_BYTES {
            break;
        }
    }
    let token = token.as_ref().and_then(|token| token.to_str().ok());
    if let Some(refusal) = refusal(status, &headers, &body, token) {
        let kind =
            if refusal.is_passing() { HttpErrorKind::Interrupted } else { HttpErrorKind::Unknown };
        return Err(HttpError::new(kind, refusal));
    }
    let mut response = HttpResponse::new(body.freeze().into());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn into_reqwest(request: HttpRequest, meter: &Arc<Meter>) -> Result<reqwest::Request, HttpError> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string())
        .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(reqwest::Body::wrap(Outgoing::new(body, Arc::clone(meter))));
    Ok(request)
}

/// A request body that counts what is taken from it.
struct Outgoing {
    body: HttpRequestBody,
    /// What is left of the last piece taken from the body.
    piece: Bytes,
    meter: Arc<Meter>,
    sent: Sent,
}

impl Outgoing {
    fn new(body: HttpRequestBody, meter: Arc<Meter>) -> Self {
        let outgoing = Self { body, piece: Bytes::new(), meter, sent: Sent::of_this_task() };
        outgoing.note_end();
        outgoing
    }

    fn note_end(&self) {
        if self.is_end_stream() {
            self.meter.set_all_sent();
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        if self.piece.is_empty() {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(piece))) => self.piece = piece,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.meter.set_all_sent();
                    return Poll::Ready(None);
                }
            }
        }
        let count = self.piece.len().min(FRAME_BYTES);
        let frame = self.piece.split_to(count);
        self.meter.add(count as u64);
        self.sent.add(count as u64);
        self.note_end();
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        self.piece.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.body.size_hint().exact().unwrap_or_default();
        SizeHint::with_exact(self.piece.len() as u64 + rest)
    }
}

/// Wraps the error of a request that got no whole answer. The URL is named by the caller.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if is_lasting(&error) {
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

/// Returns `true` if the cause does not pass by itself, by what TLS back ends, hyper and the connector say: a
/// certificate that is refused, no agreement on TLS, HTTP in place of TLS and the reverse, the scheme of a proxy.
fn is_lasting(error: &reqwest::Error) -> bool {
    const TEXTS: [&str; 7] = [
        "certificate",
        "corrupt message",
        "fatal alert",
        "peer is incompatible",
        "invalid HTTP version",
        "scheme is not http",
        "unsupported scheme",
    ];
    // The error itself names the URL, which may hold any text.
    std::iter::successors(error.source(), |cause| (*cause).source()).any(|cause| {
        let said = cause.to_string();
        TEXTS.iter().any(|text| said.contains(text))
    })
}

fn stalled(stalled: Stalled) -> HttpError {
    HttpError::new(HttpErrorKind::Timeout, stalled)
}

// The client's own `Debug` shows its default headers.
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
