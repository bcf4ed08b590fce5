//! The service that users call: lists, creates, follows and removes snapshots.

mod activation;
mod build_logs;
mod create;
mod create_many;
mod deadline;
mod delete;
mod ensure;
mod exactly_once;
mod following;
mod get;
mod identity;
mod list;
mod log;
mod observer;
mod poller;
mod retrying;
mod started;
mod target;
mod upload_context;
mod wait;
mod watch;

#[cfg(test)]
#[cfg(feature = "client")]
mod bound_tests;
#[cfg(test)]
#[cfg(feature = "client")]
mod retry_event_tests;

use std::fmt;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::retry::RetryLoop;
use crate::retry::{PollingPolicy, ProportionalPolling, RetryPolicy};
use crate::stub;
use poller::Poller;
use retrying::Retrying;
use upload_context::SharedUploads;

pub use activation::{ActivateSnapshot, DeactivateSnapshot};
pub use build_logs::{BuildLogs, LogLines};
pub use create::CreateSnapshot;
pub use create_many::CreateSnapshots;
pub use delete::DeleteSnapshot;
pub use ensure::EnsureSnapshot;
pub use get::GetSnapshot;
pub use list::ListSnapshots;
pub use observer::CreateEvent;
pub use started::{Remains, StartedSnapshot};
pub use target::SnapshotRef;
pub use wait::WaitForSnapshot;
pub use watch::{SnapshotChange, SnapshotChanges};

/// Lists, creates, follows and removes the snapshots of one organization.
///
/// Cheap to clone; clones share connections, limits and the questions for what they wait for. Every method that names a snapshot takes a
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
    snapshots: Retrying,
    storage: Arc<dyn stub::ObjectStorage>,
    default_region: Option<DefaultRegion>,
    poller: Poller,
    polling: Arc<dyn PollingPolicy>,
    /// Turns of reading logs that nobody wants to see.
    log_turns: Arc<Semaphore>,
    /// Where creates belong together, what they have uploaded.
    uploads: Option<Arc<SharedUploads>>,
}

/// The region of snapshots whose parameters name none.
#[derive(Clone, Debug)]
struct DefaultRegion {
    id: Arc<str>,
    /// Who has set it, as an error names it.
    origin: &'static str,
}

/// How many logs are read at a time that nobody wants to see: to know when builds end, and why.
const UNSEEN_LOGS: usize = 16;

impl SnapshotService {
    /// Makes a service that asks `snapshots` instead of the network: a stub, a fake or a mock.
    ///
    /// Creating from an image with local files also needs
    /// [`with_object_storage`](Self::with_object_storage).
    ///
    /// Failed calls are made again, as over the network; [`with_retry_policy`](Self::with_retry_policy) and
    /// [`NeverRetry`](crate::retry::NeverRetry) leave that out.
    #[must_use]
    pub fn from_stub(snapshots: impl stub::Snapshots + 'static) -> Self {
        Self::over(snapshots, RetryLoop::default())
    }

    /// Makes a service whose calls are made again by `retry_loop`.
    pub(crate) fn over(snapshots: impl stub::Snapshots + 'static, retry_loop: RetryLoop) -> Self {
        let snapshots = Retrying::new(Arc::new(snapshots), retry_loop);
        Self {
            poller: Poller::new(&snapshots),
            snapshots,
            storage: Arc::new(stub::NoObjectStorage),
            default_region: None,
            polling: Arc::new(ProportionalPolling::default()),
            log_turns: Arc::new(Semaphore::new(UNSEEN_LOGS)),
            uploads: None,
        }
    }

    /// Sets which failed calls are made again: see [`policy`](crate::retry).
    ///
    /// ```
    /// use daytona_core::retry::NeverRetry;
    /// # use daytona_core::{stub, Result, Snapshot, SnapshotService};
    /// # struct Fake;
    /// # impl stub::Snapshots for Fake {}
    ///
    /// let snapshots = SnapshotService::from_stub(Fake).with_retry_policy(NeverRetry);
    /// ```
    #[must_use]
    pub fn with_retry_policy(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.snapshots = self.snapshots.with_retry_policy(Arc::new(policy));
        self
    }

    /// Sets how long to pause between two questions for a snapshot that is waited for: see
    /// [`policy`](crate::retry).
    #[must_use]
    pub fn with_polling_policy(self, policy: impl PollingPolicy + 'static) -> Self {
        self.with_shared_polling(Arc::new(policy))
    }

    pub(crate) fn with_shared_polling(mut self, policy: Arc<dyn PollingPolicy>) -> Self {
        self.polling = policy;
        self
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
    pub fn with_default_region(self, region_id: impl Into<String>) -> Self {
        self.with_default_region_of(region_id.into(), "the default region of the client")
    }

    /// Sets the default region, and who has set it.
    pub(crate) fn with_default_region_of(mut self, id: String, origin: &'static str) -> Self {
        self.default_region = Some(DefaultRegion { id: Arc::from(id), origin });
        self
    }
}

impl fmt::Debug for SnapshotService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotService")
            .field("default_region", &self.default_region.as_ref().map(|default| &default.id))
            .finish_non_exhaustive()
    }
}
