#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! - [`Emulator::start`] starts a server with default settings, and [`EmulatorBuilder`] one with other settings.
//! - [`SeedSnapshot`], [`BuildOutcome`] and [`BuildLog`] script what the server does.
//! - [`Fault::on`] describes a fault of a [`Route`], and [`Emulator::inject`] starts it.
//! - [`StateFolder`] describes and cleans a folder of [`EmulatorBuilder::state_dir`].
//! - [`RecordedRequest`] and [`StoredObject`] are for assertions.

mod api;
mod builder;
mod connection;
mod emulator;
mod error;
mod faults;
mod feed;
mod hex;
mod json;
mod listener;
mod recorder;
mod runner;
mod s3;
mod script;
mod server;
mod state;
mod state_dir;
mod state_folder;
#[cfg(feature = "tls")]
mod tls;
mod transport;

pub use builder::EmulatorBuilder;
pub use emulator::{Emulator, StoredObject};
pub use error::{StartError, UnknownSnapshot};
pub use faults::{Fault, FaultBuilder, FaultResponse, FeedFault, InjectedFault, Route};
pub use recorder::RecordedRequest;
pub use runner::ContextFile;
pub use script::{BuildLog, BuildOutcome, SeedSnapshot};
pub use state_folder::{ClearedState, StateFolder, StateSummary};
#[cfg(feature = "tls")]
pub use tls::CertificateAuthority;
