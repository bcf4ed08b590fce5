//! The fault matrix: runs each operation under each fault against the emulator.
//!
//! [`table`] has the expected outcomes. A cell with another outcome fails the test.
//!
//! `cargo xtask faults` prints the table. It sets these variables:
//!
//! - `FAULT_MATRIX_REPORT`: the path for the table as Markdown.
//! - `FAULT_MATRIX_JSON`: the path for the results as JSON.
//! - `FAULT_MATRIX_OFFICIAL`: a Python with the official SDK, which then runs under the same faults.
//! - `FAULT_MATRIX_ONLY`: limits the run to faults whose name contains this text.
//!
//! The matrix needs its own process, because the capture of logs and the panic hook belong to the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;
mod clock;
mod expectation;
mod fixture;
mod official;
mod operation;
mod panics;
mod report;
mod scenario;
mod secrets;
mod table;
mod violation;

use std::{env, fs, sync::Mutex};

use cell::Cell;
use official::OfficialSdk;
use report::Entry;

/// The number of cells that run concurrently.
const THREADS: usize = 4;
/// The same for the official SDK, which mostly waits.
const OFFICIAL_THREADS: usize = 32;

#[test]
fn every_operation_survives_every_fault_as_promised() {
    panics::record();
    let only = env::var("FAULT_MATRIX_ONLY").unwrap_or_default();
    let cells = Cell::all().filter(|cell| cell.row.name.contains(&only)).collect::<Vec<_>>();
    let results = run(THREADS, &cells, Cell::run);
    if only.is_empty() {
        secrets::assert_logs_exist();
    }
    let official = match OfficialSdk::from_env() {
        Some(sdk) => run(OFFICIAL_THREADS, &cells, |cell| sdk.run(cell)),
        None => cells.iter().map(|_| None).collect(),
    };
    let entries = cells.into_iter().zip(results).zip(official);
    let entries = entries
        .map(|((cell, result), official)| Entry { cell, result, official })
        .collect::<Vec<_>>();
    if let Some(path) = env::var_os("FAULT_MATRIX_REPORT") {
        fs::write(path, report::markdown(&entries)).unwrap();
    }
    if let Some(path) = env::var_os("FAULT_MATRIX_JSON") {
        fs::write(path, report::json(&entries).to_string()).unwrap();
    }
    let violations = report::violations(&entries);
    assert!(violations.is_empty(), "{}\n{violations}", report::counts(&entries));
}

/// Runs the cells on this number of threads. Returns the results in the order of the cells.
fn run<T: Send>(threads: usize, cells: &[Cell], run: impl Fn(Cell) -> T + Sync) -> Vec<T> {
    let waiting = Mutex::new(cells.iter().copied().enumerate());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some((index, cell)) = next else { return };
                    let result = run(cell);
                    done.lock().unwrap().push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
