//! [mockall] mocks of the [stub](crate::stub) traits.
//!
//! ```
//! use daytona_core::mock::MockSnapshots;
//! use daytona_core::{Error, SnapshotService};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mut mock = MockSnapshots::new();
//! mock.expect_get().returning(|name| Err(Error::from_status(404, format!("no {name}"))));
//!
//! let snapshots = SnapshotService::from_stub(mock);
//! assert!(snapshots.get("demo").await.unwrap_err().is_not_found());
//! # }
//! ```

pub use crate::stub::traits::{MockFeed, MockObjectStorage, MockSnapshots};
