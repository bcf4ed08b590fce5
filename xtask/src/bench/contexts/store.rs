//! The stores that are uploaded to.

use std::{
    fmt,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;

use crate::Error;

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

    /// Returns how often to measure when `wanted` is how often the faster store is.
    pub(crate) fn runs(self, wanted: usize) -> usize {
        match self {
            Self::Embedded => wanted,
            // It takes several times as long, so that what disturbs a measurement weighs less.
            Self::Moto => wanted.min(1),
        }
    }

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
pub(crate) struct Store {
    process: Child,
    output: BufReader<ChildStdout>,
    /// How to reach it, as variables for the environment of a client.
    environment: Vec<(String, String)>,
}

/// What a store has received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) bytes: u64,
}

impl Store {
    /// Starts a store, which keeps what it is sent below `folder`.
    pub(crate) fn start(mut command: Command, folder: &Path) -> Result<Self, Error> {
        command.env("TMPDIR", folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().map_err(|error| format!("cannot start a store: {error}"))?;
        let output = process.stdout.take().ok_or("a store without output")?;
        let output = BufReader::new(output);
        let mut store = Self { process, output, environment: Vec::new() };
        let Value::Object(variables) = store.next_line()? else {
            return Err("a store did not say how to reach it".into());
        };
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        store.environment =
            variables.into_iter().map(|(name, value)| (name, text(value))).collect();
        Ok(store)
    }

    /// Lets a command know how to reach the store.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Returns what has been received since it was asked last.
    pub(crate) fn take_traffic(&mut self) -> Result<Traffic, Error> {
        let input = self.process.stdin.as_mut().ok_or("a store without input")?;
        input.write_all(b"traffic\n")?;
        input.flush()?;
        let answer = self.next_line()?;
        let number = |name: &str| answer[name].as_u64().unwrap_or_default();
        Ok(Traffic { requests: number("requests"), bytes: number("bytes") })
    }

    fn next_line(&mut self) -> Result<Value, Error> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        serde_json::from_str(&line)
            .map_err(|error| format!("a store said {line:?}: {error}").into())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The end of its input is the store's end. Only one that hangs would have to be killed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
