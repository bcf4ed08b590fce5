//! The service that lists, creates, follows and removes snapshots.
//!
//! One file for each verb. They share `operation` (options and the wrapper around every operation),
//! `submission` and `exactly_once` (a create up to the accepted snapshot), `follow` (from there to the
//! end), `poller` (all polls) and `log` (build logs).

mod activate;
mod build_logs;
mod create;
mod create_many;
mod deactivate;
mod deadline;
mod delete;
mod difference;
mod ensure;
mod event;
mod exactly_once;
mod follow;
mod get;
mod list;
mod log;
mod observer;
mod operation;
mod plan_image;
mod poller;
mod process_image_context;
mod process_packed_image;
mod retrying;
mod started;
mod submission;
mod target;
mod wait;
mod watch;

use std::fmt;
use std::sync::Arc;

use crate::retry::RetryLoop;
use crate::retry::{PollingPolicy, ProportionalPolling, RetryPolicy};
use crate::stub;
use operation::OperationOptions;
use poller::Poller;
use process_image_context::SharedUploads;
use retrying::RetryingSnapshots;

pub use activate::ActivateSnapshot;
pub use build_logs::{BuildLogs, LogLines};
pub use create::CreateSnapshot;
pub use create_many::CreateSnapshots;
pub use deactivate::DeactivateSnapshot;
pub use delete::DeleteSnapshot;
pub use ensure::EnsureSnapshot;
pub use event::{CreateEvent, StateSource};
pub use get::GetSnapshot;
pub use list::ListSnapshots;
pub use process_packed_image::ProcessPackedImage;
pub use started::{CancelledCreate, StartedSnapshot};
pub use target::SnapshotRef;
pub use wait::WaitForSnapshot;
pub use watch::{SnapshotChange, SnapshotChanges};

/// Lists, creates, follows and removes the snapshots of one organization.
///
/// Cheap to clone. Clones share connections, limits and polls. Every method for one snapshot takes a
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
///
/// # Waits
///
/// A wait learns the state of a snapshot from the notification feed of the server, and from polls. The
/// feed is one WebSocket for each [`Daytona`](crate::Daytona), with the feature `feed`. All waits
/// share it. It opens with the first wait and closes 30 s after the last one. It uses the HTTP client
/// of the `Daytona`, with its proxy and certificates.
///
/// While the feed is open, everything that is waited for is polled once at the opening, then every
/// 30 s. An event that is lost delays the wait until the next poll. If the feed cannot be opened or
/// breaks, the wait polls by the [polling policy](crate::retry). The feed is opened again after a
/// pause of 1 s, or of 30 s if the server has refused it. The pause doubles up to 5 min.
///
/// # Request builders
///
/// Most methods return a request builder. Nothing is sent before `.await`. The builders share these
/// options:
///
/// | option | on | default |
/// |---|---|---|
/// | `timeout` | every builder | no deadline |
/// | `retry_policy` | every builder | the policy of the service |
/// | `polling_policy` | builders that wait | the policy of the service |
/// | `on_logs`, `on_raw_logs`, `on_event` | builders that follow a build | no callback |
///
/// ```no_run
/// use std::time::Duration;
/// use daytona_core::retry::{RetryPolicy, Transient};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> daytona_core::Result<()> {
/// # let snapshots = daytona_core::Daytona::from_env()?.snapshots();
///
/// let snapshot = snapshots
///     .get("my-snapshot")
///     .timeout(Duration::from_secs(10))
///     .retry_policy(Transient.with_attempt_limit(2))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SnapshotService {
    snapshots: RetryingSnapshots,
    storage: Arc<dyn stub::ObjectStorage>,
    default_region: Option<DefaultRegion>,
    poller: Poller,
    polling_policy: Arc<dyn PollingPolicy>,
    /// The uploads that the creates of one `create_many` share.
    uploads: Option<Arc<SharedUploads>>,
}

/// The region of snapshots whose parameters name none.
#[derive(Clone, Debug)]
struct DefaultRegion {
    id: Arc<str>,
    /// Where the region is set, in the words of an error.
    origin: &'static str,
}

impl SnapshotService {
    /// Creates a service on top of a stub, a fake or a mock instead of the network.
    ///
    /// Creating from an image with local files also needs
    /// [`with_object_storage`](Self::with_object_storage).
    ///
    /// Failed calls are repeated as over the network. Set
    /// [`NeverRetry`](crate::retry::NeverRetry) as the [retry policy](Self::with_retry_policy) to
    /// prevent that.
    #[must_use]
    pub fn from_stub(snapshots: impl stub::Snapshots + 'static) -> Self {
        Self::with_retry_loop(snapshots, RetryLoop::default())
    }

    /// Creates a service whose calls are repeated by `retry_loop`.
    pub(crate) fn with_retry_loop(
        snapshots: impl stub::Snapshots + 'static,
        retry_loop: RetryLoop,
    ) -> Self {
        let snapshots = RetryingSnapshots { stub: Arc::new(snapshots), retry_loop };
        Self {
            poller: Poller::new(&snapshots, None),
            snapshots,
            storage: Arc::new(stub::NoObjectStorage),
            default_region: None,
            polling_policy: Arc::new(ProportionalPolling::default()),
            uploads: None,
        }
    }

    /// Sets the retry policy: which failed calls are repeated. See [`retry`](crate::retry).
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

    /// Sets the polling policy: how long to pause between two polls of a snapshot. See
    /// [`retry`](crate::retry).
    #[must_use]
    pub fn with_polling_policy(self, policy: impl PollingPolicy + 'static) -> Self {
        self.with_shared_polling(Arc::new(policy))
    }

    pub(crate) fn with_shared_polling(mut self, policy: Arc<dyn PollingPolicy>) -> Self {
        self.polling_policy = policy;
        self
    }

    /// Applies the policies of an operation.
    fn with_options(mut self, options: &OperationOptions) -> Self {
        if let Some(policy) = &options.retry_policy {
            self.snapshots = self.snapshots.with_retry_policy(policy.clone());
        }
        if let Some(policy) = &options.polling_policy {
            self.polling_policy = policy.clone();
        }
        self
    }

    /// Sets the notification feed, the first source of every wait. Default: none, so that waits poll.
    ///
    /// ```
    /// use daytona_core::stub::{self, SnapshotEvent, SnapshotEvents};
    /// use daytona_core::{Result, Snapshot, SnapshotService, SnapshotState};
    /// use futures_util::{StreamExt, stream};
    ///
    /// /// A server whose snapshot becomes active as soon as the feed is open.
    /// struct Fake;
    ///
    /// #[async_trait::async_trait]
    /// impl stub::Snapshots for Fake {
    ///     async fn get(&self, _id_or_name: &str) -> Result<Snapshot> {
    ///         Ok(Snapshot::fake("id-1", "demo", SnapshotState::Building))
    ///     }
    /// }
    ///
    /// #[async_trait::async_trait]
    /// impl stub::Feed for Fake {
    ///     async fn open(&self) -> Result<SnapshotEvents> {
    ///         let active = Snapshot::fake("id-1", "demo", SnapshotState::Active);
    ///         let events = stream::iter([Ok(SnapshotEvent::StateUpdated(active))]);
    ///         Ok(Box::pin(events.chain(stream::pending())))
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<()> {
    /// let snapshots = SnapshotService::from_stub(Fake).with_feed(Fake);
    /// assert!(snapshots.wait("demo").await?.state.is_active());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_feed(mut self, feed: impl stub::Feed + 'static) -> Self {
        self.poller = Poller::new(&self.snapshots, Some(Arc::new(feed)));
        self
    }

    /// Sets the object storage for build contexts.
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

    /// Sets the default region and its origin, in the words of an error.
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
