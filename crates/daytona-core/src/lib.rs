//! Daytona snapshots for Rust: describe an image, upload exactly the files that its build needs,
//! create the snapshot, follow the build, and get back a usable [`Snapshot`] or a precise [`Error`].
//!
//! ```no_run
//! use std::time::Duration;
//! use daytona_core::{CreateSnapshotParams, Daytona, Image, PythonVersion, Resources};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> daytona_core::Result<()> {
//! let daytona = Daytona::from_env()?;
//! let snapshots = daytona.snapshots();
//!
//! let image = Image::debian_slim(PythonVersion::V3_12)
//!     .pip_install(["numpy"])
//!     .add_local_dir("src", "/home/daytona/src")
//!     .env([("MODE", "batch")]);
//! let snapshot = snapshots
//!     .create(
//!         CreateSnapshotParams::new("my-snapshot", image)
//!             .resources(Resources::new().cpu(2).memory_gib(4)),
//!     )
//!     .on_logs(|line| println!("{line}"))
//!     .timeout(Duration::from_secs(600))
//!     .await?;
//! println!("{} is {}", snapshot.name, snapshot.state);
//! # Ok(())
//! # }
//! ```
//!
//! # Where to begin
//!
//! - [`Daytona`] holds credentials and connections; [`SnapshotService`] lists, creates, follows and
//!   removes snapshots.
//! - [`Image`] describes what to build: plain data, checked only when it is resolved.
//! - [`Error`] says what was attempted, on what, what went wrong and what to do.
//! - [`retry`] decides what is tried again, and how a snapshot is waited for.
//! - [`stub`] has the seams for tests; with the feature `mock`, ready-made mocks stand behind them.
//!
//! # Features
//!
//! | feature | default | what it brings | what it costs |
//! |---|---|---|---|
//! | `client` | yes | `Daytona` and the HTTP transport | daytona-api, reqwest |
//! | `upload` | yes | uploading build contexts | daytona-objstore with object_store |
//! | `rustls` | yes | `https://` URLs as reqwest provides them by default | rustls, aws-lc-rs |
//! | `rustls-ring` | no | `https://` URLs, compiled faster | rustls, ring; reqwest without a default provider |
//! | `mock` | no | mockall mocks of the stub traits | mockall |
//! | `blocking` | no | waiting in code that is not async | a thread, tokio's scheduler for several |
//! | `otel` | no | [metrics and trace context](telemetry) | opentelemetry, its API alone |
//!
//! With the default features, nothing changes for other code of the program that uses reqwest or
//! rustls. `rustls-ring` does change something, so take it in a program and not in a library: it
//! enables reqwest's feature `rustls-no-provider` and `rustls/ring` for the whole build. In a program
//! that has no other TLS back end of reqwest, `reqwest::Client::new()` and `reqwest::get` panic
//! unless a `CryptoProvider` of rustls is installed for the process. Where another crate enables
//! rustls's default, aws-lc-rs, so does `rustls::ClientConfig::builder()`.
//!
//! `client` without one of the two is for `http://` URLs, or for an
//! [`http_client`](DaytonaBuilder::http_client) of your own: [`DaytonaBuilder::build`] refuses an
//! `https://` URL otherwise.
//!
//! Without any, there are [`Image`], the domain types, the stub traits and the service on top of
//! them: no HTTP and no S3.

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[doc = include_str!("../docs/differences.md")]
pub mod differences {}
mod error;
#[doc = include_str!("../docs/faults.md")]
pub mod faults {}
mod files;
mod held_panic;
mod image;
#[cfg(feature = "mock")]
pub mod mock;
mod model;
#[doc = include_str!("../docs/performance.md")]
pub mod performance {}
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
    CacheMount, CacheSharing, ContextFile, ContextFilter, ContextLinks, ContextOptions,
    FileContent, FileOptions, Image, LocalDirOptions, PipOptions, PyprojectOptions, PythonVersion,
    ResolvedImage, RunOptions, UvOptions, Warning, WarningCode,
};
pub use model::{
    BuildInfo, ContextUpload, CreateSnapshotParams, CreateSnapshotRequest, GpuType,
    ListSnapshotsParams, PaginatedSnapshots, RequestSource, Resources, SandboxClass, Snapshot,
    SnapshotSort, SnapshotSource, SnapshotState, SortOrder, UndecodableSnapshot,
};
pub use service::{
    ActivateSnapshot, BuildLogs, CreateEvent, CreateSnapshot, CreateSnapshots, DeactivateSnapshot,
    DeleteSnapshot, EnsureSnapshot, GetSnapshot, ListSnapshots, LogLines, Remains, SnapshotChange,
    SnapshotChanges, SnapshotRef, SnapshotService, StartedSnapshot, WaitForSnapshot,
};
