//! The bindings of `daytona-api`, which are checked in.

use std::{fs, process::ExitCode};

use super::bindings::{Bindings, write_file};
use xtask::{Error, description, workspace};

use crate::{report::Expected, syntax::features};

const DESCRIPTION: &str = "openapi/daytona.yaml";
const TARGET: &str = "crates/daytona-api/src/generated.rs";

/// Checks that the checked-in file is up to date.
pub(super) fn check() -> Result<ExitCode, Error> {
    let fresh = generated()?;
    let checked_in = fs::read_to_string(workspace::root().join(TARGET)).unwrap_or_default();
    if checked_in == fresh {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("error: {TARGET} is stale: {DESCRIPTION} or a pass in xtask has changed");
    if let Some(line) = first_difference(&checked_in, &fresh) {
        eprintln!("  the first difference is in line {line}");
    }
    eprintln!("  run `cargo xtask generate` and commit the result");
    Ok(ExitCode::FAILURE)
}

/// Writes the file.
pub(super) fn write() -> Result<ExitCode, Error> {
    write_file(&workspace::root().join(TARGET), &generated()?)?;
    eprintln!("wrote {TARGET}");
    Ok(ExitCode::SUCCESS)
}

/// Returns the text that the file should have.
fn generated() -> Result<String, Error> {
    let description = description::read(&workspace::root().join(DESCRIPTION))?;
    let mut bindings =
        Bindings::of(description, &[]).map_err(|error| format!("{DESCRIPTION}: {error}"))?;
    let hits = features::apply(&mut bindings.file, &bindings.description);
    bindings.report.add("features", Expected::Always, hits);
    bindings.report.notes().for_each(|note| eprintln!("{note}"));
    let header = format!(
        "// Generated from {DESCRIPTION} by `cargo xtask generate`. Not to be edited: change the description, or the\n// \
         passes in xtask.\n\n"
    );
    Ok(header + &bindings.code())
}

/// Returns the number of the first line in which two texts differ. The first line is 1.
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
    fn checked_in_bindings_are_up_to_date() {
        let checked_in = fs::read_to_string(workspace::root().join(TARGET)).unwrap();
        assert_eq!(first_difference(&checked_in, &generated().unwrap()), None);
    }

    #[test]
    fn every_pass_is_needed_for_our_description_or_for_an_upstream_one() {
        let report = |path: &str, tags: &[String]| {
            let description = description::read(&workspace::root().join(path)).unwrap();
            Bindings::of(description, tags).unwrap().report
        };
        let whole = report(DESCRIPTION, &[]);
        assert_eq!(whole.notes().collect::<Vec<_>>(), [] as [String; 0]);
        let others = [
            report(DESCRIPTION, &["snapshots".to_owned()]),
            report("xtask/generator/tests/upstream.yaml", &[]),
        ];
        let is_idle =
            |pass: &&str| others.iter().all(|other| other.idle().any(|idle| idle == *pass));
        let idle: Vec<&str> = whole.idle().filter(is_idle).collect();
        assert_eq!(idle, [] as [&str; 0]);
    }

    #[test]
    fn first_difference_counts_lines_from_one() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("", "a\n"), Some(1));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
