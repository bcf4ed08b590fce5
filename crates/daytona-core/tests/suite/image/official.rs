//! Compares images with the recorded results of Daytona's official Python SDK for the same calls.
//!
//! `tests/oracle/official.py` has the cases, and records them again. If the result of a case has
//! another meaning, sends other files or is an error, the difference must belong to a class of
//! `docs/differences.md`, and must be exactly what the class expects.

mod chain;
mod classes;
mod comparison;
mod lines;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use chain::Recorded;
use classes::Class;
use comparison::{Comparison, Outcome};

/// The classes, their names in `docs/differences.md`, and the number of cases of each.
const CLASSES: [(Class, &str, usize); 39] = [
    (Class::SourcePaths, "source paths", 110),
    (Class::OddSources, "special source paths", 26),
    (Class::UnicodeEscapes, "escapes of letters", 8),
    (Class::LineSeparators, "line separators", 1),
    (Class::DestinationQuotes, "quotes in destinations", 11),
    (Class::DestinationDot, "dots as destinations", 5),
    (Class::ExecStrings, "JSON strings", 25),
    (Class::ExecRun, "commands as lists", 32),
    (Class::FlagLike, "paths like flags", 2),
    (Class::OpenEnd, "unfinished last lines", 14),
    (Class::ByteOrderMark, "byte order marks", 20),
    (Class::HeredocLineBreaks, "line breaks in heredocs", 2),
    (Class::Blanks, "blanks", 20),
    (Class::Restated, "restated entrypoints", 6),
    (Class::DefaultPython, "default Python", 1),
    (Class::OtherPythons, "other Pythons", 3),
    (Class::LineBreaks, "line breaks", 29),
    (Class::CarriageReturns, "carriage returns", 4),
    (Class::Unfinished, "unfinished commands", 14),
    (Class::Empty, "empty arguments", 33),
    (Class::OddNames, "special names", 21),
    (Class::NotADockerfile, "malformed Dockerfiles", 19),
    (Class::UnknownGroup, "unknown groups", 10),
    (Class::NotStrings, "dependencies that are not strings", 6),
    (Class::NoFiles, "directories without files", 2),
    (Class::Home, "home directories", 12),
    (Class::MissingSource, "missing sources", 2),
    (Class::Outside, "sources outside", 3),
    (Class::FromTheRoot, "sources from the root", 3),
    (Class::AddAndMounts, "instructions", 10),
    (Class::Stages, "stages", 1),
    (Class::HeredocBodies, "heredoc bodies", 17),
    (Class::Escape, "escape directives", 1),
    (Class::Variables, "variables", 5),
    (Class::ShellQuotes, "shell quotes", 7),
    (Class::Patterns, "patterns", 6),
    (Class::OwnDockerfile, "own Dockerfiles", 2),
    (Class::RepeatedDirectory, "repeated directories", 4),
    (Class::IgnoreFiles, "ignore files", 1),
];

/// The names on that page that no recorded case covers.
const BEYOND_CHAINS: [&str; 14] = [
    "bytes that are not UTF-8",
    "instructions that the builder refuses when it runs them",
    "control characters",
    "bases that no registry has",
    "entrypoints of a request",
    "separated entrypoints",
    "build arguments",
    "targets",
    "included requirements",
    "extras of the project itself",
    "dependencies without a name",
    "unavailable requirements",
    "excludes",
    "parents",
];

/// The outcomes, and the number of cases of each.
const OUTCOMES: [(Outcome, usize); 6] = [
    (Outcome::SameText, 367),
    (Outcome::SameMeaning, 132),
    (Outcome::OtherMeaning, 117),
    (Outcome::RefusedByBoth, 51),
    (Outcome::RefusedHere, 163),
    (Outcome::TakenHere, 3),
];

#[test]
fn images_match_the_official_sdk() {
    let recorded = Recorded::read();
    let mut classes_found: BTreeMap<Class, usize> = BTreeMap::new();
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let files = recorded.write_files();
    for case in &recorded.cases {
        match files.with_case(case, || Comparison::of(case, &files)) {
            Ok((outcome, classes)) => {
                *outcomes.entry(outcome).or_default() += 1;
                classes.into_iter().for_each(|class| *classes_found.entry(class).or_default() += 1);
            }
            Err(why) => wrong.push(format!("{}: {why}", case.name)),
        }
    }
    let list = wrong.join("\n");
    assert!(wrong.is_empty(), "{} of {} differ:\n{list}", wrong.len(), recorded.cases.len());
    let expected: BTreeMap<Class, usize> =
        CLASSES.iter().map(|&(class, _, count)| (class, count)).collect();
    assert_eq!(classes_found, expected);
    assert_eq!(outcomes, BTreeMap::from(OUTCOMES));
}

#[test]
fn every_class_of_differences_is_documented() {
    let page = include_str!("../../../docs/differences.md");
    let on_page: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| **").or_else(|| line.strip_prefix("- **")))
        .filter_map(|line| line.split_once("**"))
        .map(|(name, _)| name)
        .collect();
    let known = CLASSES.iter().map(|(_, name, _)| *name).chain(BEYOND_CHAINS);
    assert_eq!(on_page, known.collect());
}
