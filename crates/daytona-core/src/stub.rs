//! The seams for tests: what [`SnapshotService`](crate::SnapshotService) asks of the network.
//!
//! Implement a trait with the methods that your test needs and hand it to
//! [`SnapshotService::from_stub`](crate::SnapshotService::from_stub). Every method has a default
//! body that answers with an [unsupported](crate::Error::is_unsupported) error, so that a method
//! added later never breaks your stub. Ready-made mocks stand in `mock` (feature `mock`).
//!
//! ```
//! use daytona_core::{stub, Result, Snapshot, SnapshotService, SnapshotState};
//!
//! struct OneSnapshot;
//!
//! #[async_trait::async_trait]
//! impl stub::Snapshots for OneSnapshot {
//!     async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
//!         Ok(Snapshot::fake("id-1", id_or_name, SnapshotState::Active))
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<()> {
//! let snapshots = SnapshotService::from_stub(OneSnapshot);
//! assert_eq!(snapshots.get("demo").await?.name, "demo");
//! assert!(snapshots.delete("demo").await.unwrap_err().is_unsupported());
//! # Ok(())
//! # }
//! ```

use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;

use crate::error::Kind;
use crate::{
    ContextFile, ContextUpload, CreateSnapshotRequest, Error, ListSnapshotsParams,
    PaginatedSnapshots, Result, Snapshot,
};

/// The bytes of a build log as they come; a chunk may end inside a line or a character.
pub type LogChunks = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>;

/// Whether a log is read to where it stands, or on as it grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogMode {
    /// What has been written so far, then the end.
    Snapshot,
    /// What has been written and what is still being written.
    Follow,
}

/// The snapshots API, one call each, without policy: no retries, no waiting, no resolving of names.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Snapshots: Send + Sync {
    /// Lists one page (`GET /snapshots`).
    async fn list(&self, _params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        Err(unsupported("Snapshots::list"))
    }

    /// Gets one snapshot by id or name (`GET /snapshots/{id}`).
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        Err(unsupported("Snapshots::get"))
    }

    /// Submits a create (`POST /snapshots`).
    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        Err(unsupported("Snapshots::create"))
    }

    /// Deletes by id (`DELETE /snapshots/{id}`).
    async fn delete(&self, _id: &str) -> Result<()> {
        Err(unsupported("Snapshots::delete"))
    }

    /// Activates by id (`POST /snapshots/{id}/activate`).
    async fn activate(&self, _id: &str) -> Result<Snapshot> {
        Err(unsupported("Snapshots::activate"))
    }

    /// Deactivates by id (`POST /snapshots/{id}/deactivate`).
    async fn deactivate(&self, _id: &str) -> Result<()> {
        Err(unsupported("Snapshots::deactivate"))
    }

    /// Opens the build log by id. Answers 404 until the runner has opened the log.
    async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
        Err(unsupported("Snapshots::build_logs"))
    }
}

/// Where build contexts go.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ObjectStorage: Send + Sync {
    /// Brings the files of one image to the store, unless they are there already, and returns
    /// what the server is to be told: one entry per context archive, in the order of the merge.
    async fn upload(&self, _context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        Err(unsupported("ObjectStorage::upload"))
    }
}

/// Stands where a service was made without object storage.
pub(crate) struct NoObjectStorage;

#[async_trait]
impl ObjectStorage for NoObjectStorage {
    async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        let first =
            context.first().map(|file| file.local.display().to_string()).unwrap_or_default();
        Err(Error::new(
            Kind::Unsupported,
            format!("there is no object storage to upload `{first}` to"),
        )
        .with_hint("enable the feature `upload`, or give the service a `stub::ObjectStorage`"))
    }
}

fn unsupported(method: &str) -> Error {
    Error::new(Kind::Unsupported, format!("the stub does not implement `{method}`"))
}
