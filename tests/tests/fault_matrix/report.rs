//! The matrix as Markdown and JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::{
    cell::Cell,
    expectation::Expect,
    official::OfficialOutcome,
    operation::Operation,
    violation::{CellResult, Violation, ViolationKind},
};

/// A cell and its results.
pub(crate) struct Entry {
    pub(crate) cell: Cell,
    pub(crate) result: CellResult,
    /// The outcome of the official SDK, if it ran.
    pub(crate) official: Option<OfficialOutcome>,
}

impl Entry {
    fn is_applicable(&self) -> bool {
        !matches!(self.result, CellResult::NotApplicable)
    }

    fn violation(&self) -> Option<&Violation> {
        self.result.violation()
    }
}

/// Returns the table: for each fault a row for this library and, if it ran, one for the official SDK, with a column for
/// each operation.
pub(crate) fn markdown(entries: &[Entry]) -> String {
    let compares = entries.iter().any(|entry| entry.official.is_some());
    let mut text = String::from("| fault | client |");
    for operation in Operation::ALL {
        write!(text, " {} |", operation.title()).unwrap();
    }
    write!(text, "\n|---|---|{}\n", "---|".repeat(Operation::ALL.len())).unwrap();
    for row in entries.chunk_by(|a, b| a.cell.row.name == b.cell.row.name) {
        let ours = row.iter().map(ours);
        text.push_str(&table_row(row[0].cell.row.name, "this library", ours));
        if row.iter().any(|entry| entry.official.is_some()) {
            text.push_str(&table_row("", "official", row.iter().map(official)));
        }
    }
    write!(text, "\n{}\n", counts(entries)).unwrap();
    if compares {
        writeln!(text, "\n{}", official_counts(entries)).unwrap();
    }
    let broken: Vec<_> =
        entries.iter().filter_map(|entry| Some((entry.cell, entry.violation()?))).collect();
    if !broken.is_empty() {
        text.push_str("\nViolations:\n\n");
    }
    for (cell, violation) in broken {
        let title = cell.operation.title();
        writeln!(text, "- {title}, {}: {}", cell.row.name, one_line(violation)).unwrap();
    }
    text
}

fn table_row(fault: &str, client: &str, columns: impl Iterator<Item = String>) -> String {
    let columns = columns.collect::<Vec<_>>().join(" | ");
    format!("| {fault} | {client} | {columns} |\n")
}

fn ours(entry: &Entry) -> String {
    match &entry.result {
        CellResult::NotApplicable => String::new(),
        CellResult::AsExpected => describe(entry.cell.expected),
        CellResult::Violated(violation) => format!("**{}**", violation.kind.name()),
    }
}

fn describe(expected: Expect) -> String {
    match expected {
        Expect::Failure(predicate) => format!("`{}`", predicate.name()),
        Expect::Open => "stays open".to_owned(),
        Expect::Success | Expect::NotApplicable => "ok".to_owned(),
    }
}

fn official(entry: &Entry) -> String {
    entry.official.as_ref().map(OfficialOutcome::to_string).unwrap_or_default()
}

/// Returns the number of cells, and of each kind of violation.
pub(crate) fn counts(entries: &[Entry]) -> String {
    let cells = entries.iter().filter(|entry| entry.is_applicable()).count();
    let broken = entries.iter().filter(|entry| entry.violation().is_some()).count();
    let kinds =
        ViolationKind::ALL.map(|kind| format!("{} with {}", count_of(entries, kind), kind.name()));
    format!("{cells} cells: {} as expected, {}.", cells - broken, kinds.join(", "))
}

fn count_of(entries: &[Entry], kind: ViolationKind) -> usize {
    entries.iter().filter_map(Entry::violation).filter(|violation| violation.kind == kind).count()
}

fn official_counts(entries: &[Entry]) -> String {
    let outcomes: Vec<_> = entries
        .iter()
        .filter_map(|entry| Some((entry.official.as_ref()?, entry.cell.expected)))
        .collect();
    let kept = outcomes.iter().filter(|(outcome, expected)| outcome.matches(*expected)).count();
    let waits = outcomes.iter().filter(|(outcome, _)| **outcome == OfficialOutcome::Waits).count();
    let left = outcomes.iter().filter(|(outcome, _)| outcome.leaves_a_snapshot()).count();
    format!(
        "The official SDK in {} of these cells: {kept} as expected here, {waits} still waiting when it was stopped, \
         {left} with an error that does not name the snapshot that exists.",
        outcomes.len()
    )
}

/// Returns all results as JSON.
pub(crate) fn json(entries: &[Entry]) -> Value {
    let cells: Vec<Value> = entries
        .iter()
        .filter(|entry| entry.is_applicable())
        .map(|entry| {
            json!({
                "fault": entry.cell.row.name,
                "operation": entry.cell.operation.title(),
                "expected": describe(entry.cell.expected).trim_matches('`'),
                "kept": entry.violation().is_none(),
                "harm": entry.violation().map(|violation| violation.kind.name()),
                "why": entry.violation().map(|violation| &violation.why),
                "official": entry.official.as_ref().map(OfficialOutcome::to_string),
            })
        })
        .collect();
    let broken =
        ViolationKind::ALL.map(|kind| (kind.name().to_owned(), count_of(entries, kind).into()));
    json!({
        "count": cells.len(),
        "broken": serde_json::Map::from_iter(broken),
        "cells": cells,
    })
}

/// Returns the violations, one on each line.
pub(crate) fn violations(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        if let Some(violation) = entry.violation() {
            let (operation, fault) = (entry.cell.operation, entry.cell.row.name);
            writeln!(text, "{operation:?} x `{fault}`: {}", one_line(violation)).unwrap();
        }
    }
    text
}

fn one_line(violation: &Violation) -> String {
    violation.to_string().replace('\n', " ")
}
