//! The stores that are uploaded to.

use std::{fmt, path::Path, process::Command};

use crate::{Error, bench::server::Server};

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

/// A store that runs, with nothing in it to begin with. It ends, and forgets all, when dropped.
pub(crate) struct Store(Server);

/// What a store has received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Store {
    /// Starts a store, which keeps what it is sent below `folder`.
    pub(crate) fn start(mut command: Command, folder: &Path) -> Result<Self, Error> {
        command.env("TMPDIR", folder);
        Server::start(command).map(Self)
    }

    /// Lets a command know how to reach the store.
    pub(crate) fn tell(&self, command: &mut Command) {
        self.0.tell(command);
    }

    /// Returns what has been received since it was asked last.
    pub(crate) fn take_traffic(&mut self) -> Result<Traffic, Error> {
        let answer = self.0.take_traffic()?;
        let number = |name: &str| answer[name].as_u64().unwrap_or_default();
        Ok(Traffic { requests: number("requests"), bytes: number("bytes") })
    }
}
