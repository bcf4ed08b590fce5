//! Stub traits for tests: the network calls of a [`SnapshotService`](crate::SnapshotService).
//!
//! Implement the methods that your test needs, and pass the stub to
//! [`SnapshotService::from_stub`](crate::SnapshotService::from_stub). Every method has a default
//! body that returns an [unsupported](crate::Error::is_unsupported) error. A method that is added
//! later therefore does not break your stub. The module `mock` (feature `mock`) has mockall mocks of
//! the traits.
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

pub(crate) mod traits;

pub(crate) use traits::NoObjectStorage;
pub use traits::{
    Feed, LogChunks, LogMode, ObjectStorage, SnapshotEvent, SnapshotEvents, Snapshots,
};
