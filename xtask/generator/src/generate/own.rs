//! The bindings that are checked in.

use std::{fs, path::Path, process::ExitCode};

use super::Bindings;
use crate::{Error, description, report::Expected, syntax::features, workspace};

/// The files that are generated, each with the description that it comes from: the workspace's own bindings, and those
/// to a service that does everything that is hard to bind, which the tests of `daytona-api` call.
const GENERATED: [(&str, &str); 2] = [
    ("openapi/daytona.yaml", "crates/daytona-api/src/generated.rs"),
    ("crates/daytona-api/tests/odd/description.yaml", "crates/daytona-api/tests/odd/generated.rs"),
];

/// Tells whether the checked-in files are what the descriptions give.
pub(super) fn check() -> Result<ExitCode, Error> {
    let mut outcome = ExitCode::SUCCESS;
    for (description, target) in GENERATED {
        let fresh = generated(description)?;
        let checked_in = fs::read_to_string(workspace::root().join(target)).unwrap_or_default();
        if checked_in != fresh {
            report_stale(description, target, first_difference(&checked_in, &fresh));
            outcome = ExitCode::FAILURE;
        }
    }
    Ok(outcome)
}

fn report_stale(description: &str, target: &str, line: Option<usize>) {
    eprintln!(
        "error: {target} is stale: it is not what {description} and the passes in xtask give"
    );
    if let Some(line) = line {
        eprintln!("  the first difference is in line {line}");
    }
    eprintln!("  run `cargo xtask generate` and commit the result");
}

/// Writes the files anew.
pub(super) fn write() -> Result<ExitCode, Error> {
    for (description, target) in GENERATED {
        write_file(&workspace::root().join(target), &generated(description)?)?;
        eprintln!("wrote {target}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The text of a file that is generated from this description.
fn generated(path: &str) -> Result<String, Error> {
    let description = description::read(&workspace::root().join(path))?;
    let mut bindings =
        Bindings::of(description, &[]).map_err(|error| format!("{path}: {error}"))?;
    if path == GENERATED[0].0 {
        let hits = features::apply(&mut bindings.file, &bindings.description);
        bindings.report.add("features", Expected::Always, hits);
        bindings.report.notes().for_each(|note| eprintln!("{note}"));
    }
    let header = format!(
        "// Generated from {path} by `cargo xtask generate`. Not to be edited: change the description, or the\n// \
         passes in xtask.\n\n"
    );
    Ok(header + &bindings.code())
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
    fn checked_in_bindings_are_what_the_descriptions_give() {
        for (description, target) in GENERATED {
            let checked_in = fs::read_to_string(workspace::root().join(target)).unwrap();
            let fresh = generated(description).unwrap();
            assert_eq!(first_difference(&checked_in, &fresh), None, "{target}");
        }
    }

    #[test]
    fn every_pass_that_is_expected_to_has_something_to_change() {
        let (path, _) = GENERATED[0];
        let description = description::read(&workspace::root().join(path)).unwrap();
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
