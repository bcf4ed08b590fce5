//! Checks of the directories in a build context.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files;
use crate::image::context::file::ContextFile;
use crate::image::context::filter::FilteredDir;

/// The maximum number of paths in a message.
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

/// Returns the FIFOs, sockets and devices in copied directories that are not ignored, sorted.
pub(super) fn special_files(copied: &[&ContextFile]) -> Vec<PathBuf> {
    let mut special = Vec::new();
    let mut pending: Vec<Directory> =
        copied.iter().filter_map(|file| Directory::of(file)).collect();
    while let Some(dir) = pending.pop() {
        let is_special = |entry: &fs::DirEntry| {
            let is_special =
                |kind: fs::FileType| !kind.is_file() && !kind.is_dir() && !kind.is_symlink();
            entry.file_type().is_ok_and(is_special) && dir.takes(&entry.file_name())
        };
        special.extend(dir.entries().filter(is_special).map(|entry| entry.path()));
        pending.extend(dir.directories());
    }
    special.sort();
    special.dedup();
    special
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
    listed(empty).map(|listed| {
        format!(
            "only files reach the build, and there are none in {listed}; make such directories \
            with RUN mkdir"
        )
    })
}

/// Returns a warning that lists the special files, if there are any.
pub(super) fn list_special(special: &[PathBuf]) -> Option<String> {
    listed(special).map(|listed| {
        format!("only files reach the build, and FIFOs, sockets and devices are left out: {listed}")
    })
}

/// Returns the first paths of a list, and the number of the others. Returns `None` for no path.
fn listed(paths: &[PathBuf]) -> Option<String> {
    let named: Vec<String> =
        paths.iter().take(MAX_LISTED).map(|path| format!("`{}`", path.display())).collect();
    let more = match paths.len().saturating_sub(MAX_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!named.is_empty()).then(|| format!("{}{more}", named.join(", ")))
}

/// Returns `true` if a file exists and has another text.
pub(super) fn holds_other_text(file: &Path, text: &str) -> bool {
    file.is_file() && files::holds(file, text.as_bytes()).is_ok_and(|same| !same)
}
