#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! - [`scan`] turns [`Source`]s into a [`Manifest`]. [`ScanOptions`] set [`Limits`] and a [`DigestCache`];
//!   a [`Filter`] excludes files.
//! - [`Manifest::shards`] cuts a context into [`Shard`]s, and [`archive`] streams the tar of one.
//! - [`scan_pack`] turns a [`Pack`] into a [`PackManifest`]: compressed archives that the builder unpacks,
//!   with links, directories and owners. [`PackShard::into_shard`] makes them a part of a context.
//! - [`check`] and [`check_pack`] find what a scan refuses, without reading files.
//! - [`Store`] uploads shards to the bucket of a [`StorageAccess`]. [`Store::builder`] has all settings;
//!   an [`AccessProvider`] renews the access.
//! - [`Progress`] counts files, bytes and archives. [`Error`] has a section on troubleshooting.

mod archive;
mod buffer_pool;
mod cache;
mod checked_file;
mod chunk_writer;
mod content;
mod context_digest;
mod cut;
mod digest;
mod disk;
mod entry;
mod error;
mod filter;
mod found_file;
mod limits;
mod manifest;
mod metadata;
mod mode_policy;
mod object_key;
mod options;
mod pack;
mod progress;
mod provider;
mod scan;
mod shard;
mod source;
mod storage_access;
mod store;
mod tar_entry;
mod threads;

pub use archive::archive;
pub use cache::DigestCache;
pub use digest::Digest;
pub use entry::Entry;
pub use error::Error;
pub use filter::Filter;
pub use limits::Limits;
pub use manifest::Manifest;
pub use mode_policy::ModePolicy;
pub use object_key::object_key;
pub use options::ScanOptions;
pub use pack::{Pack, PackEntry, PackEntryKind, PackManifest, PackShard, PackTimes};
pub use progress::{Progress, ProgressSnapshot};
pub use provider::AccessProvider;
pub use scan::{check, check_pack, scan, scan_pack};
pub use shard::Shard;
pub use source::{BrokenLinks, LinkPolicy, Source, SpecialFiles};
pub use storage_access::{Credentials, StorageAccess};
pub use store::{FailedAttempt, Store, StoreBuilder, UploadOutcome};
