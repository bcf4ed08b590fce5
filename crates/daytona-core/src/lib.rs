//! [differences]: https://docs.rs/crate/daytona-core/latest/source/docs/differences.md
//! [faults]: https://docs.rs/crate/daytona-core/latest/source/docs/faults.md
//! [telemetry]: crate::telemetry
#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! - [`Daytona`] holds credentials and connections; [`SnapshotService`] lists, creates, follows and removes snapshots.
//! - [`Image`] describes an image. It is plain data, checked when it is resolved.
//! - [`Error`] has the attempt, the cause and the advice.
//! - [`retry`] decides which requests are retried, and how often a snapshot is polled.
//! - [`stub`] has the traits to replace in tests; with the feature `mock`, the module `mock` implements them.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod call_events;
#[cfg(feature = "client")]
mod client;
mod error;
mod files;
mod held_panic;
mod image;
#[cfg(feature = "mock")]
pub mod mock;
mod model;
pub mod retry;
mod service;
pub mod stub;
pub mod telemetry;
#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "client")]
pub use client::{Daytona, DaytonaBuilder};
pub use error::{Advice, Error, Result};
pub use image::{
    CacheMount, CacheSharing, ContextFile, ContextFilter, ContextLinks, ContextModes,
    ContextOptions, FileContent, FileOptions, Image, LocalDirOptions, Packing, PipOptions,
    PyprojectOptions, PythonVersion, ResolvedImage, RunOptions, UvOptions, Warning, WarningCode,
};
pub use model::{
    BuildInfo, ContextUpload, CreateSnapshotParams, CreateSnapshotRequest, GpuType, ImagePlan,
    ImageUpload, ListSnapshotsParams, PackedImage, PaginatedSnapshots, PlannedArchive, PlannedFile,
    Region, RequestSource, Resources, SandboxClass, Snapshot, SnapshotSort, SnapshotSource,
    SnapshotState, SortOrder, UndecodableSnapshot, UploadProgress,
};
pub use service::{
    ActivateSnapshot, BuildLogs, CancelledCreate, CreateEvent, CreateSnapshot, CreateSnapshots,
    DeactivateSnapshot, DeleteSnapshot, EnsureSnapshot, GetSnapshot, ListSnapshots, LogLines,
    ProcessPackedImage, SnapshotChange, SnapshotChanges, SnapshotRef, SnapshotService,
    StartedSnapshot, StateSource, WaitForSnapshot,
};
