//! The connection to the API, which all services of a client share.

use std::future::Future;
use std::time::Duration;

use daytona_api::{Client, RequestHeaders, ResponseValue};
use secrecy::SecretString;
use tokio::sync::Semaphore;

use super::failure;
use crate::error::Kind;
use crate::{Error, Result};

/// The default limit for an attempt, from its start to the last byte of the answer.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// The additional time for the address of a build log. The server waits for a runner.
const RUNNER_WAIT: Duration = Duration::from_secs(30);

/// The value of the header `X-Daytona-Source`.
const SOURCE: &str = "sdk-rust";

/// The maximum number of concurrent calls, so that 1,000 operations do not open 1,000 sockets.
const MAX_CALLS: usize = 64;

/// The URL of the API and the credentials for it.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// The URL without a slash at the end.
    pub(crate) api_url: String,
    pub(crate) token: SecretString,
    /// The organization of a JWT, which does not contain it.
    pub(crate) organization_id: Option<String>,
}

/// A connection pool and the endpoint that it connects to.
pub(crate) struct Connection {
    pub(super) client: Client,
    pub(super) http: reqwest::Client,
    pub(super) endpoint: Endpoint,
    attempt_timeout: Duration,
    permits: Semaphore,
}

impl Connection {
    pub(crate) fn new(
        endpoint: Endpoint,
        http: reqwest::Client,
        attempt_timeout: Duration,
    ) -> Result<Self> {
        let headers = request_headers(&endpoint)
            .map_err(|error| Error::new(Kind::Config, error.to_string()).with_source(error))?;
        let client = Client::new_with_client(&endpoint.api_url, http.clone(), headers);
        Ok(Self { client, http, endpoint, attempt_timeout, permits: Semaphore::new(MAX_CALLS) })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn api_url(&self) -> &str {
        &self.endpoint.api_url
    }

    /// Awaits a generated call, and turns its failure into an error of the domain.
    pub(crate) async fn call<T>(
        &self,
        call: impl Future<Output = Result<ResponseValue<T>, daytona_api::Error>>,
    ) -> Result<T> {
        self.call_within(self.attempt_timeout, call).await
    }

    /// Awaits a generated call for which the server waits for a runner.
    pub(super) async fn call_for_runner<T>(
        &self,
        call: impl Future<Output = Result<ResponseValue<T>, daytona_api::Error>>,
    ) -> Result<T> {
        self.call_within(self.attempt_timeout.saturating_add(RUNNER_WAIT), call).await
    }

    async fn call_within<T>(
        &self,
        limit: Duration,
        call: impl Future<Output = Result<ResponseValue<T>, daytona_api::Error>>,
    ) -> Result<T> {
        let answer = async {
            match call.await {
                Ok(answer) => Ok(answer.into_inner()),
                Err(error) => {
                    Err(self.explain_forbidden(failure::of_call(error, self.api_url()).await))
                }
            }
        };
        self.within(limit, self.api_url(), answer).await
    }

    /// Adds the organization to a 403, which may be due to it.
    fn explain_forbidden(&self, error: Error) -> Error {
        match &self.endpoint.organization_id {
            Some(id) if error.is_forbidden() => error.with_hint(format!(
                "check the organization id `{id}` (DAYTONA_ORGANIZATION_ID): the credentials may \
                 not belong to it, may lack a permission, or it may be suspended"
            )),
            _ => error,
        }
    }

    /// Awaits the answer of another host within the limit of an attempt.
    pub(super) async fn within_attempt<T>(
        &self,
        host: &str,
        answer: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        self.within(self.attempt_timeout, host, answer).await
    }

    /// Awaits an answer once there is a permit. Fails if it takes longer than `limit`.
    async fn within<T>(
        &self,
        limit: Duration,
        host: &str,
        answer: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        // The semaphore is never closed.
        let _permit = self.permits.acquire().await.ok();
        tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
            Err(Error::new(Kind::Transport, format!("{host} did not answer within {limit:?}")))
        })
    }
}

fn request_headers(endpoint: &Endpoint) -> Result<RequestHeaders, daytona_api::InvalidHeader> {
    let headers = RequestHeaders::new()
        .bearer_token(&endpoint.token)?
        .source(SOURCE)?
        .sdk_version(env!("CARGO_PKG_VERSION"))?;
    match &endpoint.organization_id {
        Some(id) => headers.organization_id(id),
        None => Ok(headers),
    }
}
