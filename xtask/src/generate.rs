//! `cargo xtask generate`: from the description to the bindings.

use std::{fs, path::Path, process::ExitCode};

use serde_json::Value;

use crate::{Error, description, passes, report::Report, syntax, workspace};

mod generator;
mod quiet;

const DESCRIPTION: &str = "openapi/daytona.yaml";
const BINDINGS: &str = "crates/daytona-api/src/generated.rs";

const HEADER: &str = "\
// Generated from openapi/daytona.yaml by `cargo xtask generate`. Not to be edited: change the description, or the
// passes in xtask.

";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only tells whether the checked-in file is what would be generated; exit code 1 if not
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let root = workspace::root();
    let description = description::read(&root.join(DESCRIPTION))?;
    let mut report = Report::default();
    let bindings = bindings(description, &mut report)?;
    report.notes().for_each(|note| eprintln!("{note}"));
    let target = root.join(BINDINGS);
    if arguments.check { check(&target, &bindings) } else { write(&target, &bindings) }
}

/// Turns a description into Rust source text.
fn bindings(mut description: Value, report: &mut Report) -> Result<String, Error> {
    passes::apply(&mut description, report)?;
    let mut file = generator::generate(&description)?;
    syntax::apply(&mut file, &description, report);
    Ok(format!("{HEADER}{}", prettyplease::unparse(&file)))
}

fn check(target: &Path, bindings: &str) -> Result<ExitCode, Error> {
    let checked_in = fs::read_to_string(target).unwrap_or_default();
    if checked_in == bindings {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "error: {BINDINGS} is stale: it is not what {DESCRIPTION} and the passes in xtask give"
    );
    if let Some(line) = first_difference(&checked_in, bindings) {
        eprintln!("  the first difference is in line {line}");
    }
    eprintln!("  run `cargo xtask generate` and commit the result");
    Ok(ExitCode::FAILURE)
}

/// The number of the first line, counted from 1, in which two texts differ.
fn first_difference(left: &str, right: &str) -> Option<usize> {
    let (mut left, mut right) = (left.lines(), right.lines());
    (1..).find_map(|number| match (left.next(), right.next()) {
        (None, None) => Some(None),
        (left, right) if left == right => None,
        _ => Some(Some(number)),
    })?
}

fn write(target: &Path, bindings: &str) -> Result<ExitCode, Error> {
    fs::write(target, bindings)
        .map_err(|error| format!("cannot write {}: {error}", target.display()))?;
    eprintln!("wrote {BINDINGS}");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checked_in_bindings_are_what_the_description_gives() {
        let root = workspace::root();
        let description = description::read(&root.join(DESCRIPTION)).unwrap();
        let checked_in = fs::read_to_string(root.join(BINDINGS)).unwrap();
        assert_eq!(
            first_difference(&checked_in, &bindings(description, &mut Report::default()).unwrap()),
            None
        );
    }

    #[test]
    fn first_difference_counts_lines_from_one() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
