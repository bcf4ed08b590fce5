//! Compares images with what Daytona's official Python SDK makes of the same calls, on recorded
//! answers.
//!
//! `tests/oracle/official.py` has the cases and says how the answers are recorded anew. Where ours
//! has another meaning, sends other files or is refused, the difference must fall in a class that
//! `docs/differences.md` has a reason for, and be exactly what the class expects.

mod chain;
mod classes;
mod comparison;
mod lines;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use chain::Recorded;
use classes::Class;
use comparison::{Comparison, Outcome};

/// The classes with their names in `docs/differences.md`, and in how many cases each shows.
const CLASSES: [(Class, &str, usize); 38] = [
    (Class::SourcePaths, "source paths", 112),
    (Class::OddSources, "odd source paths", 26),
    (Class::UnicodeEscapes, "escapes of letters", 8),
    (Class::LineSeparators, "line separators", 1),
    (Class::DestinationQuotes, "quotes in destinations", 11),
    (Class::DestinationDot, "dots as destinations", 5),
    (Class::ExecStrings, "JSON strings", 24),
    (Class::ExecRun, "commands as lists", 32),
    (Class::FlagLike, "paths like flags", 2),
    (Class::OpenEnd, "open ends", 14),
    (Class::ByteOrderMark, "byte order marks", 20),
    (Class::Blanks, "blanks", 20),
    (Class::Restated, "restated entrypoints", 6),
    (Class::DefaultPython, "default Python", 1),
    (Class::OtherPythons, "other Pythons", 3),
    (Class::LineBreaks, "line breaks", 29),
    (Class::CarriageReturns, "carriage returns", 4),
    (Class::Unfinished, "unfinished commands", 14),
    (Class::Empty, "empty arguments", 33),
    (Class::OddNames, "odd names", 21),
    (Class::NotADockerfile, "no Dockerfiles", 19),
    (Class::UnknownGroup, "unknown groups", 10),
    (Class::NotStrings, "dependencies that are no text", 6),
    (Class::NoFiles, "directories without files", 5),
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

/// The names on that page that no chain of calls can show.
const BEYOND_CHAINS: [&str; 9] = [
    "zero bytes",
    "bases that no registry has",
    "entrypoints of a request",
    "included requirements",
    "extras of the project itself",
    "dependencies without a name",
    "requirements out of reach",
    "excludes",
    "parents",
];

/// What came out, with the number of cases.
const OUTCOMES: [(Outcome, usize); 6] = [
    (Outcome::SameText, 365),
    (Outcome::SameMeaning, 134),
    (Outcome::OtherMeaning, 114),
    (Outcome::RefusedByBoth, 51),
    (Outcome::RefusedHere, 166),
    (Outcome::TakenHere, 3),
];

#[test]
fn chains_of_calls_mean_what_they_mean_officially() {
    let recorded = Recorded::read();
    let mut shown: BTreeMap<Class, usize> = BTreeMap::new();
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let place = recorded.place();
    for case in &recorded.cases {
        match place.with_files(case, || Comparison::of(case, &place)) {
            Ok((outcome, classes)) => {
                *outcomes.entry(outcome).or_default() += 1;
                classes.into_iter().for_each(|class| *shown.entry(class).or_default() += 1);
            }
            Err(why) => wrong.push(format!("{}: {why}", case.name)),
        }
    }
    let list = wrong.join("\n");
    assert!(wrong.is_empty(), "{} of {} differ:\n{list}", wrong.len(), recorded.cases.len());
    let expected: BTreeMap<Class, usize> =
        CLASSES.iter().map(|&(class, _, count)| (class, count)).collect();
    assert_eq!(shown, expected);
    assert_eq!(outcomes, BTreeMap::from(OUTCOMES));
}

#[test]
fn every_class_of_differences_has_its_reason_on_the_page() {
    let page = include_str!("../../docs/differences.md");
    let on_page: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| **").or_else(|| line.strip_prefix("- **")))
        .filter_map(|line| line.split_once("**"))
        .map(|(name, _)| name)
        .collect();
    let known = CLASSES.iter().map(|(_, name, _)| *name).chain(BEYOND_CHAINS);
    assert_eq!(on_page, known.collect());
}
