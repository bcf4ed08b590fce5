//! Daytona snapshots for Rust.

mod error;
mod open_enum;
mod resources;
mod snapshot;
mod state;

pub use error::{Error, Result};
pub use resources::{GpuType, Resources, SandboxClass};
pub use snapshot::{BuildInfo, Snapshot};
pub use state::SnapshotState;
