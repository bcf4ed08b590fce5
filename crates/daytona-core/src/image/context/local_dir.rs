//! The filter of a local directory that a step adds.

use std::path::Path;

use daytona_dockerfile::{IgnorePatterns, PatternError};

use super::filter::ContextFilter;
use super::local::{has_file, read_text};
use crate::image::options::local_dir::LocalDirOptions;
use crate::{Error, Result};

/// Reads the patterns that apply to a directory, and refuses those that ignore all of its files.
pub(in crate::image) fn filter(
    local: &Path,
    options: &LocalDirOptions,
) -> Result<Option<ContextFilter>> {
    let mut patterns = if options.dockerignore { read_dockerignore(local)? } else { Vec::new() };
    let parse = |patterns: &[String]| {
        IgnorePatterns::new(patterns).map_err(|error| invalid(&error, error.to_string()))
    };
    // The line of an error in the merged list would be wrong, so the options are parsed alone first.
    parse(&options.ignore)?;
    patterns.extend(options.ignore.iter().cloned());

    let filter = ContextFilter::new(parse(&patterns)?);
    if filter.is_empty() {
        return Ok(None);
    }
    if !has_file(local, &filter.root()) {
        let message = format!("the patterns leave nothing of `{}`", local.display());
        return Err(Error::invalid_input(message)
            .with_hint("take a pattern out, or bring files back with one that begins with `!`"));
    }
    Ok(Some(filter))
}

/// Returns the patterns of the `.dockerignore` in a directory.
fn read_dockerignore(local: &Path) -> Result<Vec<String>> {
    let path = local.join(".dockerignore");
    let text = read_text("ignore file", &path)?;
    IgnorePatterns::parse(&text).map_err(|error| {
        invalid(&error, format!("{}:{}: {error}", path.display(), error.line()))
    })?;
    let patterns = text.lines().filter(|line| !line.starts_with('#'));
    Ok(patterns.map(str::to_owned).collect())
}

fn invalid(error: &PatternError, message: String) -> Error {
    Error::invalid_input(message)
        .with_source(error.clone())
        .with_hint("the rules are those of `.dockerignore`")
}
