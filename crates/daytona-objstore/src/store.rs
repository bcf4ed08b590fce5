//! The store of archives.

mod backoff;
mod bucket;
mod builder;
mod connection;
mod credentials_cache;
mod e_tag;
mod explanation;
mod failure;
mod ignored_range;
mod in_flight;
mod memory_budget;
mod multipart;
mod packed;
mod parts;
mod refusal;
mod requests;
mod retry_callback;
mod sent_bytes;
mod sent_parts;
mod stall;
#[cfg(test)]
mod testing;
mod transport;
mod upload;

use std::fmt;
use std::sync::Arc;

pub use self::builder::StoreBuilder;
use self::connection::Connection;
pub use self::retry_callback::FailedAttempt;
pub use self::upload::UploadOutcome;
use crate::{AccessProvider, Error, Progress, Shard, StorageAccess};

/// A client for the bucket of one [`StorageAccess`].
///
/// Clones share connections, memory, credentials and the uploads in progress. So two simultaneous
/// uploads of an archive send it once.
///
/// The methods need a tokio runtime with its I/O and time drivers enabled.
#[derive(Clone)]
pub struct Store {
    connection: Arc<Connection>,
}

impl Store {
    /// Creates a store whose credentials are never renewed. Sends no request.
    ///
    /// `http` decides about TLS, proxies and connection timeouts. It must meet these requirements:
    ///
    /// - No default headers, because the store would receive them.
    /// - No redirects (`redirect(reqwest::redirect::Policy::none())`). A signature is valid for one
    ///   URL only, and another host must not receive the session token.
    ///
    /// With the feature `rustls-ring` of `daytona-api`, `reqwest::Client::new()` may panic. Use
    /// `daytona_api::http_client_builder` there.
    ///
    /// ```
    /// use daytona_objstore::{Credentials, StorageAccess, Store};
    ///
    /// let credentials = Credentials::new("access-key", "secret", "session-token");
    /// let access = StorageAccess::new("http://127.0.0.1:9000", "contexts", "org-1", credentials);
    /// let http = daytona_api::http_client_builder()?.build()?;
    /// let store = Store::connect(access, http)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if a part of the access is empty or invalid.
    pub fn connect(access: StorageAccess, http: reqwest::Client) -> Result<Self, Error> {
        Self::builder(http).connect(access)
    }

    /// Returns a builder with all settings.
    ///
    /// `http` must meet the requirements of [`connect`](Self::connect).
    pub fn builder(http: reqwest::Client) -> StoreBuilder {
        StoreBuilder::new(http)
    }

    /// Returns `true` if the store has the whole archive of a shard or a context. Then an upload would
    /// send nothing.
    ///
    /// For a plain shard, the store sends a listing, whose size must be [`Shard::archive_len`]. A push
    /// access may not send HEAD for a missing object. For a packed shard, it reads the first 512 bytes
    /// of the object: they name the archive and its length, which must agree with the size of the
    /// object. If that is refused, a listing decides whether the object is missing.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// for shard in manifest.shards() {
    ///     println!("{}: {}", shard.digest(), store.contains(&shard).await?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached or refuses the request.
    pub async fn contains(&self, shard: impl Into<Shard>) -> Result<bool, Error> {
        let shard = shard.into();
        let budget = self.connection.requests.retry_budget(&Progress::new());
        self.connection.has_whole(&self.connection.key(&shard.digest()), &shard, &budget).await
    }

    /// Uploads the archive of a shard or a whole context, unless the store has it.
    ///
    /// [`upload_all`](Self::upload_all) does the same for several shards.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// use daytona_objstore::{Progress, UploadOutcome};
    ///
    /// let outcome = store.upload(&manifest, &Progress::new()).await?;
    /// if outcome == UploadOutcome::Present {
    ///     println!("nothing to send");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`upload_all`](Self::upload_all).
    pub async fn upload(
        &self,
        shard: impl Into<Shard>,
        progress: &Progress,
    ) -> Result<UploadOutcome, Error> {
        let outcomes = self.upload_all([shard], progress).await?;
        Ok(outcomes.into_iter().next().unwrap_or(UploadOutcome::Present))
    }

    /// Uploads the archives of shards in parallel, except those that the store has. Returns one
    /// outcome for each shard, in their order.
    ///
    /// Plain and packed shards can be in one call. [`contains`](Self::contains) describes how the store
    /// recognizes the archives that it has.
    ///
    /// An archive of at most 2 MiB is confirmed by the `ETag` of the response, if this is the MD5 of what
    /// was sent. Otherwise a listing confirms the size of the object.
    ///
    /// Archives are streamed. All uploads of this store and its clones share the
    /// [`memory_bytes`](StoreBuilder::memory_bytes). If another upload of an archive is in progress,
    /// this one waits for it.
    ///
    /// Transient failures and stalled transfers are retried, and expired credentials are renewed.
    /// `docs/reliability.md` lists all faults.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// use daytona_objstore::Progress;
    ///
    /// let shards = manifest.shards();
    /// let outcomes = store.upload_all(&shards, &Progress::new()).await?;
    /// for (shard, outcome) in shards.iter().zip(outcomes) {
    ///     println!("{}: {outcome:?}", shard.digest());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error in these cases. The first error stops all uploads.
    ///
    /// - A file cannot be read, or has changed since the scan.
    /// - The store cannot be reached, or refuses a request.
    /// - No access is available.
    /// - The size of an object differs from the size that was sent.
    ///
    /// # Cancel safety
    ///
    /// A failed or dropped upload never leaves a partial object. Archives that were sent remain, so
    /// the next upload does not send them again. A task aborts multipart uploads in the background.
    #[tracing::instrument(
        level = "debug",
        skip_all,
        fields(bucket = %self.connection.location.bucket)
    )]
    pub async fn upload_all<S: Into<Shard>>(
        &self,
        shards: impl IntoIterator<Item = S>,
        progress: &Progress,
    ) -> Result<Vec<UploadOutcome>, Error> {
        upload::run(&self.connection, shards.into_iter().map(Into::into).collect(), progress).await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = &self.connection.location;
        f.debug_struct("Store").field("location", location).finish_non_exhaustive()
    }
}

impl StoreBuilder {
    /// Creates a store whose credentials are never renewed. Sends no request.
    ///
    /// # Errors
    ///
    /// Returns an error if a part of the access is empty or invalid.
    pub fn connect(self, access: StorageAccess) -> Result<Store, Error> {
        let connection = self.open(&access)?;
        Ok(Store { connection: Arc::new(connection) })
    }

    /// Requests an access, and creates a store that renews it. Sends no request to the store.
    ///
    /// # Errors
    ///
    /// Returns an error if the provider fails, or if a part of the access is empty or invalid.
    pub async fn connect_with(
        self,
        provider: impl AccessProvider + 'static,
    ) -> Result<Store, Error> {
        let connection = self.open_with(provider).await?;
        Ok(Store { connection: Arc::new(connection) })
    }
}
