//! The fault matrix: each operation under each fault, against the emulator, with the outcome that is promised.
//!
//! [`table`] says what must come out. A cell that breaks its promise fails the test.
//!
//! `cargo xtask faults` prints it. With `FAULT_MATRIX_REPORT` set to a path, the table is written there as Markdown, with
//! `FAULT_MATRIX_JSON` as JSON. `FAULT_MATRIX_OFFICIAL` names a Python that has the official SDK, which then goes
//! through the same faults. `FAULT_MATRIX_ONLY` limits the run to the faults whose name contains its text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;
mod clock;
mod expectation;
mod official;
mod operation;
mod panics;
mod report;
mod secrets;
mod table;
mod trouble;
mod verdict;

use std::{env, fs, sync::Mutex};

use cell::Cell;
use official::OfficialSdk;
use report::Entry;

/// How many cells run at a time.
const THREADS: usize = 4;
/// How many of the official SDK's, which mostly wait.
const OFFICIAL_THREADS: usize = 32;

#[test]
fn every_operation_survives_every_fault_as_promised() {
    panics::record();
    let only = env::var("FAULT_MATRIX_ONLY").unwrap_or_default();
    let cells = Cell::all().filter(|cell| cell.row.name.contains(&only)).collect::<Vec<_>>();
    let outcomes = run(THREADS, &cells, Cell::run);
    if only.is_empty() {
        secrets::expect_talk();
    }
    let seen = match OfficialSdk::from_env() {
        Some(sdk) => run(OFFICIAL_THREADS, &cells, |cell| sdk.play(cell)),
        None => cells.iter().map(|_| None).collect(),
    };
    let entries = cells.into_iter().zip(outcomes).zip(seen);
    let entries = entries
        .map(|((cell, outcome), official)| Entry { cell, outcome, official })
        .collect::<Vec<_>>();
    if let Some(path) = env::var_os("FAULT_MATRIX_REPORT") {
        fs::write(path, report::markdown(&entries)).unwrap();
    }
    if let Some(path) = env::var_os("FAULT_MATRIX_JSON") {
        fs::write(path, report::json(&entries).to_string()).unwrap();
    }
    let broken = report::broken(&entries);
    assert!(broken.is_empty(), "{}\n{broken}", report::counts(&entries));
}

/// Plays the cells on so many threads and returns what came out, in their order.
fn run<T: Send>(threads: usize, cells: &[Cell], play: impl Fn(Cell) -> T + Sync) -> Vec<T> {
    let waiting = Mutex::new(cells.iter().copied().enumerate());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some((place, cell)) = next else { return };
                    let outcome = play(cell);
                    done.lock().unwrap().push((place, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}
