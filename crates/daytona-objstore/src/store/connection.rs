//! The state that all clones of a store share.

use std::fmt;
use std::sync::Arc;

use object_store::path::Path as ObjectPath;
use tokio::sync::Semaphore;

use super::backoff::RetryBudget;
use super::failure::Failure;
use super::in_flight::InFlightUploads;
use super::memory_budget::MemoryBudget;
use super::parts::RequestSizes;
use super::requests::Requests;
use crate::buffer_pool::SharedPool;
use crate::error::Target;
use crate::storage_access::BucketLocation;
use crate::{Digest, Error, Shard, object_key};

pub(super) struct Connection {
    pub(super) location: BucketLocation,
    pub(super) requests: Requests,
    pub(super) in_flight: InFlightUploads,
    pub(super) memory: MemoryBudget,
    pub(super) sizes: RequestSizes,
    /// The permits to read an archive.
    pub(super) readers: Arc<Semaphore>,
    pub(super) buffers: SharedPool,
}

impl Connection {
    /// Returns the size of an object in bytes, or `None` if it does not exist.
    pub(super) async fn size(
        &self,
        key: &ObjectPath,
        budget: &RetryBudget,
    ) -> Result<Option<u64>, Error> {
        let size = self.requests.send(budget, |bucket| bucket.size(key)).await;
        size.map_err(|failure| self.error("look for", key, failure))
    }

    /// Returns `true` if the store has the whole archive of a shard.
    ///
    /// A listing gives the size of a plain archive, whose length is known. A packed archive names its
    /// own length in its first bytes, and the response with them has the size.
    pub(super) async fn has_whole(
        &self,
        key: &ObjectPath,
        shard: &Shard,
        budget: &RetryBudget,
    ) -> Result<bool, Error> {
        let Some(packed) = shard.as_packed() else {
            return Ok(self.size(key, budget).await? == Some(shard.archive_len()));
        };
        let len = packed.head_len();
        match self.requests.send(budget, |bucket| bucket.start(key, len)).await {
            Ok(start) => Ok(start.is_some_and(|start| packed.is_whole(start.size, &start.bytes))),
            // S3 refuses to tell that an object is missing, if the access may not list the whole bucket.
            Err(failure)
                if failure.is_access_denied() && self.size(key, budget).await?.is_none() =>
            {
                Ok(false)
            }
            Err(failure) => Err(self.error("read the first bytes of", key, failure)),
        }
    }

    pub(super) fn key(&self, digest: &Digest) -> ObjectPath {
        ObjectPath::from(object_key(&self.location.organization_id, &digest.to_string()))
    }

    pub(super) fn target(&self, key: &ObjectPath) -> Target {
        Target { bucket: self.location.bucket.clone(), key: key.to_string() }
    }

    pub(super) fn error(&self, action: &'static str, key: &ObjectPath, failure: Failure) -> Error {
        failure.into_error(action, self.target(key), &self.location.endpoint)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("location", &self.location).finish_non_exhaustive()
    }
}
