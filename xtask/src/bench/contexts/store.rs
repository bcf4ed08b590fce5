//! The object stores of the benchmark.

use std::{fmt, path::Path, process::Command};

use xtask::Error;

use super::line::Line;
use crate::bench::server::Server;

/// The variable with the URL of a store.
const ENDPOINT: &str = "S3_ENDPOINT";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StoreKind {
    /// The S3 of daytona-testkit
    Embedded,
    /// The S3 of moto, from PyPI
    Moto,
    /// The S3 of daytona-testkit over a line of 20 Mbit/s and 80 ms
    Line,
}

impl StoreKind {
    pub(crate) const ALL: [Self; 3] = [Self::Embedded, Self::Moto, Self::Line];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Embedded => "to the S3 of daytona-testkit",
            Self::Moto => "to the S3 of moto",
            Self::Line => "over a line of 20 Mbit/s and 80 ms",
        }
    }
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Moto => "moto",
            Self::Line => "line",
        })
    }
}

/// A running store, empty at the start. Dropping it ends the process and deletes its data.
pub(crate) struct Store {
    server: Server,
    line: Option<Line>,
}

/// The traffic that a store has received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Store {
    /// Starts a store that keeps its data in `folder`, on the other side of a slow line if
    /// `is_remote`.
    pub(crate) fn start(
        mut command: Command,
        folder: &Path,
        is_remote: bool,
    ) -> Result<Self, Error> {
        command.env("TMPDIR", folder);
        let server = Server::start(command)?;
        let line = match is_remote {
            true => {
                let endpoint = server.variable(ENDPOINT).unwrap_or_default();
                let address = endpoint.trim_start_matches("http://").trim_end_matches('/');
                Some(Line::open(address.parse()?)?)
            }
            false => None,
        };
        Ok(Self { server, line })
    }

    /// Sets the environment variables with the URL and the credentials of the store.
    pub(crate) fn configure(&self, command: &mut Command) {
        self.server.configure(command);
        if let Some(line) = &self.line {
            command.env(ENDPOINT, format!("http://{}", line.address()));
        }
    }

    /// Returns the traffic since the last call.
    pub(crate) fn take_traffic(&mut self) -> Result<Traffic, Error> {
        let answer = self.server.take_traffic()?;
        let number = |name: &str| answer[name].as_u64().unwrap_or_default();
        Ok(Traffic { requests: number("requests"), bytes: number("bytes") })
    }
}
