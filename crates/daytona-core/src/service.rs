//! The service that users call: lists, creates, follows and removes snapshots.

mod activation;
mod build_logs;
mod create;
mod deadline;
mod delete;
mod follow;
mod get;
mod line_decoder;
mod list;
mod log_reader;
mod observer;
mod target;
mod upload_context;
mod wait;

use std::fmt;
use std::sync::Arc;

use crate::stub;

pub use build_logs::{BuildLogs, LogLines};
pub use create::CreateSnapshot;
pub use list::ListSnapshots;
pub use observer::CreateEvent;
pub use target::SnapshotRef;
pub use wait::WaitForSnapshot;

/// Lists, creates, follows and removes the snapshots of one organization.
///
/// Cheap to clone; clones share connections. Every method that names a snapshot takes a
/// [`Snapshot`](crate::Snapshot), an id or a name.
///
/// ```no_run
/// use std::time::Duration;
/// use daytona_core::{CreateSnapshotParams, Daytona, Image, PythonVersion, Resources};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> daytona_core::Result<()> {
/// let snapshots = Daytona::from_env()?.snapshots();
///
/// let image = Image::debian_slim(PythonVersion::V3_12).pip_install(["numpy"]);
/// let snapshot = snapshots
///     .create(
///         CreateSnapshotParams::new("my-snapshot", image)
///             .resources(Resources::new().cpu(2).memory_gib(4)),
///     )
///     .on_logs(|line| println!("{line}"))
///     .timeout(Duration::from_secs(600))
///     .await?;
/// println!("{} is {}", snapshot.name, snapshot.state);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SnapshotService {
    snapshots: Arc<dyn stub::Snapshots>,
    storage: Arc<dyn stub::ObjectStorage>,
    default_region: Option<Arc<str>>,
}

impl SnapshotService {
    /// Makes a service that asks `snapshots` instead of the network: a stub, a fake or a mock.
    ///
    /// Creating from an image with local files also needs
    /// [`with_object_storage`](Self::with_object_storage).
    #[must_use]
    pub fn from_stub(snapshots: impl stub::Snapshots + 'static) -> Self {
        Self {
            snapshots: Arc::new(snapshots),
            storage: Arc::new(stub::NoObjectStorage),
            default_region: None,
        }
    }

    /// Sets where build contexts go.
    #[must_use]
    pub fn with_object_storage(mut self, storage: impl stub::ObjectStorage + 'static) -> Self {
        self.storage = Arc::new(storage);
        self
    }

    /// Sets the region of snapshots whose parameters name none.
    #[doc(alias = "target")]
    #[must_use]
    pub fn with_default_region(mut self, region_id: impl Into<String>) -> Self {
        self.default_region = Some(Arc::from(region_id.into()));
        self
    }
}

impl fmt::Debug for SnapshotService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotService")
            .field("default_region", &self.default_region)
            .finish_non_exhaustive()
    }
}
