//! The errors of the emulator.

use std::{io, net::SocketAddr, path::PathBuf};

/// The error of [`EmulatorBuilder::start`](crate::EmulatorBuilder::start).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is not available, for example because another program uses it.
    #[error("failed to listen on {address}; choose another port, or 0 for any free one")]
    Listen {
        /// The requested loopback address.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The state folder cannot be created, read or written.
    #[error("failed to use {} as the emulator's state", path.display())]
    State {
        /// The file or folder that could not be used.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The state folder contains files, but not the state of an emulator. Nothing in it was changed.
    #[error(
        "{} is neither empty nor the state of an emulator, and nothing in it was changed; choose a new or an empty folder",
        path.display()
    )]
    StateForeign {
        /// The folder.
        path: PathBuf,
    },
    /// Another emulator, in this or another process, uses the state folder.
    #[error(
        "the state folder {} is in use by another running emulator{}; stop it or choose another folder",
        path.display(),
        owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default()
    )]
    StateInUse {
        /// The state folder.
        path: PathBuf,
        /// The owner that the other emulator has set with
        /// [`EmulatorBuilder::lock_owner`](crate::EmulatorBuilder::lock_owner).
        owner: Option<String>,
    },
    /// The certificates of the emulator cannot be created.
    #[cfg(feature = "tls")]
    #[error("failed to set up TLS for the emulator")]
    Tls {
        /// The error of the TLS library.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A file of the state folder is not valid state of this version.
    #[error("{} does not hold emulator state of this version; remove it to start without it", path.display())]
    StateUnreadable {
        /// The file that cannot be read.
        path: PathBuf,
        /// The error of the decoder.
        source: serde_json::Error,
    },
}

/// The error of a method that received an unknown snapshot id or name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the emulator has no snapshot with the id or name `{id_or_name}`")]
pub struct UnknownSnapshot {
    /// The unknown id or name.
    pub id_or_name: String,
}
