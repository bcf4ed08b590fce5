//! A connection to a bucket in memory.

use std::sync::Arc;

use tokio::time::Instant;

use super::bucket::testing::FaultyBucket;
use super::builder::StoreBuilder;
use super::connection::Connection;
use super::credentials_cache::CredentialsCache;
use super::parts::RequestSizes;
use crate::{Credentials, StorageAccess};

/// Connects with small requests: 20 KiB for a whole archive, and 10 KiB for a part.
pub(super) fn connect(bucket: &Arc<FaultyBucket>) -> Arc<Connection> {
    connect_with_memory(bucket, 48 << 20)
}

pub(super) fn connect_with_memory(bucket: &Arc<FaultyBucket>, bytes: u64) -> Arc<Connection> {
    let credentials = Credentials::new("key", "secret", "");
    let access = StorageAccess::new("s3", "contexts", "org-1", credentials);
    let location = access.location().unwrap();
    let cache = CredentialsCache::new(&access, location.clone(), Instant::now(), None);
    let http = daytona_api::http_client_builder().unwrap().build().unwrap();
    let mut builder = StoreBuilder::new(http).memory_bytes(bytes);
    builder.sizes = RequestSizes { single: 20 * 1024, part: 10 * 1024 };
    Arc::new(builder.open_bucket(location, Arc::new(cache), bucket.clone()))
}
