//! The stub traits. The module is private, so that rustdoc omits the modules that mockall generates.

use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use jiff::Timestamp;

use crate::error::Kind;
use crate::{
    ContextFile, ContextUpload, CreateSnapshotRequest, Error, ImagePlan, ImageUpload,
    ListSnapshotsParams, PaginatedSnapshots, ResolvedImage, Result, Snapshot,
};

/// The stream of a build log. A chunk may end inside a line or a character.
pub type LogChunks = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>;

/// The stream of the notification feed.
pub type SnapshotEvents = Pin<Box<dyn Stream<Item = Result<SnapshotEvent>> + Send>>;

/// An event of the notification feed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SnapshotEvent {
    /// A snapshot was created.
    Created(Snapshot),
    /// The state of a snapshot has changed.
    StateUpdated(Snapshot),
    /// A snapshot was removed, and its name is free.
    Removed {
        /// The id. The server (v0.190) omits it.
        id: Option<String>,
        /// The name that the snapshot had.
        name: String,
        /// The time of its creation.
        created_at: Timestamp,
    },
}

/// The way to read a build log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogMode {
    /// Reads the present content.
    Snapshot,
    /// Reads the present content, then new lines until the log ends.
    Follow,
}

/// The snapshots API. Each method is one call, without retries, waiting or resolution of names.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Snapshots: Send + Sync {
    /// Returns one page of snapshots (`GET /snapshots`).
    async fn list(&self, _params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        Err(unsupported("Snapshots::list"))
    }

    /// Returns a snapshot by id or name (`GET /snapshots/{id}`).
    async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
        Err(unsupported("Snapshots::get"))
    }

    /// Creates a snapshot (`POST /snapshots`).
    async fn create(&self, _request: CreateSnapshotRequest) -> Result<Snapshot> {
        Err(unsupported("Snapshots::create"))
    }

    /// Deletes a snapshot by id (`DELETE /snapshots/{id}`).
    async fn delete(&self, _id: &str) -> Result<()> {
        Err(unsupported("Snapshots::delete"))
    }

    /// Activates a snapshot by id (`POST /snapshots/{id}/activate`).
    async fn activate(&self, _id: &str) -> Result<Snapshot> {
        Err(unsupported("Snapshots::activate"))
    }

    /// Deactivates a snapshot by id (`POST /snapshots/{id}/deactivate`).
    async fn deactivate(&self, _id: &str) -> Result<()> {
        Err(unsupported("Snapshots::deactivate"))
    }

    /// Opens the build log of a snapshot by id. The server answers 404 until the runner opens the log.
    async fn build_logs(&self, _id: &str, _mode: LogMode) -> Result<LogChunks> {
        Err(unsupported("Snapshots::build_logs"))
    }
}

/// The notification feed: the server sends an event for each change of a snapshot.
///
/// A wait uses the feed as its first source, and polls as well: once when the feed opens, and every
/// 30 s. Without an open feed, it polls by the [polling policy](crate::retry).
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Feed: Send + Sync {
    /// Opens the feed. The stream ends with its connection, with or without an error. It does not
    /// repeat earlier events.
    async fn open(&self) -> Result<SnapshotEvents> {
        Err(unsupported("Feed::open"))
    }
}

/// The object storage for build contexts.
#[async_trait]
pub trait ObjectStorage: Send + Sync {
    /// Uploads the missing archives of a build context.
    ///
    /// Returns one entry for each archive, in the order in which the server merges them.
    async fn upload(&self, _context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        Err(unsupported("ObjectStorage::upload"))
    }

    /// Uploads the missing archives of an image in its packed form. See [`Packing`](crate::Packing).
    ///
    /// Default: uploads the plain files with [`upload`](Self::upload).
    async fn upload_image(&self, image: ResolvedImage) -> Result<ImageUpload> {
        match image.context.is_empty() {
            true => Ok(ImageUpload::plain(Vec::new())),
            false => self.upload(image.context).await.map(ImageUpload::plain),
        }
    }

    /// Returns what [`upload_image`](Self::upload_image) would send. Uploads nothing.
    async fn plan_image(&self, _image: ResolvedImage) -> Result<ImagePlan> {
        Err(unsupported("ObjectStorage::plan_image"))
    }
}

#[cfg(feature = "mock")]
mockall::mock! {
    /// A mock of [`ObjectStorage`]. Images are uploaded with `upload`, as plain files.
    pub ObjectStorage {}

    #[async_trait]
    impl ObjectStorage for ObjectStorage {
        async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>>;
    }
}

/// The storage of a service that has none.
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
