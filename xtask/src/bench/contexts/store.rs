//! The object stores of the benchmark.

use std::{fmt, path::Path, process::Command};

use xtask::Error;

use crate::bench::server::Server;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoreKind {
    /// The S3 of daytona-testkit
    Embedded,
    /// The S3 of moto, from PyPI
    Moto,
}

impl StoreKind {
    pub(crate) const ALL: [Self; 2] = [Self::Embedded, Self::Moto];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Embedded => "to the S3 of daytona-testkit",
            Self::Moto => "to the S3 of moto",
        }
    }
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Moto => "moto",
        })
    }
}

/// A running store, empty at the start. Dropping it ends the process and deletes its data.
pub(crate) struct Store(Server);

/// The traffic that a store has received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Store {
    /// Starts a store that keeps its data in `folder`.
    pub(crate) fn start(mut command: Command, folder: &Path) -> Result<Self, Error> {
        command.env("TMPDIR", folder);
        Server::start(command).map(Self)
    }

    /// Sets the environment variables with the URL and the credentials of the store.
    pub(crate) fn configure(&self, command: &mut Command) {
        self.0.configure(command);
    }

    /// Returns the traffic since the last call.
    pub(crate) fn take_traffic(&mut self) -> Result<Traffic, Error> {
        let answer = self.0.take_traffic()?;
        let number = |name: &str| answer[name].as_u64().unwrap_or_default();
        Ok(Traffic { requests: number("requests"), bytes: number("bytes") })
    }
}
