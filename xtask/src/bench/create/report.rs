//! The measurements as tables and as JSON.

use std::{fmt::Write as _, path::Path};

use serde::Serialize;
use serde_json::Value;

use xtask::Error;

use crate::measured;

/// The client of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Client {
    OursWithFeed,
    OursWithoutFeed,
    Official,
}

impl Client {
    /// Returns the source of states that the server has.
    pub(super) fn source(self) -> &'static str {
        if self == Self::OursWithoutFeed { "polls" } else { "feed" }
    }

    fn title(self) -> &'static str {
        match self {
            Self::OursWithFeed => "this library, with the feed",
            Self::OursWithoutFeed => "this library, without it",
            Self::Official => "official",
        }
    }
}

/// The choice whether a create follows the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Log {
    Quiet,
    Logs,
}

impl Log {
    pub(super) const ALL: [Self; 2] = [Self::Quiet, Self::Logs];

    /// Returns the argument of the measured programs.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Logs => "logs",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Quiet => "not followed",
            Self::Logs => "followed",
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Report {
    machine: String,
    runs: usize,
    pub(super) lags: Vec<Lags>,
    pub(super) concurrent: Vec<ConcurrentCreates>,
    pub(super) long_build: Value,
    pub(super) list_cpu_ms: Vec<f64>,
    /// Empty without the official SDK.
    pub(super) official_list_cpu_ms: Vec<f64>,
}

/// Creates that each have their own client.
#[derive(Debug, Serialize)]
pub(super) struct Lags {
    pub(super) build_seconds: f64,
    pub(super) push_seconds: f64,
    pub(super) client: Client,
    pub(super) log: Log,
    /// The times from the end of a build on the server to the return of its create.
    pub(super) lags_ms: Vec<f64>,
    /// The requests of one create, on average.
    pub(super) requests: f64,
}

/// Creates that share a client.
#[derive(Debug, Serialize)]
pub(super) struct ConcurrentCreates {
    pub(super) creates: usize,
    pub(super) log: Log,
    /// The memory of the process before the creates.
    pub(super) before_mib: f64,
    pub(super) peak_mib: f64,
    pub(super) lags_ms: Vec<f64>,
    /// The requests of all creates.
    pub(super) requests: f64,
}

impl Report {
    pub(super) fn new(machine: String, runs: usize) -> Self {
        Self {
            machine,
            runs,
            lags: Vec::new(),
            concurrent: Vec::new(),
            long_build: Value::Null,
            list_cpu_ms: Vec::new(),
            official_list_cpu_ms: Vec::new(),
        }
    }

    pub(super) fn json(&self) -> Result<String, Error> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    pub(super) fn write(&self, page: &Path) -> Result<(), Error> {
        measured::write(page, &self.tables())
    }

    /// Returns all tables in Markdown.
    pub(super) fn tables(&self) -> String {
        let Self { machine, runs, .. } = self;
        let mut text = format!("Machine: {machine}. {runs} creates of each kind.\n\n");
        // Writing to a string cannot fail.
        let _ = self.write_tables(&mut text);
        text
    }

    fn write_tables(&self, text: &mut String) -> std::fmt::Result {
        text.push_str(
            "| build | push | log | client | median ms after the server's end | max | requests per create |\n\
             |---|---|---|---|---|---|---|\n",
        );
        for lags in &self.lags {
            let (median, max) = median_and_max(&lags.lags_ms);
            writeln!(
                text,
                "| {} s | {} s | {} | {} | {median:.0} | {max:.0} | {:.1} |",
                lags.build_seconds,
                lags.push_seconds,
                lags.log.title(),
                lags.client.title(),
                lags.requests,
            )?;
        }
        for client in [Client::OursWithFeed, Client::OursWithoutFeed, Client::Official] {
            let lags = self.lags.iter().filter(|lags| lags.client == client);
            let all: Vec<f64> = lags.flat_map(|lags| lags.lags_ms.iter().copied()).collect();
            if !all.is_empty() {
                let (median, max) = median_and_max(&all);
                writeln!(text, "| all | | | {} | {median:.0} | {max:.0} | |", client.title())?;
            }
        }
        text.push_str(
            "\n| creates at once, of 3 s | log | peak MiB | MiB before | median ms after the server's end | max | requests in all |\n\
             |---|---|---|---|---|---|---|\n",
        );
        for concurrent in &self.concurrent {
            let (median, max) = median_and_max(&concurrent.lags_ms);
            writeln!(
                text,
                "| {} | {} | {:.0} | {:.0} | {median:.0} | {max:.0} | {:.0} |",
                concurrent.creates,
                concurrent.log.title(),
                concurrent.peak_mib,
                concurrent.before_mib,
                concurrent.requests,
            )?;
        }
        writeln!(
            text,
            "\nA build of ten minutes with its log, on a clock that jumps: {} requests.\n",
            self.long_build["requests"],
        )?;
        write_cpu(text, "`daytona-snapshot list`", &self.list_cpu_ms)?;
        write_cpu(text, "the official SDK's `snapshot.list()`", &self.official_list_cpu_ms)
    }
}

fn write_cpu(text: &mut String, what: &str, cpu_ms: &[f64]) -> std::fmt::Result {
    if cpu_ms.is_empty() {
        return Ok(());
    }
    let (median, max) = median_and_max(cpu_ms);
    writeln!(
        text,
        "- CPU time of {what}, from the start of the process to its end: median {median:.1} ms, max {max:.1} ms."
    )
}

/// Returns the median and the maximum.
fn median_and_max(numbers: &[f64]) -> (f64, f64) {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let half = sorted.len() / 2;
    let median =
        if sorted.len() % 2 == 1 { at(half) } else { f64::midpoint(at(half.max(1) - 1), at(half)) };
    (median, sorted.last().copied().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_of_an_even_number_of_values_is_the_mean_of_the_middle_two() {
        assert_eq!(median_and_max(&[3.0, 1.0, 2.0]), (2.0, 3.0));
        assert_eq!(median_and_max(&[4.0, 1.0, 3.0, 2.0]), (2.5, 4.0));
    }
}
