//! The recording of requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue},
    middleware::Next,
    response::Response,
};

use crate::faults::{FaultRegistry, RequestContext, RequestTrace};

const REDACTED: &str = "[redacted]";
/// Headers with secrets.
const SECRET_HEADERS: [&str; 2] = ["authorization", "x-amz-security-token"];

/// A request that the emulator received.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let daytona = daytona_testkit::Emulator::start().await?;
/// let http = daytona_api::http_client_builder()?.build()?;
/// http.get(format!("{}/health", daytona.api_url())).send().await?;
///
/// let requests = daytona.requests();
/// assert_eq!(requests[0].path(), "/api/health");
/// assert_eq!(requests[0].status(), Some(200));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    method: String,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    status: Option<u16>,
    trace: Arc<RequestTrace>,
}

impl RecordedRequest {
    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path of the request, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query of the request, without the leading `?`.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Returns the status of the response, or `None` if none has been sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the name of the operation: its id in the API description (`createSnapshot`), its name in S3
    /// (`PutObject`), or `followBuildLogs`. Returns `None` for an unknown operation.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.trace.operation()
    }

    /// Returns the effect of the [`Fault`](crate::Fault) that applied to the request, for example `response lost` or
    /// `response 502`.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.trace.fault()
    }

    /// Returns a header by its name, regardless of case. The values of secret headers are redacted.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The latest requests, up to a limit.
#[derive(Debug)]
pub(crate) struct RequestRecorder {
    limit: usize,
    latest: Mutex<Latest>,
}

#[derive(Debug, Default)]
struct Latest {
    /// The number of recorded requests that were dropped.
    dropped: u64,
    requests: VecDeque<RecordedRequest>,
}

impl RequestRecorder {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, latest: Mutex::default() }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.latest().requests.iter().cloned().collect()
    }

    /// Adds a request, and returns its number.
    fn add(&self, request: RecordedRequest) -> u64 {
        let mut latest = self.latest();
        let number = latest.dropped + latest.requests.len() as u64;
        latest.requests.push_back(request);
        if latest.requests.len() > self.limit {
            latest.requests.pop_front();
            latest.dropped += 1;
        }
        number
    }

    fn set_status(&self, number: u64, status: u16) {
        let mut latest = self.latest();
        let index =
            number.checked_sub(latest.dropped).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| latest.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records a request when it arrives, and its status when the response starts.
pub(crate) async fn record(
    State((recorder, faults)): State<(Arc<RequestRecorder>, Arc<FaultRegistry>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let trace = Arc::<RequestTrace>::default();
    let number = recorder.add(RecordedRequest {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: redacted(request.headers()),
        status: None,
        trace: Arc::clone(&trace),
    });
    request.extensions_mut().insert(RequestContext { trace, faults });
    let response = next.run(request).await;
    recorder.set_status(number, response.status().as_u16());
    response
}

fn redacted(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in SECRET_HEADERS {
        if let Some(value) = headers.get_mut(name) {
            *value = HeaderValue::from_static(REDACTED);
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str) -> RecordedRequest {
        RecordedRequest {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: None,
            headers: HeaderMap::new(),
            status: None,
            trace: Arc::default(),
        }
    }

    #[test]
    fn oldest_request_is_dropped_beyond_the_limit() {
        let recorder = RequestRecorder::new(2);
        let numbers: Vec<_> = ["/a", "/b", "/c"].map(request).map(|new| recorder.add(new)).into();
        for (number, status) in numbers.into_iter().zip([201, 202, 203]) {
            recorder.set_status(number, status);
        }
        let kept: Vec<_> =
            recorder.requests().into_iter().map(|kept| (kept.path, kept.status)).collect();
        assert_eq!(kept, [("/b".to_owned(), Some(202)), ("/c".to_owned(), Some(203))]);
    }
}
