//! Build contexts for Daytona: what the builder receives, byte for byte, and how it gets there.
//!
//! A context is the set of local files that an image build may copy from. It is [scanned](scan)
//! into a [`Manifest`], which has a [`Digest`]; the digest names the object in the store, so that a
//! context is sent once and found again ever after.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use daytona_objstore::{
//!     Access, Credentials, Limits, Progress, Source, Store, Upload, scan,
//! };
//!
//! let progress = Progress::new();
//!
//! // What goes in: local files and directories, and their places in the archive.
//! let sources = vec![
//!     Source::new("src", "app/src"),
//!     Source::new("requirements.txt", "app/requirements.txt"),
//! ];
//! let manifest = Arc::new(scan(sources, Limits::default(), &progress).await?);
//! println!("{} files, context {}", manifest.entries().len(), manifest.digest());
//!
//! // Where it goes: the answer of Daytona's push-access call, and the caller's HTTP client.
//! let credentials = Credentials::new("access-key", "secret", "session-token");
//! let access = Access::new("https://s3.example.com", "contexts", "org-1", credentials);
//! let http = reqwest::Client::builder().build()?;
//! let store = Store::connect(access, http)?;
//!
//! match store.upload(Arc::clone(&manifest), &progress).await? {
//!     Upload::Present => println!("the store has it already"),
//!     Upload::Sent { bytes } => println!("sent {bytes} bytes"),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What the builder gets to see
//!
//! The builder keeps name, mode and content of regular files, and nothing else. So symbolic links
//! become the files they lead to, hard links become plain files, modes keep their permission bits
//! without write access for group and others, and what cannot be represented is an [`Error`] that
//! names it. [Empty directories](Manifest::empty_directories) cannot be sent, and are reported.
//!
//! # Large contexts
//!
//! The builder merges the archives of all hashes it is given. So a large context is sent as several
//! [shards](Manifest::shards), and a changed file re-sends the one it is in. A [`DigestCache`] spares
//! a later scan the reading of files that have not changed.
//!
//! # What is promised
//!
//! - The same tree has the same digest and the same archive on every machine.
//! - No object ever stands under a digest that is not that of its content: each file is digested
//!   again while it is archived, and an upload that fails leaves nothing under its key.
//! - Memory does not grow with the size of files; the manifest is all that is held of a tree.
//! - Dropping a future or stream stops what it does.
//! - What can go wrong has a named outcome: see [`reliability`].
//!
//! This crate knows nothing of Daytona's API, and makes no choice about TLS: the caller brings the
//! [`reqwest::Client`].

mod access;
mod archive;
mod boundary;
mod buffers;
mod cache;
mod content;
mod digest;
mod disk;
mod error;
mod filter;
mod layout;
mod limits;
mod manifest;
mod options;
mod progress;
mod provider;
mod reading;
#[doc = include_str!("../docs/reliability.md")]
pub mod reliability {}
mod scan;
mod shard;
mod source;
mod stamp;
mod store;
mod tar_entry;
mod threads;
mod walk;

pub use access::{Access, Credentials};
pub use archive::archive;
pub use cache::DigestCache;
pub use digest::Digest;
pub use error::Error;
pub use filter::Filter;
pub use layout::object_key;
pub use limits::Limits;
pub use manifest::{Entry, Manifest};
pub use options::ScanOptions;
pub use progress::{Progress, ProgressSnapshot};
pub use provider::AccessProvider;
pub use scan::scan;
pub use shard::Shard;
pub use source::{LinkPolicy, Source};
pub use store::{FailedAttempt, Store, StoreBuilder, Upload};
