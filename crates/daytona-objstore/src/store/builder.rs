//! How a store is configured.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::backoff::RetryPolicy;
use super::bucket::{Bucket, s3};
use super::flights::Flights;
use super::lease::{Lease, ask};
use super::memory::Memory;
use super::parts::RequestSizes;
use super::requests::Requests;
use super::stall::Patience;
use super::transport::Connector;
use super::veto::{FailedAttempt, Veto};
use super::{Shared, Store};
use crate::access::Place;
use crate::buffers::SharedBuffers;
use crate::{Access, AccessProvider, Error};

/// How many archives are read from the disk at once. More would wait for each other.
const ARCHIVES_AT_ONCE: usize = 4;

/// Makes a [`Store`].
///
/// ```
/// use std::time::Duration;
///
/// use daytona_objstore::{Access, Credentials, Store};
///
/// let credentials = Credentials::new("access-key", "secret", "session-token");
/// let access = Access::new("http://127.0.0.1:9000", "contexts", "org-1", credentials);
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
    requests_at_once: usize,
    retry: RetryPolicy,
    veto: Veto,
    patience: Patience,
}

impl StoreBuilder {
    pub(super) fn new(http: reqwest::Client) -> Self {
        Self {
            http,
            memory_bytes: 48 << 20,
            sizes: RequestSizes::default(),
            requests_at_once: 16,
            retry: RetryPolicy::default(),
            veto: Veto::default(),
            patience: Patience::default(),
        }
    }

    /// Sets how many bytes of archives are held in memory at once, by default 48 MiB.
    ///
    /// All uploads of the store and its clones share them. On top come 1.5 MiB for each archive
    /// that is being read, of which there are four at most. A part that is larger than all of it,
    /// as in archives of hundreds of GiB, goes alone.
    pub fn memory_bytes(mut self, bytes: u64) -> Self {
        self.memory_bytes = bytes;
        self
    }

    /// Sets how many requests are on their way at once, by default 16; at least one always is.
    pub fn requests_at_once(mut self, requests: usize) -> Self {
        self.requests_at_once = requests;
        self
    }

    /// Sets how often the requests of one upload may be repeated, by default 32 times.
    ///
    /// A request that succeeds makes up for one repetition, so that this bounds failures in a row
    /// rather than failures of a long upload. One request is repeated seven times at most.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retry.budget = retries;
        self
    }

    /// Sets the shortest and the longest wait before a request is repeated, by default 100 ms and
    /// 10 s.
    ///
    /// Each wait is drawn between the shortest one and three times the last one.
    pub fn retry_delays(mut self, shortest: Duration, longest: Duration) -> Self {
        self.retry.first_delay = shortest;
        self.retry.max_delay = longest;
        self
    }

    /// Calls `decide` for each attempt of a request that failed and would be made again, before the
    /// pause. The request is given up where it returns `false`.
    ///
    /// The limits of the store hold as well: [`retries`](Self::retries), and eight attempts for each
    /// request. It is not called for failures that cannot pass, which end the request at once.
    ///
    /// ```no_run
    /// let http = reqwest::Client::new();
    /// // Three attempts at most, each failure shown.
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
        self.veto = Veto::new(decide);
        self
    }

    /// Sets how long a transfer is watched before it is judged to be stalled, by default 20 s.
    ///
    /// A stall is noticed within two windows. Its request is made again on another connection.
    pub fn stall_window(mut self, window: Duration) -> Self {
        self.patience.window = window;
        self
    }

    /// Sets what has to move in each second of a window while a request is being sent, by default
    /// 1 KiB.
    pub fn min_bytes_per_second(mut self, bytes: u64) -> Self {
        self.patience.bytes_per_second = bytes;
        self
    }

    /// Sets how long the store may stay silent once it was sent a whole request, by default 30 s.
    ///
    /// A second is added for each 64 KiB that may still be on their way then, of up to 8 MiB. Joining the parts of a large archive may take ten times as long.
    pub fn answer_timeout(mut self, timeout: Duration) -> Self {
        self.patience.answer = timeout;
        self
    }

    /// Prepares a store with credentials that are never renewed. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails when a part of the access is empty or cannot stand in a request.
    pub fn connect(self, access: Access) -> Result<Store, Error> {
        let place = access.check()?;
        let lease = Lease::new(&access, place.clone(), Instant::now(), None);
        self.build(place, lease)
    }

    /// Gets an access and prepares a store that renews it in time. Nothing is sent to the store.
    ///
    /// # Errors
    ///
    /// Fails when the provider does, and when a part of the access is empty or cannot stand in a
    /// request.
    pub async fn connect_with(
        self,
        provider: impl AccessProvider + 'static,
    ) -> Result<Store, Error> {
        let asked = Instant::now();
        let access = ask(&provider).await?;
        let place = access.check()?;
        let lease = Lease::new(&access, place.clone(), asked, Some(Box::new(provider)));
        self.build(place, lease)
    }

    fn build(self, place: Place, lease: Lease) -> Result<Store, Error> {
        let lease = Arc::new(lease);
        let connector = Connector::new(self.http.clone(), self.patience);
        let bucket = s3(&place, lease.clone(), connector)?;
        Ok(self.build_on(place, lease, Arc::new(bucket)))
    }

    pub(super) fn build_on(
        self,
        place: Place,
        lease: Arc<Lease>,
        bucket: Arc<dyn Bucket>,
    ) -> Store {
        let requests = Requests::new(bucket, lease, self.retry, self.veto, self.requests_at_once);
        let shared = Shared {
            place,
            requests,
            flights: Flights::default(),
            memory: Memory::new(self.memory_bytes),
            sizes: self.sizes,
            archives: Arc::new(Semaphore::new(ARCHIVES_AT_ONCE)),
            buffers: SharedBuffers::default(),
        };
        Store { shared: Arc::new(shared) }
    }
}

// The client's own `Debug` shows its default headers.
impl fmt::Debug for StoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreBuilder")
            .field("memory_bytes", &self.memory_bytes)
            .field("requests_at_once", &self.requests_at_once)
            .field("retry", &self.retry)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
