//! The caller's HTTP client, with refusals turned into errors that keep no secret.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};

use url::Url;

use crate::error::Refusal;

/// Hands the caller's client to the S3 client.
pub(super) struct Connector(reqwest::Client);

impl Connector {
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self(http)
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Transport(self.0.clone())))
    }
}

struct Transport(reqwest::Client);

#[async_trait]
impl HttpService for Transport {
    /// Answers are taken in whole, so that one cut short is a failed request and is retried.
    /// All of them are short: no content is ever downloaded.
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = into_reqwest(request)?;
        let mut response = self.0.execute(request).await.map_err(failed)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = response.bytes().await.map_err(failed)?;
        if !status.is_success() {
            let refusal = parse_refusal(status.as_u16(), &body);
            return Err(HttpError::new(retry_kind(&refusal), refusal));
        }
        let mut response = HttpResponse::new(body.into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

fn into_reqwest(request: HttpRequest) -> Result<reqwest::Request, HttpError> {
    let (parts, body) = request.into_parts();
    let url = Url::parse(&parts.uri.to_string())
        .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    Ok(request)
}

/// Wraps the error of a request that got no whole answer. The URL is named by the caller.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
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

/// Picks the kind that makes the S3 client retry, or not: all requests made here are idempotent.
fn retry_kind(refusal: &Refusal) -> HttpErrorKind {
    let is_passing = matches!(refusal.status, 408 | 429 | 500 | 502 | 503 | 504);
    if is_passing || refusal.code.as_deref() == Some("RequestTimeout") {
        HttpErrorKind::Interrupted
    } else {
        HttpErrorKind::Unknown
    }
}

/// Reads code and message from the body of an S3 error; a proxy's page has neither.
fn parse_refusal(status: u16, body: &Bytes) -> Refusal {
    let body = String::from_utf8_lossy(body);
    let is_s3_error = body.contains("<Error>");
    let element = |name| if is_s3_error { element(&body, name) } else { None };
    Refusal { status, code: element("Code"), message: element("Message") }
}

/// Returns the text of the first element of that name.
fn element(body: &str, name: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&apos;", "'").replace("&amp;", "&");
    (!text.is_empty()).then_some(text)
}
