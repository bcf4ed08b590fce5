//! The matrix as a table, and what is to be said about it.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::{
    cell::Cell,
    expectation::Expect,
    official::Seen,
    operation::Operation,
    verdict::{Breach, Harm, Outcome},
};

/// One cell and all that was seen of it.
pub(crate) struct Entry {
    pub(crate) cell: Cell,
    pub(crate) outcome: Outcome,
    /// What the official SDK made of it, if it was asked.
    pub(crate) official: Option<Seen>,
}

impl Entry {
    fn is_apart(&self) -> bool {
        matches!(self.outcome, Outcome::Apart)
    }

    fn breach(&self) -> Option<&Breach> {
        self.outcome.breach()
    }
}

/// Writes the table: for each fault a row for what was seen of this library and, if it was asked, one for the
/// official SDK; a column per operation.
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
        entries.iter().filter_map(|entry| Some((entry.cell, entry.breach()?))).collect();
    if !broken.is_empty() {
        text.push_str("\nBroken:\n\n");
    }
    for (cell, breach) in broken {
        let title = cell.operation.title();
        writeln!(text, "- {title}, {}: {}", cell.row.name, one_line(breach)).unwrap();
    }
    text
}

fn table_row(fault: &str, client: &str, columns: impl Iterator<Item = String>) -> String {
    let columns = columns.collect::<Vec<_>>().join(" | ");
    format!("| {fault} | {client} | {columns} |\n")
}

fn ours(entry: &Entry) -> String {
    match &entry.outcome {
        Outcome::Apart => String::new(),
        Outcome::Kept => promise(entry.cell.expected),
        Outcome::Broken(breach) => format!("**{}**", breach.harm.name()),
    }
}

fn promise(expected: Expect) -> String {
    match expected {
        Expect::Failure(predicate) => format!("`{}`", predicate.name()),
        Expect::Open => "stays open".to_owned(),
        Expect::Success | Expect::Apart => "ok".to_owned(),
    }
}

fn official(entry: &Entry) -> String {
    entry.official.as_ref().map(Seen::to_string).unwrap_or_default()
}

/// Counts the cells, and those of each harm.
pub(crate) fn counts(entries: &[Entry]) -> String {
    let cells = entries.iter().filter(|entry| !entry.is_apart()).count();
    let broken = entries.iter().filter(|entry| entry.breach().is_some()).count();
    let harms = Harm::ALL.map(|harm| format!("{} with {}", count_of(entries, harm), harm.name()));
    format!("{cells} cells: {} as promised, {}.", cells - broken, harms.join(", "))
}

fn count_of(entries: &[Entry], harm: Harm) -> usize {
    entries.iter().filter_map(Entry::breach).filter(|breach| breach.harm == harm).count()
}

fn official_counts(entries: &[Entry]) -> String {
    let seen: Vec<_> = entries
        .iter()
        .filter_map(|entry| Some((entry.official.as_ref()?, entry.cell.expected)))
        .collect();
    let kept = seen.iter().filter(|(seen, expected)| seen.keeps(*expected)).count();
    let waits = seen.iter().filter(|(seen, _)| **seen == Seen::Waits).count();
    let left = seen.iter().filter(|(seen, _)| seen.leaves_a_snapshot()).count();
    format!(
        "The official SDK in {} of these cells: {kept} as promised here, {waits} still waiting when it was stopped, \
         {left} with an error that does not lead to the snapshot that exists.",
        seen.len()
    )
}

/// Writes everything for programs.
pub(crate) fn json(entries: &[Entry]) -> Value {
    let cells: Vec<Value> = entries
        .iter()
        .filter(|entry| !entry.is_apart())
        .map(|entry| {
            json!({
                "fault": entry.cell.row.name,
                "operation": entry.cell.operation.title(),
                "expected": promise(entry.cell.expected).trim_matches('`'),
                "kept": entry.breach().is_none(),
                "harm": entry.breach().map(|breach| breach.harm.name()),
                "why": entry.breach().map(|breach| &breach.why),
                "official": entry.official.as_ref().map(Seen::to_string),
            })
        })
        .collect();
    let broken = Harm::ALL.map(|harm| (harm.name().to_owned(), count_of(entries, harm).into()));
    json!({
        "count": cells.len(),
        "broken": serde_json::Map::from_iter(broken),
        "cells": cells,
    })
}

/// Lists the broken promises, one line each.
pub(crate) fn broken(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        if let Some(breach) = entry.breach() {
            let (operation, fault) = (entry.cell.operation, entry.cell.row.name);
            writeln!(text, "{operation:?} x `{fault}`: {}", one_line(breach)).unwrap();
        }
    }
    text
}

fn one_line(breach: &Breach) -> String {
    breach.to_string().replace('\n', " ")
}
