//! Checks of the directories in a build context.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files;
use crate::image::context::file::ContextFile;
use crate::image::context::filter::FilteredDir;

/// The maximum number of directories in a message.
const MAX_LISTED: usize = 5;

/// Returns `true` if the files in a directory have more than `bytes` bytes. Files that cannot be read
/// are not counted, and links are not followed.
pub(super) fn is_larger(dir: &Path, bytes: u64) -> bool {
    let mut found = 0;
    let mut pending = vec![dir.to_owned()];
    while let Some(dir) = pending.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => pending.push(entry.path()),
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

/// Returns the directories from which no file is copied although they are not ignored, sorted. Their
/// subdirectories are not listed.
pub(super) fn without_files(copied: &[&ContextFile]) -> Vec<PathBuf> {
    let mut empty = Vec::new();
    let mut pending: Vec<Directory> =
        copied.iter().filter_map(|file| Directory::of(file)).collect();
    while let Some(dir) = pending.pop() {
        match dir.has_file() {
            true => pending.extend(dir.directories()),
            false => empty.push(dir.path),
        }
    }
    empty.sort();
    empty
}

/// A directory with its filter.
struct Directory {
    path: PathBuf,
    filter: Option<FilteredDir>,
}

impl Directory {
    /// Returns `None` for a file, and for a directory whose files are all ignored.
    fn of(file: &ContextFile) -> Option<Self> {
        let path = Some(&file.local).filter(|path| path.is_dir())?.clone();
        let Some(filter) = &file.filter else { return Some(Self { path, filter: None }) };
        let real = path.canonicalize().ok()?;
        let from_root = real.strip_prefix(&file.link_root).ok()?.to_str()?;
        Some(Self { filter: Some(filter.at(from_root)?), path })
    }

    /// Returns its subdirectories, except links and ignored ones.
    fn directories(&self) -> impl Iterator<Item = Self> {
        self.entries().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).filter_map(
            |entry| {
                let filter = match &self.filter {
                    Some(filter) => Some(filter.below(entry.file_name().to_str()?)?),
                    None => None,
                };
                Some(Self { path: entry.path(), filter })
            },
        )
    }

    fn has_file(&self) -> bool {
        let is_taken = |entry: fs::DirEntry| {
            let is_file = entry.file_type().is_ok_and(|kind| !kind.is_dir());
            is_file && self.takes(&entry.file_name())
        };
        self.entries().any(is_taken) || self.directories().any(|below| below.has_file())
    }

    fn takes(&self, name: &OsStr) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|filter| name.to_str().is_none_or(|name| filter.takes(name)))
    }

    fn entries(&self) -> impl Iterator<Item = fs::DirEntry> {
        fs::read_dir(&self.path).into_iter().flatten().flatten()
    }
}

/// Returns a warning that lists the directories, if there are any.
pub(super) fn list(empty: &[PathBuf]) -> Option<String> {
    let named: Vec<String> =
        empty.iter().take(MAX_LISTED).map(|dir| format!("`{}`", dir.display())).collect();
    let more = match empty.len().saturating_sub(MAX_LISTED) {
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

/// Returns `true` if a file exists and has another text.
pub(super) fn holds_other_text(file: &Path, text: &str) -> bool {
    file.is_file() && files::holds(file, text.as_bytes()).is_ok_and(|same| !same)
}
