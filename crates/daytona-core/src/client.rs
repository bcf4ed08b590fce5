//! The client: configuration, connection and services.

pub(crate) mod config;

use std::fmt;
#[cfg(feature = "upload")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "upload")]
use daytona_objstore::DigestCache;
use secrecy::SecretString;

use crate::retry::{BackoffPolicy, CallKind, PollingPolicy, RetryEvent, RetryLoop, RetryPolicy};
#[cfg(feature = "feed")]
use crate::transport::HttpFeed;
#[cfg(feature = "upload")]
use crate::transport::S3Storage;
use crate::transport::{ATTEMPT_TIMEOUT, Connection, HttpSnapshots, Proxy, http_client};
use crate::{Region, Result, SnapshotService};
use config::{Config, Environment, Settings, TARGET};

/// A client of one Daytona organization. It is cheap to clone. Clones share their connections.
///
/// ```no_run
/// use daytona_core::Daytona;
///
/// # fn main() -> daytona_core::Result<()> {
/// let daytona = Daytona::from_env()?;
/// let snapshots = daytona.snapshots();
/// # Ok(())
/// # }
/// ```
///
/// # Where credentials are sent
///
/// The client sends the token and the organization id to the origin of the API, and to the host that
/// the API names for a build log. It uses http for a log host only if the host is this machine or
/// the API itself has no TLS. A redirect to another origin is an error.
///
/// # Limits
///
/// The client reads at most 64 MiB of an answer of the API, and 4 MiB of an answer of the object
/// store. An item of a page may have 4 MiB. An error keeps 64 KiB of an answer.
#[derive(Clone)]
pub struct Daytona {
    connection: Arc<Connection>,
    snapshots: SnapshotService,
    default_region: Option<String>,
    retry_loop: RetryLoop,
}

impl Daytona {
    /// Creates a client from the environment. Nothing is sent.
    ///
    /// Each variable is read from the process, then from `.env.local`, then from `.env` in the
    /// working directory. The environment of the process does not change.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `DAYTONA_API_KEY` | the API key |
    /// | `DAYTONA_JWT_TOKEN` | a JWT instead of the API key, together with an organization id |
    /// | `DAYTONA_ORGANIZATION_ID` | the organization of the JWT |
    /// | `DAYTONA_API_URL` | the URL of the API; default: `https://app.daytona.io/api` |
    /// | `DAYTONA_SERVER_URL` | the former name of `DAYTONA_API_URL` |
    /// | `DAYTONA_TARGET` | the default region of new snapshots |
    ///
    /// Files follow the rules of python-dotenv, which the official SDK uses: quotes, escapes, comments
    /// and `export`. `${NAME}` and `${NAME:-default}` are replaced by variables of previous lines, then
    /// of the process. `$NAME` is not replaced. A line that cannot be read is skipped.
    ///
    /// A file must be a regular file of at most 1 MiB. A directory with its name is ignored.
    ///
    /// The URL in a file is used only with credentials of the same file, and only if none of its
    /// settings contains a variable of the process. Otherwise the `.env` of a cloned repository could
    /// send your key, or another secret, to another host.
    ///
    /// # Errors
    ///
    /// [`is_config`](crate::Error::is_config) if credentials are missing, a variable is not UTF-8, or
    /// a setting or a file is malformed. If credentials are missing, the error names the lines that
    /// cannot be read.
    pub fn from_env() -> Result<Self> {
        Self::builder().or_env().build()
    }

    /// Returns a builder for a client with explicit settings.
    ///
    /// ```
    /// use daytona_core::Daytona;
    ///
    /// # fn main() -> daytona_core::Result<()> {
    /// let daytona = Daytona::builder()
    ///     .api_key("dtn_0123")
    ///     .api_url("http://127.0.0.1:3000/api")
    ///     .build()?;
    /// assert!(!format!("{daytona:?}").contains("dtn_0123"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> DaytonaBuilder {
        DaytonaBuilder::default()
    }

    /// Returns the service for snapshots.
    #[doc(alias = "snapshot")]
    #[must_use]
    pub fn snapshots(&self) -> SnapshotService {
        self.snapshots.clone()
    }

    /// Returns the generated client, for endpoints that this crate does not cover.
    #[must_use]
    pub fn raw(&self) -> &daytona_api::Client {
        self.connection.client()
    }

    /// Lists the regions that the organization can use.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let daytona = daytona.build()?;
    /// for region in daytona.regions().await? {
    ///     println!("{}: {}", region.id, region.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the server cannot be reached or refuses the credentials.
    pub async fn regions(&self) -> Result<Vec<Region>> {
        let list = |_| self.connection.call(self.raw().list_available_regions().send());
        let regions = self.retry_loop.run(CallKind::Read, list).await;
        let regions = regions.map_err(|error| error.while_doing("list regions"))?;
        let convert = |region: daytona_api::types::Region| {
            Region::new(region.id, region.name, region.region_type.to_string())
        };
        Ok(regions.into_iter().map(convert).collect())
    }

    /// Returns the URL of the API, without a slash at the end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        self.connection.api_url()
    }
}

impl fmt::Debug for Daytona {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Daytona")
            .field("api_url", &self.api_url())
            .field("default_region", &self.default_region)
            .finish_non_exhaustive()
    }
}

/// A builder for a [`Daytona`], created by [`Daytona::builder`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing before `build`"]
pub struct DaytonaBuilder {
    settings: Settings,
    from_environment: bool,
    proxy: Proxy,
    http_client: Option<reqwest::Client>,
    attempt_timeout: Option<Duration>,
    retry_loop: RetryLoop,
    retry: Option<Arc<dyn RetryPolicy>>,
    polling: Option<Arc<dyn PollingPolicy>>,
    #[cfg(feature = "upload")]
    digest_cache: Option<DigestCache>,
}

impl DaytonaBuilder {
    /// Sets the API key.
    pub fn api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.settings.api_key = Some(key.into());
        self
    }

    /// Sets a JWT instead of an API key. It needs an [`organization_id`](Self::organization_id).
    pub fn jwt_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.jwt_token = Some(token.into());
        self
    }

    /// Sets the organization of a JWT. An API key belongs to one organization.
    pub fn organization_id(mut self, id: impl Into<String>) -> Self {
        self.settings.organization_id = Some(id.into());
        self
    }

    /// Sets the URL of the API. Default: `https://app.daytona.io/api`.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.settings.api_url = Some(url.into());
        self
    }

    /// Sets the region of new snapshots whose parameters contain no region.
    #[doc(alias = "target")]
    pub fn default_region(mut self, region_id: impl Into<String>) -> Self {
        self.settings.default_region = Some(region_id.into());
        self
    }

    /// Sets the HTTP client, for a custom proxy, certificates or TLS back end.
    ///
    /// Default: a client that reads its proxy from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
    /// `NO_PROXY`. On Linux and the BSDs, it reads trusted certificates from `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR`. On other systems, it uses the trust store of the system.
    ///
    /// Build the client with `daytona_api::http_client_builder`, or with
    /// `redirect(reqwest::redirect::Policy::none())`. The library itself follows safe redirects: 307
    /// and 308 within the origin of the API. A client that follows other redirects may turn a POST
    /// into a GET, and send the organization id to another host. In that case, the answer from
    /// another origin is an error. For a call that changes something, so is that of another URL.
    ///
    /// The [notification feed](crate::SnapshotService#waits) needs HTTP/1.1 to the API: set
    /// `http1_only()` if reqwest's feature `http2` is enabled. Otherwise waits poll.
    ///
    /// Set no overall timeout: a build log is read for as long as the build takes.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Ignores the proxy of the environment, for example for a server on the same machine.
    ///
    /// It has no effect on a client that is set with [`http_client`](Self::http_client).
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Sets the limit for one attempt of a call, from its start to the last byte of the answer.
    /// Default: 30 s.
    ///
    /// A call that waits for a runner gets another 30 s. Uploads and the stream of a build log have no
    /// such limit.
    ///
    /// After the limit, the call is [retried](crate::retry#how-long-a-call-takes-at-most). To limit
    /// a whole operation, set its timeout, such as
    /// [`CreateSnapshot::timeout`](crate::CreateSnapshot::timeout).
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets the [retry policy](crate::retry). It also applies to requests to the object storage.
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Arc::new(policy));
        self
    }

    /// Sets the callback for failed attempts that are retried. It is called before the pause.
    ///
    /// Events come from calls to the API, requests to the object storage, and the polls of a wait. One
    /// poll serves all waits of the client, and is one event. The operation waits for the callback,
    /// which should return at once.
    ///
    /// # Panics
    ///
    /// After a panic, the callback is not called again for that operation. The operation continues to
    /// its end, and then resumes the panic instead of returning. For a poll, one of the waits resumes
    /// it. A stream resumes it with the next item.
    ///
    /// ```
    /// use daytona_core::Daytona;
    ///
    /// let daytona = Daytona::builder()
    ///     .api_key("dtn_0123")
    ///     .on_retry(|event| eprintln!("{}; next attempt in {:?}", event.error, event.pause))
    ///     .build()?;
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    pub fn on_retry(mut self, callback: impl Fn(&RetryEvent) + Send + Sync + 'static) -> Self {
        self.retry_loop = self.retry_loop.with_on_retry(Arc::new(callback));
        self
    }

    /// Sets the [backoff policy](crate::retry), which determines the pause before a retry.
    pub fn backoff_policy(mut self, policy: impl BackoffPolicy + 'static) -> Self {
        self.retry_loop = self.retry_loop.with_backoff(Arc::new(policy));
        self
    }

    /// Sets the [polling policy](crate::retry) for waits.
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.polling = Some(Arc::new(policy));
        self
    }

    /// Sets the file of the digest cache. The next create does not read unchanged files again.
    /// Default: no cache.
    ///
    /// The library creates the file and its folder. The cache never changes what is sent: each archive
    /// is hashed again before the upload.
    ///
    /// ```
    /// use daytona_core::Daytona;
    ///
    /// let daytona = Daytona::builder().api_key("dtn_0123").digest_cache("target/digests").build()?;
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[cfg(feature = "upload")]
    pub fn digest_cache(mut self, file: impl Into<PathBuf>) -> Self {
        self.digest_cache = Some(DigestCache::at(file));
        self
    }

    /// Sets the digest cache of the user, which all programs of the user share: `daytona/digests` in
    /// `$XDG_CACHE_HOME` or `~/.cache`.
    ///
    /// If the environment names neither folder, there is no cache.
    #[cfg(feature = "upload")]
    pub fn user_digest_cache(mut self) -> Self {
        self.digest_cache = DigestCache::of_user();
        self
    }

    /// Reads unset settings from the environment, as [`Daytona::from_env`] does.
    ///
    /// If a JWT is set, the API key of the environment is ignored.
    pub fn or_env(mut self) -> Self {
        self.from_environment = true;
        self
    }

    /// Checks the settings and creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`is_config`](crate::Error::is_config) if credentials are missing or a setting is malformed.
    /// Without an [`http_client`](Self::http_client), also in these cases:
    ///
    /// - `SSL_CERT_FILE` or `SSL_CERT_DIR` is set and cannot be read.
    /// - A variable of the environment names an unusable proxy, and [`no_proxy`](Self::no_proxy) is
    ///   not set.
    /// - The URL is `https://`, and the build has no TLS (see [features](crate#features)).
    pub fn build(self) -> Result<Daytona> {
        let sets_region = self.settings.default_region.is_some();
        let settings = match self.from_environment {
            true => self.settings.or(&Environment::of_process()?)?,
            false => self.settings,
        };
        let config: Config = settings.check()?;
        let default_region = config.default_region;
        let default_client = || http_client(self.proxy, &config.endpoint.api_url);
        let http = self.http_client.map_or_else(default_client, Ok)?;
        let retry_loop = match &self.retry {
            Some(policy) => self.retry_loop.with_retry_policy(policy.clone()),
            None => self.retry_loop,
        };
        let attempt_timeout = self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        let connection = Arc::new(Connection::new(config.endpoint, http, attempt_timeout)?);
        let http_snapshots = HttpSnapshots::new(connection.clone());
        let snapshots = SnapshotService::with_retry_loop(http_snapshots, retry_loop.clone());
        let snapshots = match (default_region.clone(), sets_region) {
            (Some(region), true) => snapshots.with_default_region(region),
            (Some(region), false) => snapshots.with_default_region_of(region, TARGET),
            (None, _) => snapshots,
        };
        #[cfg(feature = "feed")]
        let snapshots = snapshots.with_feed(HttpFeed::new(connection.clone()));
        #[cfg(feature = "upload")]
        let snapshots = {
            let storage = S3Storage::new(
                connection.clone(),
                retry_loop.clone(),
                self.retry,
                self.digest_cache,
            );
            snapshots.with_object_storage(storage)
        };
        let snapshots = match self.polling {
            Some(polling) => snapshots.with_shared_polling(polling),
            None => snapshots,
        };
        Ok(Daytona { connection, snapshots, default_region, retry_loop })
    }
}

impl fmt::Debug for DaytonaBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `Debug` of a client would show the passwords of its proxies.
        let http_client = self.http_client.as_ref().map(|_| "of the caller");
        f.debug_struct("DaytonaBuilder")
            .field("settings", &self.settings)
            .field("from_environment", &self.from_environment)
            .field("proxy", &self.proxy)
            .field("http_client", &http_client)
            .finish()
    }
}
