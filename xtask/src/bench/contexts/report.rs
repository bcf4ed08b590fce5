//! The measurements as tables and as JSON.

use std::{fmt::Write as _, path::Path};

use serde::Serialize;

use super::{line, store::StoreKind, tree::Tree};
use xtask::Error;

use crate::{bench::implementation::Implementation, measured};

/// The state of the store and the tree before an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scenario {
    /// The store is empty.
    Cold,
    /// The store has everything.
    Unchanged,
    /// The store has everything, and the digest cache has all files.
    UnchangedCached,
    /// One file has changed since the last upload.
    Changed,
    /// One file has changed since the last upload, and the digest cache has all others.
    ChangedCached,
}

/// The measurement of one upload.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Measurement {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) peak_mib: f64,
    pub(super) requests: u64,
    pub(super) bytes_received: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    machine: String,
    rows: Vec<Row>,
    single_puts: Vec<SinglePut>,
    walks_alone: Vec<WalkAlone>,
}

/// The fastest of all uploads of one kind.
#[derive(Debug, Serialize)]
struct Row {
    tree: Tree,
    store: StoreKind,
    implementation: Implementation,
    scenario: Scenario,
    best: Measurement,
    runs: usize,
}

/// The highest throughput of one object in one request.
#[derive(Debug, Serialize)]
struct SinglePut {
    store: StoreKind,
    bytes_per_second: f64,
}

/// The shortest time of a walk through a tree, measured with the runs of one store.
#[derive(Debug, Serialize)]
struct WalkAlone {
    tree: Tree,
    store: StoreKind,
    seconds: f64,
}

impl Report {
    pub(crate) fn new(machine: String) -> Self {
        Self { machine, rows: Vec::new(), single_puts: Vec::new(), walks_alone: Vec::new() }
    }

    pub(crate) fn add(
        &mut self,
        tree: Tree,
        store: StoreKind,
        implementation: Implementation,
        scenario: Scenario,
        measurement: Measurement,
    ) {
        let found = self.rows.iter_mut().find(|row| {
            (row.tree, row.store, row.implementation, row.scenario)
                == (tree, store, implementation, scenario)
        });
        match found {
            Some(row) => {
                row.best = row.best.or_better(measurement);
                row.runs += 1;
            }
            None => {
                let row = Row { tree, store, implementation, scenario, best: measurement, runs: 1 };
                self.rows.push(row);
            }
        }
    }

    pub(crate) fn add_single_put(&mut self, store: StoreKind, bytes_per_second: f64) {
        match self.single_puts.iter_mut().find(|put| put.store == store) {
            Some(put) => put.bytes_per_second = put.bytes_per_second.max(bytes_per_second),
            None => self.single_puts.push(SinglePut { store, bytes_per_second }),
        }
    }

    pub(crate) fn add_walk_alone(&mut self, tree: Tree, store: StoreKind, seconds: f64) {
        let same = |walk: &&mut WalkAlone| (walk.tree, walk.store) == (tree, store);
        match self.walks_alone.iter_mut().find(same) {
            Some(walk) => walk.seconds = walk.seconds.min(seconds),
            None => self.walks_alone.push(WalkAlone { tree, store, seconds }),
        }
    }

    pub(crate) fn json(&self) -> Result<String, Error> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// Replaces the tables in a page.
    pub(crate) fn write(&self, page: &Path) -> Result<(), Error> {
        measured::write(page, &self.tables())
    }

    /// Returns all tables in Markdown.
    pub(crate) fn tables(&self) -> String {
        let mut text = format!("Machine: {}.\n", self.machine);
        let mut seen = Vec::new();
        for row in &self.rows {
            if !seen.contains(&(row.tree, row.store)) {
                seen.push((row.tree, row.store));
                self.table(&mut text, row.tree, row.store);
            }
        }
        text
    }

    fn table(&self, text: &mut String, tree: Tree, store: StoreKind) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\n### {}, {}\n", tree.title(), store.title());
        let of_table = self.rows.iter().filter(|row| (row.tree, row.store) == (tree, store));
        match of_table.map(|row| row.runs).max() {
            Some(runs) if runs > 1 => {
                let _ = write!(text, "The fastest of {runs} runs. ");
            }
            _ => text.push_str("One run. "),
        }
        let single = self.single_puts.iter().find(|put| put.store == store);
        let walk = self.walks_alone.iter().find(|walk| (walk.tree, walk.store) == (tree, store));
        text.push_str("The limits:");
        if store == StoreKind::Line {
            text.push_str(
                " the line carries the bytes that are sent, and a connection and a request take two \
                 round trips;",
            );
        } else if let Some(SinglePut { bytes_per_second, .. }) = single {
            let mib = bytes_per_second / (1 << 20) as f64;
            let _ = write!(text, " the store takes one object in one request at {mib:.0} MiB/s;");
        }
        if let Some(WalkAlone { seconds, .. }) = walk {
            let _ = write!(text, " the walk alone takes {seconds:.3} s.");
        }
        text.push_str("\n\n");
        text.push_str(
            "| | seconds | official SDK | ratio | of the limit | CPU s | official | MiB sent | official | requests | official | peak MiB | official |\n\
             |---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
        );
        for row in &self.rows {
            if (row.tree, row.store, row.implementation) != (tree, store, Implementation::Ours) {
                continue;
            }
            let ours = row.best;
            let official = self.official(tree, store, row.scenario);
            let of_limit = match row.scenario {
                _ if store == StoreKind::Line => Some(line_seconds(&ours) / ours.seconds),
                Scenario::Cold => single
                    .map(|put| ours.bytes_received as f64 / ours.seconds / put.bytes_per_second),
                Scenario::UnchangedCached => walk.map(|walk| walk.seconds / ours.seconds),
                _ => None,
            };
            let _ = writeln!(
                text,
                "| {} | {:.3} | {} | {} | {} | {:.2} | {} | {:.1} | {} | {} | {} | {:.0} | {} |",
                row.scenario.title(),
                ours.seconds,
                cell(official, |it| format!("{:.3}", it.seconds)),
                cell(official, |it| format!("{:.1}", it.seconds / ours.seconds)),
                cell(of_limit, |share| format!("{:.0} %", 100.0 * share)),
                ours.cpu_seconds,
                cell(official, |it| format!("{:.2}", it.cpu_seconds)),
                ours.mib_received(),
                cell(official, |it| format!("{:.1}", it.mib_received())),
                ours.requests,
                cell(official, |it| it.requests.to_string()),
                ours.peak_mib,
                cell(official, |it| format!("{:.0}", it.peak_mib)),
            );
        }
    }

    /// Returns the measurement of the official SDK. It has no digest cache.
    fn official(&self, tree: Tree, store: StoreKind, scenario: Scenario) -> Option<Measurement> {
        let scenario = match scenario {
            Scenario::UnchangedCached => Scenario::Unchanged,
            Scenario::ChangedCached => Scenario::Changed,
            other => other,
        };
        let same = |row: &&Row| {
            (row.tree, row.store, row.implementation, row.scenario)
                == (tree, store, Implementation::Official, scenario)
        };
        self.rows.iter().find(same).map(|row| row.best)
    }
}

/// Returns the shortest time that the bytes of an upload take over the line.
fn line_seconds(upload: &Measurement) -> f64 {
    upload.bytes_received as f64 / line::BYTES_PER_SECOND + 2.0 * line::ROUND_TRIP.as_secs_f64()
}

fn cell<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map(show).unwrap_or_default()
}

impl Measurement {
    /// Returns the shorter time, the smaller CPU time and the larger peak memory.
    fn or_better(self, other: Self) -> Self {
        let faster = if other.seconds < self.seconds { other } else { self };
        Self {
            cpu_seconds: self.cpu_seconds.min(other.cpu_seconds),
            peak_mib: self.peak_mib.max(other.peak_mib),
            ..faster
        }
    }

    fn mib_received(&self) -> f64 {
        self.bytes_received as f64 / (1 << 20) as f64
    }
}

impl Scenario {
    fn title(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Unchanged => "unchanged",
            Self::UnchangedCached => "unchanged, digest cache",
            Self::Changed => "one file changed",
            Self::ChangedCached => "one file changed, digest cache",
        }
    }
}
