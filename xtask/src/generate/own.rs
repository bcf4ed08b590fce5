//! The bindings of the workspace itself.

use std::{fs, path::Path, process::ExitCode};

use super::Bindings;
use crate::{Error, description, workspace};

const DESCRIPTION: &str = "openapi/daytona.yaml";
const BINDINGS: &str = "crates/daytona-api/src/generated.rs";

const HEADER: &str = "\
// Generated from openapi/daytona.yaml by `cargo xtask generate`. Not to be edited: change the description, or the
// passes in xtask.

";

/// Tells whether the checked-in file is what the description gives.
pub(super) fn check() -> Result<ExitCode, Error> {
    let bindings = bindings()?;
    let checked_in = fs::read_to_string(workspace::root().join(BINDINGS)).unwrap_or_default();
    if checked_in == bindings {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "error: {BINDINGS} is stale: it is not what {DESCRIPTION} and the passes in xtask give"
    );
    if let Some(line) = first_difference(&checked_in, &bindings) {
        eprintln!("  the first difference is in line {line}");
    }
    eprintln!("  run `cargo xtask generate` and commit the result");
    Ok(ExitCode::FAILURE)
}

/// Writes the file anew.
pub(super) fn write() -> Result<ExitCode, Error> {
    let target = workspace::root().join(BINDINGS);
    write_file(&target, &bindings()?)?;
    eprintln!("wrote {BINDINGS}");
    Ok(ExitCode::SUCCESS)
}

fn bindings() -> Result<String, Error> {
    let description = description::read(&workspace::root().join(DESCRIPTION))?;
    let bindings =
        Bindings::of(description, &[]).map_err(|error| format!("{DESCRIPTION}: {error}"))?;
    bindings.report.notes().for_each(|note| eprintln!("{note}"));
    Ok(format!("{HEADER}{}", bindings.code))
}

pub(super) fn write_file(target: &Path, text: &str) -> Result<(), Error> {
    fs::write(target, text)
        .map_err(|error| format!("cannot write {}: {error}", target.display()).into())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checked_in_bindings_are_what_the_description_gives() {
        let checked_in = fs::read_to_string(workspace::root().join(BINDINGS)).unwrap();
        assert_eq!(first_difference(&checked_in, &bindings().unwrap()), None);
    }

    #[test]
    fn every_pass_that_is_expected_to_has_something_to_change() {
        let description = description::read(&workspace::root().join(DESCRIPTION)).unwrap();
        let report = Bindings::of(description, &[]).unwrap().report;
        assert_eq!(report.notes().collect::<Vec<_>>(), [] as [String; 0]);
    }

    #[test]
    fn first_difference_counts_lines_from_one() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
