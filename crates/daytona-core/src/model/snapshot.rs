//! A snapshot and what it is made of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{GpuType, SandboxClass, SnapshotState};

/// A pre-built image that sandboxes start from, as the server last described it.
///
/// The value is a picture of one moment: ask [`SnapshotService::get`](crate::SnapshotService::get)
/// for a newer one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// Identifies the snapshot; a UUID today.
    pub id: String,
    /// The organization that owns the snapshot; absent for general ones.
    pub organization_id: Option<String>,
    /// Whether the snapshot is offered to every organization.
    pub general: bool,
    /// The name that sandboxes refer to, unique within the organization.
    pub name: String,
    /// The registry image it was made from; absent for one built from a Dockerfile.
    pub image_name: Option<String>,
    /// Where the snapshot is in its life.
    pub state: SnapshotState,
    /// The size of the image in GiB, known once it is built.
    pub size: Option<f64>,
    /// The command that a sandbox starts with; absent means the image's own.
    pub entrypoint: Option<Vec<String>>,
    /// CPU cores of a sandbox.
    pub cpu: f64,
    /// GPUs of a sandbox.
    pub gpu: f64,
    /// The kind of GPU, where there is one.
    pub gpu_type: Option<GpuType>,
    /// Memory of a sandbox in GiB.
    #[doc(alias = "memory")]
    pub mem: f64,
    /// Disk of a sandbox in GiB.
    pub disk: f64,
    /// Why the snapshot is in [`SnapshotState::Error`] or [`SnapshotState::BuildFailed`].
    pub error_reason: Option<String>,
    /// When the snapshot was created.
    pub created_at: Timestamp,
    /// When the snapshot last changed.
    pub updated_at: Timestamp,
    /// When a sandbox last started from it.
    pub last_used_at: Option<Timestamp>,
    /// What it was built from; absent for one made from a registry image.
    pub build_info: Option<BuildInfo>,
    /// The regions it is available in.
    pub region_ids: Vec<String>,
    /// The runner that built or first pulled it.
    pub initial_runner_id: Option<String>,
    /// Where the built image lies in the internal registry.
    #[doc(alias = "ref")]
    pub reference: Option<String>,
    /// The sandbox it was taken from, for a snapshot of a running sandbox.
    pub source_sandbox_id: Option<String>,
    /// The kind of sandbox that starts from it.
    pub sandbox_class: Option<SandboxClass>,
}

/// What a snapshot was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BuildInfo {
    /// The text of the Dockerfile.
    pub dockerfile_content: Option<String>,
    /// The hashes of the build contexts, in the order in which the builder merges them.
    pub context_hashes: Vec<String>,
    /// Names the build; identical input shares it.
    pub snapshot_ref: String,
    /// When the build was first asked for.
    pub created_at: Timestamp,
    /// When the build was last asked for or changed.
    pub updated_at: Timestamp,
}

impl Snapshot {
    /// Makes a snapshot in the given state with nothing else known, for stubs and fakes: no
    /// resources, times at the epoch.
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
    /// Makes the description of a build without contexts, for stubs and fakes; times at the epoch.
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
