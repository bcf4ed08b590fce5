//! A snapshot.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{GpuType, SandboxClass, SnapshotState};

/// A pre-built image that sandboxes start from.
///
/// The value describes one moment. [`SnapshotService::get`](crate::SnapshotService::get) returns the
/// current state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// The id, currently a UUID.
    pub id: String,
    /// The id of the organization that owns the snapshot. `None` for a general snapshot.
    pub organization_id: Option<String>,
    /// `true` if the snapshot is available to every organization.
    pub general: bool,
    /// The name that sandboxes refer to, unique within the organization.
    pub name: String,
    /// The registry image that it was made from. `None` if it was built from a Dockerfile.
    pub image_name: Option<String>,
    /// The state.
    pub state: SnapshotState,
    /// The size of the image in GiB, available after the build.
    pub size: Option<f64>,
    /// The command that a sandbox starts with. `None` for the entrypoint of the image.
    pub entrypoint: Option<Vec<String>>,
    /// The number of CPU cores of a sandbox.
    pub cpu: f64,
    /// The number of GPUs of a sandbox.
    pub gpu: f64,
    /// The kind of GPU, if there is one.
    pub gpu_type: Option<GpuType>,
    /// The memory of a sandbox in GiB.
    #[doc(alias = "memory")]
    pub mem: f64,
    /// The disk of a sandbox in GiB.
    pub disk: f64,
    /// The reason for [`SnapshotState::Error`] or [`SnapshotState::BuildFailed`].
    pub error_reason: Option<String>,
    /// The time of creation.
    pub created_at: Timestamp,
    /// The time of the last change.
    pub updated_at: Timestamp,
    /// The time when a sandbox last started from it.
    pub last_used_at: Option<Timestamp>,
    /// The build that it comes from. `None` if it was made from a registry image.
    pub build_info: Option<BuildInfo>,
    /// The ids of the regions that it is available in.
    pub region_ids: Vec<String>,
    /// The id of the runner that built or first pulled it.
    pub initial_runner_id: Option<String>,
    /// The reference of the image in the internal registry.
    #[doc(alias = "ref")]
    pub reference: Option<String>,
    /// The id of the sandbox that it was taken from, for a snapshot of a running sandbox.
    pub source_sandbox_id: Option<String>,
    /// The kind of sandbox that starts from it.
    pub sandbox_class: Option<SandboxClass>,
}

/// The build of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BuildInfo {
    /// The text of the Dockerfile.
    pub dockerfile_content: Option<String>,
    /// The hashes of the context archives, in the order in which the builder merges them.
    pub context_hashes: Vec<String>,
    /// The reference of the build. Snapshots with identical input share it.
    pub snapshot_ref: String,
    /// The time when the build was first requested.
    pub created_at: Timestamp,
    /// The time when the build was last requested or changed.
    pub updated_at: Timestamp,
}

impl Snapshot {
    /// Creates a snapshot in the given state, for stubs and fakes: without resources, with all times
    /// at the epoch.
    ///
    /// ```
    /// use daytona_core::{Snapshot, SnapshotState};
    ///
    /// let snapshot = Snapshot::fake("0d8ae4a5", "demo", SnapshotState::Active);
    /// assert!(snapshot.state.is_active());
    /// ```
    #[must_use]
    pub fn fake(id: impl Into<String>, name: impl Into<String>, state: SnapshotState) -> Self {
        Self {
            id: id.into(),
            organization_id: None,
            general: false,
            name: name.into(),
            image_name: None,
            state,
            size: None,
            entrypoint: None,
            cpu: 0.0,
            gpu: 0.0,
            gpu_type: None,
            mem: 0.0,
            disk: 0.0,
            error_reason: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            last_used_at: None,
            build_info: None,
            region_ids: Vec::new(),
            initial_runner_id: None,
            reference: None,
            source_sandbox_id: None,
            sandbox_class: None,
        }
    }
}

impl BuildInfo {
    /// Creates a build without contexts, for stubs and fakes. All times are at the epoch.
    #[must_use]
    pub fn fake(dockerfile_content: impl Into<String>) -> Self {
        Self {
            dockerfile_content: Some(dockerfile_content.into()),
            context_hashes: Vec::new(),
            snapshot_ref: String::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
