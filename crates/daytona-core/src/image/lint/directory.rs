//! What lies in the directories that go into a build context.

use std::fs;
use std::path::{Path, PathBuf};

use crate::image::local::has_file;

/// How many directories a message names.
const NAMED: usize = 5;

/// Tells whether the files in a directory have more bytes than that. What cannot be read counts as
/// nothing, and a link as itself.
pub(super) fn is_larger(dir: &Path, bytes: u64) -> bool {
    let mut found = 0;
    let mut ahead = vec![dir.to_owned()];
    while let Some(dir) = ahead.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => ahead.push(entry.path()),
                Ok(metadata) => found += metadata.len(),
                Err(_) => {}
            }
        }
        if found > bytes {
            return true;
        }
    }
    false
}

/// Returns the outermost directories without files below the given paths, sorted.
pub(super) fn without_files(paths: &[&Path]) -> Vec<PathBuf> {
    let mut empty = Vec::new();
    let mut ahead: Vec<PathBuf> = paths.iter().map(|path| (*path).to_owned()).collect();
    while let Some(dir) = ahead.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            match has_file(&entry.path()) {
                true => ahead.push(entry.path()),
                false => empty.push(entry.path()),
            }
        }
    }
    empty.sort();
    empty
}

/// Says which directories will be missing.
pub(super) fn list(empty: &[PathBuf]) -> Option<String> {
    let named: Vec<String> =
        empty.iter().take(NAMED).map(|dir| format!("`{}`", dir.display())).collect();
    let more = match empty.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| {
        format!(
            "only files reach the build, and there are none in {}{more}; make such directories \
            with RUN mkdir",
            named.join(", ")
        )
    })
}

/// Tells whether a file is there with another text.
pub(super) fn holds_other_text(file: &Path, text: &str) -> bool {
    file.is_file() && fs::read(file).is_ok_and(|found| found != text.as_bytes())
}
