//! The types of the domain, and the checks of parameters.

mod context_plan;
mod context_upload;
pub(crate) mod json;
pub(crate) mod open_enum;
pub(crate) mod page;
pub(crate) mod params;
mod region;
mod resources;
mod snapshot;
mod state;
mod upload_progress;

pub use context_plan::{ImagePlan, PlannedArchive, PlannedFile};
pub use context_upload::{ContextUpload, ImageUpload, PackedImage};
pub use page::{
    ListSnapshotsParams, PaginatedSnapshots, SnapshotSort, SortOrder, UndecodableSnapshot,
};
pub use params::{CreateSnapshotParams, CreateSnapshotRequest, RequestSource, SnapshotSource};
pub use region::Region;
pub use resources::{GpuType, Resources, SandboxClass};
pub use snapshot::{BuildInfo, Snapshot};
pub use state::SnapshotState;
pub use upload_progress::UploadProgress;
