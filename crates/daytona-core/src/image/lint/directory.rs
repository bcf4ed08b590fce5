//! Directories with the filter of their build context.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::image::context::file::ContextFile;
use crate::image::context::filter::FilteredDir;
use crate::image::context::member;

/// A directory with its filter.
pub(super) struct Directory<'f> {
    pub(super) path: PathBuf,
    filter: Option<FilteredDir>,
    /// The source that the directory belongs to.
    source: &'f ContextFile,
}

impl<'f> Directory<'f> {
    /// Returns `None` for a file, and for a directory whose files are all ignored.
    pub(super) fn of(file: &'f ContextFile) -> Option<Self> {
        let path = Some(&file.local).filter(|path| path.is_dir())?.clone();
        let Some(filter) = &file.filter else {
            return Some(Self { path, filter: None, source: file });
        };
        let real = path.canonicalize().ok()?;
        let from_root = real.strip_prefix(&file.link_root).ok()?.to_str()?;
        Some(Self { filter: Some(filter.at(from_root)?), path, source: file })
    }

    /// Returns a subdirectory, or `None` if all of its files are ignored.
    pub(super) fn below(&self, name: &OsStr) -> Option<Self> {
        let filter = match &self.filter {
            Some(filter) => Some(filter.below(name.to_str()?)?),
            None => None,
        };
        Some(Self { path: self.path.join(name), filter, source: self.source })
    }

    /// Returns `true` if the file of that name is not ignored.
    pub(super) fn takes(&self, name: &OsStr) -> bool {
        let filter = self.filter.as_ref();
        filter.is_none_or(|filter| name.to_str().is_none_or(|name| filter.takes(name)))
    }

    /// Returns `true` if a file or link in the directory is sent as a plain file.
    pub(super) fn sends(&self, path: &Path, kind: fs::FileType) -> bool {
        member::is_sent(path, kind, self.source)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = fs::DirEntry> + use<> {
        fs::read_dir(&self.path).into_iter().flatten().flatten()
    }
}
