//! The fault matrix: each operation under each fault, against the emulator, with the outcome that is promised.
//!
//! [`table`] says what must come out, [`not_yet`] which cells are known not to hold. A cell that breaks its promise
//! fails the test, and so does one of the list that keeps it, so that the list only ever shrinks.
//!
//! With `FAULT_MATRIX_REPORT` set to a path, the table is written there as Markdown. `FAULT_MATRIX_ONLY` limits the
//! run to the faults whose name contains its text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;
mod clock;
mod expectation;
mod not_yet;
mod operation;
mod panics;
mod report;
mod table;
mod trouble;

use std::sync::Mutex;

use cell::{Cell, Outcome};

/// How many cells run at a time.
const THREADS: usize = 4;

#[test]
fn every_operation_survives_every_fault_as_promised() {
    panics::record();
    let only = std::env::var("FAULT_MATRIX_ONLY").unwrap_or_default();
    let cells = Cell::all().filter(|cell| cell.row.name.contains(&only)).collect::<Vec<_>>();
    let outcomes = run(cells);
    if let Ok(path) = std::env::var("FAULT_MATRIX_REPORT") {
        std::fs::write(&path, report::markdown(&outcomes)).unwrap();
    }
    let surprises = report::surprises(&outcomes);
    assert!(surprises.is_empty(), "{}\n{surprises}", report::counts(&outcomes));
}

#[test]
fn every_cell_that_does_not_hold_yet_is_one_of_the_table() {
    for (fault, operation) in not_yet::cells() {
        let known = Cell::all().any(|cell| cell.row.name == fault && cell.operation == operation);
        assert!(known, "there is no cell {operation:?} x `{fault}`");
    }
}

/// Runs the cells side by side and returns their outcomes in the order of the table.
fn run(cells: Vec<Cell>) -> Vec<(Cell, Outcome)> {
    let waiting = Mutex::new(cells.into_iter().enumerate().collect::<Vec<_>>());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let Some((place, cell)) = waiting.lock().unwrap().pop() else { return };
                    let outcome = cell.run();
                    done.lock().unwrap().push((place, (cell, outcome)));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}
