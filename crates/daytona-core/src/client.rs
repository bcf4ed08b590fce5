//! The client: credentials and connections, from which the services come.

pub(crate) mod config;

use std::fmt;
#[cfg(feature = "upload")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "upload")]
use daytona_objstore::DigestCache;
use secrecy::SecretString;

use crate::retry::RetryLoop;
use crate::retry::{BackoffPolicy, PollingPolicy, RetryEvent, RetryPolicy};
use crate::transport::{ATTEMPT_TIMEOUT, Proxy, Transport, http_client};
use crate::{Result, SnapshotService};
use config::{Config, Environment, Settings, TARGET};

/// The connection to one Daytona organization. Cheap to clone; clones share connections.
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
/// # What is sent where
///
/// The token and the organization id are sent to the origin of the API, and to the host that it
/// names for a build log: over https, or over http if that host is this machine or the API itself
/// has no TLS. Redirects to another origin are errors. An answer of the API is read up to 64 MiB,
/// one of the object store up to 4 MiB, and of a failed answer 64 KiB are kept.
#[derive(Clone)]
pub struct Daytona {
    transport: Arc<Transport>,
    snapshots: SnapshotService,
    default_region: Option<String>,
}

impl Daytona {
    /// Connects as the environment says.
    ///
    /// Each variable is taken from the process, else from `.env.local`, else from `.env` in the
    /// working directory; the environment of the process is not changed.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `DAYTONA_API_KEY` | the API key |
    /// | `DAYTONA_JWT_TOKEN` | a JWT in its place, together with an organization id |
    /// | `DAYTONA_ORGANIZATION_ID` | the organization that a JWT acts for |
    /// | `DAYTONA_API_URL` | the API, `https://app.daytona.io/api` without it |
    /// | `DAYTONA_SERVER_URL` | the former name of `DAYTONA_API_URL` |
    /// | `DAYTONA_TARGET` | the default region of new snapshots |
    ///
    /// Files are read by the rules of python-dotenv, which the official SDK uses: quotes, escapes,
    /// comments and `export`; `${NAME}` and `${NAME:-default}` are replaced by variables of the lines
    /// before, else of the process, and `$NAME` stays. A line that cannot be read is left out. A file
    /// may have 1 MiB and must be a regular file; a directory of its name is ignored.
    ///
    /// A file's URL counts only together with credentials of the same file, and only where none of
    /// its settings contains a variable of the process: a `.env` that came with a repository must
    /// not send your key, or another secret, elsewhere.
    ///
    /// # Errors
    ///
    /// [`is_config`](crate::Error::is_config) when credentials are missing or something is
    /// malformed: a variable that is not UTF-8, a file that cannot be read. Where there are no
    /// credentials, the error names the lines that cannot be read. Nothing is sent.
    pub fn from_env() -> Result<Self> {
        Self::builder().or_env().build()
    }

    /// Starts a connection with explicit settings.
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

    /// Returns the generated client, for calls that the domain does not cover.
    #[must_use]
    pub fn raw(&self) -> &daytona_api::Client {
        self.transport.client()
    }

    /// Returns the URL of the API, without a slash at its end.
    #[must_use]
    pub fn api_url(&self) -> &str {
        self.transport.api_url()
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

/// Settings of a connection: made by [`Daytona::builder`], checked by
/// [`build`](DaytonaBuilder::build).
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

    /// Sets a JWT, to be used in place of an API key and together with
    /// [`organization_id`](Self::organization_id).
    pub fn jwt_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.jwt_token = Some(token.into());
        self
    }

    /// Sets the organization that a JWT acts for. An API key belongs to one already.
    pub fn organization_id(mut self, id: impl Into<String>) -> Self {
        self.settings.organization_id = Some(id.into());
        self
    }

    /// Sets the URL of the API; `https://app.daytona.io/api` without it.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.settings.api_url = Some(url.into());
        self
    }

    /// Sets the region of new snapshots whose parameters name none.
    #[doc(alias = "target")]
    pub fn default_region(mut self, region_id: impl Into<String>) -> Self {
        self.settings.default_region = Some(region_id.into());
        self
    }

    /// Sets the HTTP client: with a proxy, certificates or a TLS back end of your own.
    ///
    /// Without it, a client is made that takes its proxy from `HTTPS_PROXY`, `HTTP_PROXY`,
    /// `ALL_PROXY` and `NO_PROXY`. On Linux and the BSDs, `SSL_CERT_FILE` and `SSL_CERT_DIR` name
    /// the certificates that it trusts; elsewhere the system decides.
    ///
    /// Build it with `daytona_api::http_client_builder`, or otherwise with
    /// `redirect(reqwest::redirect::Policy::none())`: the library follows the redirects that are
    /// safe, 307 and 308 within the origin of the API. A client that follows others by itself may
    /// turn a POST into a GET, and send the organization id to another host. An answer from another
    /// origin is then an error, and so is that of any other URL to a call that changes something.
    ///
    /// It should have no overall timeout, since a build log is read for as long as the build takes.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Connects directly, whatever proxy the environment names: right for a server on the same
    /// machine. A client of your own decides that by itself.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// Sets how long one attempt of a call may take, from its start to the last byte of its answer.
    /// A call that has to wait for a runner gets another 30 s. What is uploaded, and a log that is
    /// followed, may take as long as they take. Default: 30 s.
    ///
    /// A call is made again after that, as [`policy`](crate::retry#how-long-a-call-takes-at-most)
    /// says. An operation has a deadline of its own, such as
    /// [`CreateSnapshot::timeout`](crate::CreateSnapshot::timeout).
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets which failed calls are made again: see [`policy`](crate::retry). Requests to the
    /// object storage are asked about as well.
    pub fn retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry = Some(Arc::new(policy));
        self
    }

    /// Calls `callback` for each attempt that failed and is followed by another, before the pause:
    /// those of calls to the API, of requests to the object storage, and of the polls of a wait. One
    /// poll serves all waits of the client, so it makes one event.
    ///
    /// The callback should return at once, since the operation waits for it.
    ///
    /// # Panics
    ///
    /// A callback that panics is not called again for that operation. The operation goes on to its
    /// end, and then the panic is resumed to its caller in place of the outcome. For a poll, that is
    /// one of the waits. A stream of events, log lines or changes resumes the panic with its next
    /// item.
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

    /// Sets how long to pause before a failed call is made again: see [`policy`](crate::retry).
    pub fn backoff_policy(mut self, policy: impl BackoffPolicy + 'static) -> Self {
        self.retry_loop = self.retry_loop.with_backoff(Arc::new(policy));
        self
    }

    /// Sets how long to pause between two questions for a snapshot that is waited for: see
    /// [`policy`](crate::retry).
    pub fn polling_policy(mut self, policy: impl PollingPolicy + 'static) -> Self {
        self.polling = Some(Arc::new(policy));
        self
    }

    /// Remembers the digests of context files in this file, so that files that have not changed are
    /// not read again by the next create. It need not exist, nor the folder it is in.
    ///
    /// Without it every file is read. What is sent never depends on it: archives are digested anew.
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

    /// Remembers them in the cache of this user, which all programs of the user share:
    /// `daytona/digests` in `$XDG_CACHE_HOME` or `~/.cache`.
    ///
    /// Where the environment names neither folder, every file is read.
    #[cfg(feature = "upload")]
    pub fn user_digest_cache(mut self) -> Self {
        self.digest_cache = DigestCache::of_user();
        self
    }

    /// Fills what is not set from the environment, as [`Daytona::from_env`] does. A JWT that is
    /// set keeps the environment's API key away.
    pub fn or_env(mut self) -> Self {
        self.from_environment = true;
        self
    }

    /// Checks the settings and makes the connection. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`is_config`](crate::Error::is_config) when credentials are missing or something is malformed,
    /// when `SSL_CERT_FILE` or `SSL_CERT_DIR` is set and cannot be read, when a variable names a
    /// proxy that cannot be used (unless [`no_proxy`](Self::no_proxy) is set), and when the URL is
    /// `https://` and the build has no TLS (see [features](crate#features)). The last three hold
    /// without an [`http_client`](Self::http_client) of your own.
    pub fn build(self) -> Result<Daytona> {
        let sets_region = self.settings.default_region.is_some();
        let settings = match self.from_environment {
            true => self.settings.or(&Environment::of_process()?)?,
            false => self.settings,
        };
        let config: Config = settings.check()?;
        let default_region = config.default_region.clone();
        let http = self.http_client.map_or_else(|| http_client(self.proxy, &config.api_url), Ok)?;
        let retry_loop = match &self.retry {
            Some(policy) => self.retry_loop.with_retry_policy(policy.clone()),
            None => self.retry_loop,
        };
        let attempt_timeout = self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        let transport = Arc::new(Transport::new(config, http, attempt_timeout)?);
        let snapshots = SnapshotService::over(transport.snapshots(), retry_loop.clone());
        let snapshots = match (default_region.clone(), sets_region) {
            (Some(region), true) => snapshots.with_default_region(region),
            (Some(region), false) => snapshots.with_default_region_of(region, TARGET),
            (None, _) => snapshots,
        };
        #[cfg(feature = "upload")]
        let snapshots = {
            let storage = transport.object_storage(retry_loop, self.retry, self.digest_cache);
            snapshots.with_object_storage(storage)
        };
        let snapshots = match self.polling {
            Some(polling) => snapshots.with_shared_polling(polling),
            None => snapshots,
        };
        Ok(Daytona { transport, snapshots, default_region })
    }
}

impl fmt::Debug for DaytonaBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A client shows the passwords of its proxies.
        let http_client = self.http_client.as_ref().map(|_| "of the caller");
        f.debug_struct("DaytonaBuilder")
            .field("settings", &self.settings)
            .field("from_environment", &self.from_environment)
            .field("proxy", &self.proxy)
            .field("http_client", &http_client)
            .finish()
    }
}
