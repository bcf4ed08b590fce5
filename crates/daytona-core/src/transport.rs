//! The stub traits over HTTP: generated calls in, domain values and errors out.

mod build_logs;
mod convert;
mod explanation;
mod failure;
#[cfg(feature = "upload")]
mod object_storage;
mod obstacle;
mod proxy;
mod redirect;
mod snapshots;

use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use daytona_api::{Client, RequestHeaders, ResponseValue};
use secrecy::SecretString;
use tokio::sync::Semaphore;

#[cfg(all(test, unix, feature = "upload"))]
pub(crate) use object_storage::into_source;

use crate::client::config::Config;
use crate::error::Kind;
#[cfg(feature = "upload")]
use crate::retry::RetryLoop;
#[cfg(feature = "upload")]
use crate::retry::RetryPolicy;
use crate::{Error, Result};

/// What the service is told of who asks.
const SOURCE: &str = "sdk-rust";

/// How long making a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long one call may take unless told otherwise, from its start to the last byte of the answer.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// How much longer the server may take over the address of a log, since it waits for a runner.
const RUNNER_WAIT: Duration = Duration::from_secs(30);

/// What to do where a build without TLS meets an `https://` URL.
pub(crate) const NEEDS_TLS: &str = "enable the feature `rustls` or `rustls-ring` of daytona-core, or hand in an HTTP \
                                    client with TLS by `DaytonaBuilder::http_client`";

/// How many calls are under way at a time; more wait their turn, so that a thousand operations at
/// once do not mean a thousand sockets.
const MAX_CALLS: usize = 64;

/// How long a silent connection is believed to be alive without asking.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// One connection pool and the credentials that go with it.
pub(crate) struct Transport {
    client: Client,
    http: reqwest::Client,
    api_url: String,
    token: SecretString,
    organization_id: Option<String>,
    attempt_timeout: Duration,
    turns: Semaphore,
}

impl Transport {
    pub(crate) fn new(
        config: Config,
        http: reqwest::Client,
        attempt_timeout: Duration,
    ) -> Result<Self> {
        let headers = request_headers(&config)
            .map_err(|error| Error::new(Kind::Config, error.to_string()).with_source(error))?;
        let client = Client::new_with_client(&config.api_url, http.clone(), headers);
        Ok(Self {
            client,
            http,
            api_url: config.api_url,
            token: config.token,
            organization_id: config.organization_id,
            attempt_timeout,
            turns: Semaphore::new(MAX_CALLS),
        })
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn api_url(&self) -> &str {
        &self.api_url
    }

    pub(crate) fn snapshots(self: &Arc<Self>) -> snapshots::HttpSnapshots {
        snapshots::HttpSnapshots::new(self.clone())
    }

    #[cfg(feature = "upload")]
    pub(crate) fn object_storage(
        self: &Arc<Self>,
        retry_loop: RetryLoop,
        retry: Option<Arc<dyn RetryPolicy>>,
        digest_cache: Option<daytona_objstore::DigestCache>,
    ) -> object_storage::S3Storage {
        object_storage::S3Storage::new(self.clone(), retry_loop, retry, digest_cache)
    }

    /// Awaits a generated call and turns its failure into an error of the domain.
    async fn call<T>(
        &self,
        call: impl Future<Output = Result<ResponseValue<T>, daytona_api::Error>>,
    ) -> Result<T> {
        self.call_within(self.attempt_timeout, call).await
    }

    /// Awaits a generated call that the server answers once a runner has.
    async fn call_for_runner<T>(
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

    /// Names the organization in a 403 that may be due to it.
    fn explain_forbidden(&self, error: Error) -> Error {
        match &self.organization_id {
            Some(id) if error.is_forbidden() => error.with_hint(format!(
                "check the organization id `{id}` (DAYTONA_ORGANIZATION_ID): the credentials may \
                 not belong to it, may lack a permission, or it may be suspended"
            )),
            _ => error,
        }
    }

    /// Makes a request in its turn. An answer that has not come within `limit` is an error.
    async fn within<T>(
        &self,
        limit: Duration,
        host: &str,
        answer: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        // The semaphore is never closed; without a turn, the call would only be early.
        let _turn = self.turns.acquire().await.ok();
        tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
            Err(Error::new(Kind::Transport, format!("{host} did not answer within {limit:?}")))
        })
    }
}

fn request_headers(config: &Config) -> Result<RequestHeaders, daytona_api::InvalidHeader> {
    let headers = RequestHeaders::new()
        .bearer_token(&config.token)?
        .source(SOURCE)?
        .sdk_version(env!("CARGO_PKG_VERSION"))?;
    match &config.organization_id {
        Some(id) => headers.organization_id(id),
        None => Ok(headers),
    }
}

/// Which proxy connections go through.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Proxy {
    /// The one that the environment or the system names.
    #[default]
    OfSystem,
    None,
}

/// Makes the client that is used unless the caller brings one.
pub(crate) fn http_client(proxy: Proxy, api_url: &str) -> Result<reqwest::Client> {
    if !daytona_api::HAS_TLS && api_url.starts_with("https:") {
        let message =
            format!("the API URL `{api_url}` needs TLS, which this program is built without");
        return Err(Error::new(Kind::Config, message).with_hint(NEEDS_TLS));
    }
    if matches!(proxy, Proxy::OfSystem) {
        proxy::check(|name| std::env::var_os(name))?;
    }
    let builder = daytona_api::http_client_builder().map_err(|error| {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        Error::new(Kind::Config, format!("{error}{cause}")).with_source(error)
    })?;
    let builder = match proxy {
        Proxy::OfSystem => builder,
        Proxy::None => builder.no_proxy(),
    };
    builder
        .user_agent(concat!("sdk-rust/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_keepalive(KEEPALIVE)
        .tcp_nodelay(true)
        .build()
        .map_err(|error| {
            Error::new(Kind::Config, "the HTTP client cannot be set up").with_source(error)
        })
}
