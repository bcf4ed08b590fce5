//! A connection to a bucket in memory.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

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

/// Checks the invariants after an upload: no object other than the expected ones, no task, no memory in
/// use. `what` describes the upload.
pub(super) async fn check_invariants(
    expected: &BTreeMap<String, Vec<u8>>,
    bucket: &FaultyBucket,
    connection: &Connection,
    what: &str,
) {
    let tasks = Handle::current().metrics();
    while tasks.num_alive_tasks() > 0 {
        sleep(Duration::from_millis(1)).await;
    }
    for (key, object) in &*bucket.objects.lock().unwrap() {
        assert!(expected.get(key) == Some(object), "{what}: a wrong object under {key}");
    }
    assert!(connection.memory.is_unused(), "{what}: memory is still in use");
}
