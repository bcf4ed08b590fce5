//! The stub traits over HTTP: generated calls in, domain values and errors out.

mod build_logs;
mod convert;
mod failure;
#[cfg(feature = "upload")]
mod object_storage;
mod snapshots;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use daytona_api::{Client, RequestHeaders, ResponseValue};
use secrecy::SecretString;

use crate::config::Config;
use crate::error::Kind;
use crate::{Error, Result};

/// What the service is told of who asks.
const SOURCE: &str = "sdk-rust";

/// How long making a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long one call may take, from its start to the last byte of the answer. The slowest one
/// waits for a runner up to 30 s.
const CALL_TIMEOUT: Duration = Duration::from_secs(60);

/// One connection pool and the credentials that go with it.
pub(crate) struct Transport {
    client: Client,
    http: reqwest::Client,
    api_url: String,
    token: SecretString,
}

impl Transport {
    pub(crate) fn new(config: Config, http: reqwest::Client) -> Result<Self> {
        let headers = request_headers(&config)
            .map_err(|error| Error::new(Kind::Config, error.to_string()).with_source(error))?;
        let client = Client::new_with_client(&config.api_url, http.clone(), headers);
        Ok(Self { client, http, api_url: config.api_url, token: config.token })
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
    pub(crate) fn object_storage(self: &Arc<Self>) -> object_storage::S3Storage {
        object_storage::S3Storage::new(self.clone())
    }

    /// Awaits a generated call and turns its failure into an error of the domain.
    async fn call<T>(
        &self,
        call: impl Future<Output = Result<ResponseValue<T>, daytona_api::Error>>,
    ) -> Result<T> {
        match tokio::time::timeout(CALL_TIMEOUT, call).await {
            Ok(Ok(answer)) => Ok(answer.into_inner()),
            Ok(Err(error)) => Err(failure::of_call(error, self.api_url()).await),
            Err(_) => Err(Error::new(
                Kind::Transport,
                format!("{} did not answer within {CALL_TIMEOUT:?}", self.api_url()),
            )),
        }
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
pub(crate) fn http_client(proxy: Proxy) -> Result<reqwest::Client> {
    let failed = |message: String, source: Box<dyn std::error::Error + Send + Sync>| {
        Error::new(Kind::Config, message).with_source(source)
    };
    let builder = daytona_api::http_client_builder()
        .map_err(|error| failed(error.to_string(), error.into()))?;
    let builder = match proxy {
        Proxy::OfSystem => builder,
        Proxy::None => builder.no_proxy(),
    };
    builder
        .user_agent(concat!("sdk-rust/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_nodelay(true)
        .build()
        .map_err(|error| failed("the HTTP client cannot be set up".to_owned(), error.into()))
}
