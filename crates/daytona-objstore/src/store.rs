//! The store: whether it has a context, and how to give it one.

mod backoff;
mod bucket;
mod builder;
mod failure;
#[cfg(test)]
mod fault_tests;
mod flights;
mod lease;
mod memory;
mod open_upload;
mod parts;
mod refusal;
mod requests;
mod sent;
mod stall;
#[cfg(test)]
mod tests;
mod transport;
mod upload;
mod veto;

use std::fmt;
use std::sync::Arc;

use object_store::path::Path as ObjectPath;
use tokio::sync::Semaphore;

use crate::access::Place;
use crate::buffers::SharedBuffers;
use crate::error::Target;
use crate::{Access, AccessProvider, Digest, Error, Progress, Shard, object_key};
use backoff::RetryBudget;
pub use builder::StoreBuilder;
use failure::Failure;
use flights::Flights;
use memory::Memory;
use parts::RequestSizes;
use requests::Requests;
pub use veto::FailedAttempt;

/// Uploads contexts into the bucket of one [`Access`].
///
/// Clones share everything: connections, memory, credentials, and the uploads under way, so that
/// two of the same archive become one. Keep one store for as long as there is something to upload.
///
/// The methods must run on a tokio runtime with its I/O and time drivers enabled.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    requests: Requests,
    flights: Flights,
    memory: Memory,
    sizes: RequestSizes,
    /// Permits to read an archive.
    archives: Arc<Semaphore>,
    buffers: SharedBuffers,
}

/// Says how an upload ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upload {
    /// The store had the whole context already, and nothing was sent.
    Present,
    /// The context was sent, and the store confirmed its size.
    Sent {
        /// The length of the archive.
        bytes: u64,
    },
}

impl Store {
    /// Prepares a store for use with credentials that are never renewed. Nothing is sent.
    ///
    /// Requests go through `http`, which decides about TLS, proxies and connection timeouts. It
    /// should have no default headers: they would be sent to the store. It should follow no
    /// redirects (`redirect(reqwest::redirect::Policy::none())`): a signed request is valid for one
    /// URL only, and its session token must not reach another host. Where the build has the
    /// feature `rustls-ring` of `daytona-api`, take the client of its `http_client_builder`:
    /// `reqwest::Client::new()` may panic there.
    ///
    /// ```
    /// use daytona_objstore::{Access, Credentials, Store};
    ///
    /// let credentials = Credentials::new("access-key", "secret", "session-token");
    /// let access = Access::new("http://127.0.0.1:9000", "contexts", "org-1", credentials);
    /// let http = daytona_api::http_client_builder()?.build()?;
    /// let store = Store::connect(access, http)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a part of the access is empty or cannot stand in a request.
    pub fn connect(access: Access, http: reqwest::Client) -> Result<Self, Error> {
        Self::builder(http).connect(access)
    }

    /// Gets an access and prepares a store that renews it in time. Nothing is sent to the store.
    ///
    /// The requirements of [`connect`](Self::connect) hold for `http`.
    ///
    /// # Errors
    ///
    /// Fails when the provider does, and when a part of the access is empty or cannot stand in a
    /// request.
    pub async fn connect_with(
        provider: impl AccessProvider + 'static,
        http: reqwest::Client,
    ) -> Result<Self, Error> {
        Self::builder(http).connect_with(provider).await
    }

    /// Returns a builder for everything that can be configured.
    pub fn builder(http: reqwest::Client) -> StoreBuilder {
        StoreBuilder::new(http)
    }

    /// Returns the size in bytes of the archive that the store has for a digest, if it has one.
    ///
    /// The answer comes from a listing: the credentials of a push access may not ask for an object
    /// that is missing. A size other than [`Shard::archive_len`] is not the whole archive.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, shard: daytona_objstore::Shard)
    /// # -> Result<(), daytona_objstore::Error> {
    /// let size = store.find(&shard.digest()).await?;
    /// let is_whole = size == Some(shard.archive_len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when the store cannot be reached or refuses the listing.
    pub async fn find(&self, digest: &Digest) -> Result<Option<u64>, Error> {
        self.size(&self.key(digest), &self.shared.requests.budget(&Progress::new())).await
    }

    /// Uploads the archive of one shard, or of a whole context, unless the store has the whole of
    /// it.
    ///
    /// It is [`upload_all`](Self::upload_all) for one archive.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// use daytona_objstore::{Progress, Upload};
    ///
    /// let upload = store.upload(&manifest, &Progress::new()).await?;
    /// if upload == Upload::Present {
    ///     println!("nothing to send");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`upload_all`](Self::upload_all).
    pub async fn upload(
        &self,
        shard: impl Into<Shard>,
        progress: &Progress,
    ) -> Result<Upload, Error> {
        let uploads = self.upload_all([shard], progress).await?;
        Ok(uploads.into_iter().next().unwrap_or(Upload::Present))
    }

    /// Uploads the archives of shards side by side, except for those that the store has whole.
    /// Returns what became of each, in their order.
    ///
    /// Archives are streamed; what is held of them stays within
    /// [`memory_bytes`](StoreBuilder::memory_bytes), together with all other uploads of this store
    /// and its clones. An archive that is being uploaded already is awaited, and not sent twice.
    ///
    /// Requests that fail in a way that may pass are made again, connections that stall are given
    /// up and made anew, and expired credentials are renewed; `docs/reliability.md` lists what is
    /// survived. When an upload fails, and when the future is dropped, no object appears under the
    /// key of an archive that was not sent whole. What was sent whole stays, so that the next try
    /// need not send it.
    ///
    /// ```no_run
    /// # async fn example(store: daytona_objstore::Store, manifest: daytona_objstore::Manifest)
    /// # -> Result<(), daytona_objstore::Error> {
    /// use daytona_objstore::Progress;
    ///
    /// let shards = manifest.shards();
    /// let uploads = store.upload_all(&shards, &Progress::new()).await?;
    /// for (shard, upload) in shards.iter().zip(uploads) {
    ///     println!("{}: {upload:?}", shard.digest());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a file is no longer what the scan saw or cannot be read, when the store cannot be
    /// reached or refuses a request, when no access can be had, and when the store ends up with
    /// another size than what was sent. The first failure ends all uploads.
    #[tracing::instrument(level = "debug", skip_all, fields(bucket = %self.shared.place.bucket))]
    pub async fn upload_all<S: Into<Shard>>(
        &self,
        shards: impl IntoIterator<Item = S>,
        progress: &Progress,
    ) -> Result<Vec<Upload>, Error> {
        upload::run(self, shards.into_iter().map(Into::into).collect(), progress).await
    }

    async fn size(&self, key: &ObjectPath, budget: &RetryBudget) -> Result<Option<u64>, Error> {
        let size = self.shared.requests.make(budget, |bucket| bucket.size(key)).await;
        size.map_err(|failure| self.error("look for", key, failure))
    }

    fn key(&self, digest: &Digest) -> ObjectPath {
        ObjectPath::from(object_key(&self.shared.place.organization_id, &digest.to_string()))
    }

    fn target(&self, key: &ObjectPath) -> Target {
        Target { bucket: self.shared.place.bucket.clone(), key: key.to_string() }
    }

    fn error(&self, action: &'static str, key: &ObjectPath, failure: Failure) -> Error {
        failure.into_error(action, self.target(key), &self.shared.place.endpoint)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("place", &self.shared.place).finish_non_exhaustive()
    }
}
