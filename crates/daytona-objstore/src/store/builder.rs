//! The settings of a store.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::backoff::RetryPolicy;
use super::bucket::{Bucket, s3};
use super::connection::Connection;
use super::credentials_cache::{CredentialsCache, request_access};
use super::in_flight::InFlightUploads;
use super::memory_budget::MemoryBudget;
use super::parts::RequestSizes;
use super::requests::Requests;
use super::retry_callback::{FailedAttempt, RetryCallback};
use super::stall::StallPolicy;
use super::transport::Connector;
use crate::buffer_pool::SharedPool;
use crate::storage_access::BucketLocation;
use crate::{AccessProvider, Error, StorageAccess};

/// The maximum number of archives that are read at the same time. More would wait for the disk.
const MAX_READERS: usize = 4;

/// A builder of a [`Store`](crate::Store). [`Store::builder`](crate::Store::builder) returns it.
///
/// ```
/// use std::time::Duration;
///
/// use daytona_objstore::{Credentials, StorageAccess, Store};
///
/// let credentials = Credentials::new("access-key", "secret", "session-token");
/// let access = StorageAccess::new("http://127.0.0.1:9000", "contexts", "org-1", credentials);
/// let http = daytona_api::http_client_builder()?.build()?;
/// let store = Store::builder(http)
///     .memory_bytes(64 << 20)
///     .stall_window(Duration::from_secs(10))
///     .connect(access)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until it connects"]
pub struct StoreBuilder {
    http: reqwest::Client,
    memory_bytes: u64,
    pub(super) sizes: RequestSizes,
    max_concurrent_requests: usize,
    retry_policy: RetryPolicy,
    retry_callback: RetryCallback,
    stall_policy: StallPolicy,
}

impl StoreBuilder {
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self {
            http,
            memory_bytes: 48 << 20,
            sizes: RequestSizes::default(),
            max_concurrent_requests: 16,
            retry_policy: RetryPolicy::default(),
            retry_callback: RetryCallback::default(),
            stall_policy: StallPolicy::default(),
        }
    }

    /// Sets the memory for parts of archives in bytes. Default: 48 MiB.
    ///
    /// All uploads of the store and its clones share it. Each archive that is being read needs
    /// 1.5 MiB more, and 7 MiB more if it is packed; there are at most four. A part above the limit, as in archives of hundreds of
    /// GiB, is sent alone.
    pub fn memory_bytes(mut self, bytes: u64) -> Self {
        self.memory_bytes = bytes;
        self
    }

    /// Sets the maximum number of concurrent requests, at least 1. Default: 16.
    pub fn max_concurrent_requests(mut self, requests: usize) -> Self {
        self.max_concurrent_requests = requests;
        self
    }

    /// Sets the number of retries that all requests of an upload share. Default: 32.
    ///
    /// A successful request gives one retry back. So this limits consecutive failures, not the
    /// failures of a long upload. One request is retried at most seven times.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry_policy.budget = retries;
        self
    }

    /// Sets the minimum and the maximum pause before a retry. Default: 100 ms and 10 s.
    ///
    /// Each pause is random, between the minimum and three times the last pause.
    pub fn retry_delays(mut self, min: Duration, max: Duration) -> Self {
        self.retry_policy.min_delay = min;
        self.retry_policy.max_delay = max;
        self
    }

    /// Sets a callback that decides about each retry. Default: every retry is allowed.
    ///
    /// The store calls `decide` before the pause. The request fails if `decide` returns `false`. The
    /// other limits still apply: [`retries`](Self::retries), and eight attempts for each request.
    /// The store does not call `decide` for permanent failures, which are never retried.
    ///
    /// ```no_run
    /// let http = reqwest::Client::new();
    /// // At most three attempts.
    /// let builder = daytona_objstore::Store::builder(http).retry_if(|failed| {
    ///     eprintln!("attempt {} failed: {}", failed.number, failed.reason);
    ///     failed.number < 3
    /// });
    /// # drop(builder);
    /// ```
    pub fn retry_if(
        mut self,
        decide: impl Fn(&FailedAttempt) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.retry_callback = RetryCallback::new(decide);
        self
    }

    /// Sets the time over which the rate of a transfer is measured. Default: 20 s.
    ///
    /// A stall is detected within two windows. The request is retried on another connection.
    pub fn stall_window(mut self, window: Duration) -> Self {
        self.stall_policy.window = window;
        self
    }

    /// Sets the minimum rate while a request is being sent. Default: 1 KiB/s.
    pub fn min_bytes_per_second(mut self, bytes: u64) -> Self {
        self.stall_policy.bytes_per_second = bytes;
        self
    }

    /// Sets the maximum time between the end of a request and its response. Default: 30 s.
    ///
    /// The timeout grows by one second for each 64 KiB of the request, up to 8 MiB, because the
    /// system may have buffered them. It is ten times as long for joining the parts of an archive.
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        self.stall_policy.response = timeout;
        self
    }

    pub(super) fn open(self, access: &StorageAccess) -> Result<Connection, Error> {
        let location = access.location()?;
        let credentials = CredentialsCache::new(access, location.clone(), Instant::now(), None);
        self.open_s3(location, credentials)
    }

    pub(super) async fn open_with(
        self,
        provider: impl AccessProvider + 'static,
    ) -> Result<Connection, Error> {
        let requested = Instant::now();
        let access = request_access(&provider).await?;
        let location = access.location()?;
        let provider = Some(Box::new(provider) as Box<dyn AccessProvider>);
        let credentials = CredentialsCache::new(&access, location.clone(), requested, provider);
        self.open_s3(location, credentials)
    }

    fn open_s3(
        self,
        location: BucketLocation,
        credentials: CredentialsCache,
    ) -> Result<Connection, Error> {
        let credentials = Arc::new(credentials);
        let connector = Connector::new(self.http.clone(), self.stall_policy);
        let bucket = s3(&location, credentials.clone(), connector)?;
        Ok(self.open_bucket(location, credentials, Arc::new(bucket)))
    }

    pub(super) fn open_bucket(
        self,
        location: BucketLocation,
        credentials: Arc<CredentialsCache>,
        bucket: Arc<dyn Bucket>,
    ) -> Connection {
        let requests = Requests::new(
            bucket,
            credentials,
            self.retry_policy,
            self.retry_callback,
            self.max_concurrent_requests,
        );
        Connection {
            location,
            requests,
            in_flight: InFlightUploads::default(),
            memory: MemoryBudget::new(self.memory_bytes),
            sizes: self.sizes,
            readers: Arc::new(Semaphore::new(MAX_READERS)),
            buffers: SharedPool::default(),
        }
    }
}

// The `Debug` of the client shows its default headers.
impl fmt::Debug for StoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreBuilder")
            .field("memory_bytes", &self.memory_bytes)
            .field("max_concurrent_requests", &self.max_concurrent_requests)
            .field("retry_policy", &self.retry_policy)
            .field("stall_policy", &self.stall_policy)
            .finish_non_exhaustive()
    }
}
