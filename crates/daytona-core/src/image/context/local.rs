//! Local files and directories that a step names.

use std::fs;
use std::io;
use std::path::Path;

use super::filter::FilteredDir;
use crate::files::{self, Unreadable};
use crate::{Error, Result};

/// The maximum size of a Dockerfile, ignore file, requirements file or `pyproject.toml`, in bytes.
const LIMIT: u64 = 16 << 20;

/// Refuses a path that is not a regular file or a link to one.
pub(in crate::image) fn check_file(what: &str, path: &Path) -> Result<()> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(what, path, error))?;
    match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => Ok(()),
        (_, true) => Err(refused(what, path, Unreadable::Directory)),
        _ => Err(refused(what, path, Unreadable::NotRegular)),
    }
}

/// Reads a regular file of at most 16 MiB.
pub(in crate::image) fn read(what: &str, path: &Path) -> Result<Vec<u8>> {
    files::read(path, LIMIT).map_err(|why| refused(what, path, why))
}

fn refused(what: &str, path: &Path, why: Unreadable) -> Error {
    let refuse = |why: &str| Error::invalid_input(format!("{what} `{}` {why}", path.display()));
    match why {
        Unreadable::Io(error) => unreadable(what, path, error),
        Unreadable::Directory if what == "local file" => {
            refuse("is a directory").with_hint("use add_local_dir for a directory")
        }
        Unreadable::Directory => refuse("is a directory").with_hint("name the file in it"),
        Unreadable::NotRegular => refuse("is not a regular file")
            .with_hint("copy what it has into a regular file, and name that"),
        Unreadable::TooLarge { limit } => {
            refuse(&format!("has more than {} MiB, the limit for such a file", limit >> 20))
                .with_hint("name the right file, or shorten this one")
        }
    }
}

/// Refuses a path that is not a directory, and a directory without files.
pub(in crate::image) fn check_dir(path: &Path) -> Result<()> {
    let metadata =
        fs::metadata(path).map_err(|error| unreadable("local directory", path, error))?;
    if !metadata.is_dir() {
        return Err(Error::invalid_input(format!("`{}` is not a directory", path.display()))
            .with_hint("use add_local_file for a file"));
    }
    if !has_file(path, &FilteredDir::default()) {
        return Err(Error::invalid_input(format!(
            "directory `{}` has no files in it",
            path.display()
        ))
        .with_hint("put a file into it, or make the directory with run_commands"));
    }
    Ok(())
}

/// Reads a text file. Removes the byte order mark, and converts CRLF to LF.
pub(in crate::image) fn read_text(what: &str, path: &Path) -> Result<String> {
    let text = String::from_utf8(read(what, path)?).map_err(|error| {
        Error::invalid_input(format!("{what} `{}` is not UTF-8", path.display())).with_source(error)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// Returns `true` if a directory contains a file that the filter does not ignore.
pub(in crate::image) fn has_file(dir: &Path, filtered: &FilteredDir) -> bool {
    has_file_that(dir, filtered, |_| true)
}

/// Returns `true` if a directory contains a file for which the condition is true and that the filter does
/// not ignore.
pub(super) fn has_file_that(
    dir: &Path,
    filtered: &FilteredDir,
    condition: impl Fn(&fs::DirEntry) -> bool,
) -> bool {
    let mut pending = vec![(dir.to_owned(), filtered.clone())];
    while let Some((dir, filtered)) = pending.pop() {
        // The scan of the context reports what cannot be listed.
        let Ok(entries) = fs::read_dir(dir) else { return true };
        for entry in entries {
            let Ok(entry) = entry else { return true };
            let name = entry.file_name();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    let below = filtered.below(&name.to_string_lossy());
                    pending.extend(below.map(|below| (entry.path(), below)));
                }
                _ if filtered.takes(&name.to_string_lossy()) && condition(&entry) => return true,
                _ => {}
            }
        }
    }
    false
}

/// Returns the error for a path that cannot be opened.
pub(in crate::image) fn unreadable(what: &str, path: &Path, error: io::Error) -> Error {
    let path = path.display();
    let refused = if is_absent(&error) {
        Error::invalid_input(format!("{what} `{path}` does not exist"))
    } else {
        Error::invalid_input(format!("{what} `{path}` cannot be read: {error}"))
    };
    let refused = refused.with_source(error);
    match path.to_string().starts_with('~') {
        true => refused.with_hint("`~` is not expanded: write the home directory out"),
        false => refused,
    }
}

/// Returns `true` if the error means that the path does not exist.
pub(in crate::image) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
