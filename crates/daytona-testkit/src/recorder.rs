//! What the emulated server was asked.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue},
    middleware::Next,
    response::Response,
};

use crate::world::World;

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
    operation: Operation,
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
        self.operation.0.get().map(String::as_str)
    }

    /// Returns a header by its name, in any case. Values of secret headers are replaced.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The place in a request where the code that recognizes it writes the operation's name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Operation(Arc<OnceLock<String>>);

impl Operation {
    pub(crate) fn set(&self, name: &str) {
        // The first name is the one that was routed to.
        let _ = self.0.set(name.to_owned());
    }
}

#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Vec<RecordedRequest>>);

impl Recorder {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn arrived(&self, request: RecordedRequest) -> usize {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(request);
        requests.len() - 1
    }

    fn answered(&self, index: usize, status: u16) {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(request) = requests.get_mut(index) {
            request.status = Some(status);
        }
    }
}

/// Records a request when it arrives and its status when it is answered.
pub(crate) async fn record(
    State(world): State<Arc<World>>,
    mut request: Request,
    next: Next,
) -> Response {
    let operation = Operation::default();
    let index = world.recorder.arrived(RecordedRequest {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: redacted(request.headers()),
        status: None,
        operation: operation.clone(),
    });
    request.extensions_mut().insert(operation);
    let response = next.run(request).await;
    world.recorder.answered(index, response.status().as_u16());
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
