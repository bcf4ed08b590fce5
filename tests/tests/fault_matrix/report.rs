//! The matrix as a table, and what is to be said about it.

use std::fmt::Write;

use crate::{
    cell::{Cell, Outcome},
    expectation::Expect,
    operation::Operation,
};

/// Writes the table: one row per fault, one column per operation.
pub(crate) fn markdown(outcomes: &[(Cell, Outcome)]) -> String {
    let mut text = String::from("# Fault matrix\n\n| fault |");
    for operation in Operation::ALL {
        write!(text, " {} |", operation.title()).unwrap();
    }
    write!(text, "\n|---|{}\n", "---|".repeat(Operation::ALL.len())).unwrap();
    for row in outcomes.chunk_by(|(a, _), (b, _)| a.row.name == b.row.name) {
        write!(text, "| {} |", row[0].0.row.name).unwrap();
        for (cell, outcome) in row {
            write!(text, " {} |", shown(cell, outcome)).unwrap();
        }
        text.push('\n');
    }
    let broken = outcomes.iter().filter_map(|(cell, outcome)| Some((cell, why(outcome)?)));
    let broken: Vec<_> = broken.collect();
    write!(text, "\n{}\n", counts(outcomes)).unwrap();
    if !broken.is_empty() {
        text.push_str("\n## Broken promises\n\n");
    }
    for (cell, why) in broken {
        let title = cell.operation.title();
        writeln!(text, "- {title}, {}: {}", cell.row.name, why.replace('\n', " ")).unwrap();
    }
    text
}

fn shown(cell: &Cell, outcome: &Outcome) -> String {
    match (cell.expected, outcome) {
        (_, Outcome::Apart) => String::new(),
        (_, Outcome::Broken(_)) => "**broken**".to_owned(),
        (Expect::Failure(predicate), _) => format!("`{}`", predicate.name()),
        (Expect::Open, _) => "stays open".to_owned(),
        (Expect::Success | Expect::Apart, _) => "ok".to_owned(),
    }
}

fn why(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Broken(why) => Some(why),
        _ => None,
    }
}

/// Counts the cells.
pub(crate) fn counts(outcomes: &[(Cell, Outcome)]) -> String {
    let cells = outcomes.iter().filter(|(_, outcome)| !matches!(outcome, Outcome::Apart)).count();
    let broken = outcomes.iter().filter(|(_, outcome)| why(outcome).is_some()).count();
    format!("{cells} cells: {} as promised, {broken} broken.", cells - broken)
}

/// Lists what the test is to fail for, one line each; the lines about cells of the list can be deleted from it.
pub(crate) fn surprises(outcomes: &[(Cell, Outcome)]) -> String {
    let mut text = String::new();
    for (cell, outcome) in outcomes {
        let place = format!("(\"{}\", Operation::{:?})", cell.row.name, cell.operation);
        match (cell.is_not_yet(), why(outcome)) {
            (false, Some(why)) => writeln!(text, "broken: {place}, // {why}").unwrap(),
            (true, None) => writeln!(text, "holds now, delete from the list: {place},").unwrap(),
            _ => {}
        }
    }
    text
}
