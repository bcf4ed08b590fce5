//! Directories with the filter of their build context.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use crate::image::context::file::ContextFile;
use crate::image::context::filter::FilteredDir;

/// A directory with its filter.
pub(super) struct Directory {
    pub(super) path: PathBuf,
    filter: Option<FilteredDir>,
}

impl Directory {
    /// Returns `None` for a file, and for a directory whose files are all ignored.
    pub(super) fn of(file: &ContextFile) -> Option<Self> {
        let path = Some(&file.local).filter(|path| path.is_dir())?.clone();
        let Some(filter) = &file.filter else { return Some(Self { path, filter: None }) };
        let real = path.canonicalize().ok()?;
        let from_root = real.strip_prefix(&file.link_root).ok()?.to_str()?;
        Some(Self { filter: Some(filter.at(from_root)?), path })
    }

    /// Returns a subdirectory, or `None` if all of its files are ignored.
    pub(super) fn below(&self, name: &OsStr) -> Option<Self> {
        let filter = match &self.filter {
            Some(filter) => Some(filter.below(name.to_str()?)?),
            None => None,
        };
        Some(Self { path: self.path.join(name), filter })
    }

    /// Returns `true` if the file of that name is not ignored.
    pub(super) fn takes(&self, name: &OsStr) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|filter| name.to_str().is_none_or(|name| filter.takes(name)))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = fs::DirEntry> + use<> {
        fs::read_dir(&self.path).into_iter().flatten().flatten()
    }
}
