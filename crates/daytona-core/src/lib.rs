//! Daytona snapshots for Rust.

mod dockerfile;
mod error;
mod image;
mod open_enum;
mod resources;
mod snapshot;
mod state;

pub use error::{Error, Result};
pub use image::{ContextFile, Image, PipOptions, PyprojectOptions, PythonVersion, ResolvedImage};
pub use resources::{GpuType, Resources, SandboxClass};
pub use snapshot::{BuildInfo, Snapshot};
pub use state::SnapshotState;
