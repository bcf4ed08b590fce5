//! What the emulated server was asked.

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

use crate::{
    faults::{Call, Found},
    world::World,
};

const REDACTED: &str = "[redacted]";
/// Headers that carry a secret.
const SECRET_HEADERS: [&str; 2] = ["authorization", "x-amz-security-token"];

/// One request that the emulator received, for assertions.
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
    found: Arc<Found>,
}

impl RecordedRequest {
    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path as it was sent, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the query as it was sent, without the question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Returns the answer's status; `None` while there is no answer yet.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns what the request asked for: the operation's name in the API description (`createSnapshot`), in
    /// S3 (`PutObject`), or `followBuildLogs`. `None` when no such operation exists.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.found.operation()
    }

    /// Returns what the injected [`Fault`](crate::Fault) did that struck the request, in words such as `answer
    /// lost` or `answered 502`.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.found.fault()
    }

    /// Returns a header by its name, in any case. Values of secret headers are replaced.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The latest requests, up to a limit.
#[derive(Debug)]
pub(crate) struct Recorder {
    limit: usize,
    latest: Mutex<Latest>,
}

#[derive(Debug, Default)]
struct Latest {
    /// How many requests were recorded before those that are still here.
    forgotten: u64,
    requests: VecDeque<RecordedRequest>,
}

impl Recorder {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, latest: Mutex::default() }
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.latest().requests.iter().cloned().collect()
    }

    /// Returns the request's number.
    fn arrived(&self, request: RecordedRequest) -> u64 {
        let mut latest = self.latest();
        let number = latest.forgotten + latest.requests.len() as u64;
        latest.requests.push_back(request);
        if latest.requests.len() > self.limit {
            latest.requests.pop_front();
            latest.forgotten += 1;
        }
        number
    }

    fn answered(&self, number: u64, status: u16) {
        let mut latest = self.latest();
        let index =
            number.checked_sub(latest.forgotten).and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| latest.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records a request when it arrives and its status when it is answered.
pub(crate) async fn record(
    State(world): State<Arc<World>>,
    mut request: Request,
    next: Next,
) -> Response {
    let found = Arc::<Found>::default();
    let number = world.recorder.arrived(RecordedRequest {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: redacted(request.headers()),
        status: None,
        found: Arc::clone(&found),
    });
    request.extensions_mut().insert(Call { found, faults: Arc::clone(&world.faults) });
    let response = next.run(request).await;
    world.recorder.answered(number, response.status().as_u16());
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
            found: Arc::default(),
        }
    }

    #[test]
    fn beyond_the_limit_the_oldest_request_is_forgotten() {
        let recorder = Recorder::new(2);
        let numbers: Vec<_> =
            ["/a", "/b", "/c"].map(request).map(|new| recorder.arrived(new)).into();
        for (number, status) in numbers.into_iter().zip([201, 202, 203]) {
            recorder.answered(number, status);
        }
        let kept: Vec<_> =
            recorder.requests().into_iter().map(|kept| (kept.path, kept.status)).collect();
        assert_eq!(kept, [("/b".to_owned(), Some(202)), ("/c".to_owned(), Some(203))]);
    }
}
