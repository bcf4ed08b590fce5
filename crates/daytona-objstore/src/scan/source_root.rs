//! The root of a source: the boundary for links, and the filter.

use std::path::{Path, PathBuf};

use super::resolve::resolve;
use super::rooted;
use crate::error::Kind;
use crate::filter::Selection;
use crate::metadata::Metadata;
use crate::source::SourceKind;
use crate::{BrokenLinks, Error, LinkPolicy, ModePolicy, Source, SpecialFiles};

pub(super) struct SourceRoot {
    /// The directory, with all links resolved.
    directory: PathBuf,
    links: LinkPolicy,
    special_files: SpecialFiles,
    broken_links: BrokenLinks,
    pub(super) modes: Option<ModePolicy>,
    selection: Selection,
}

impl SourceRoot {
    /// Returns the root of a source with the path `local`, which resolves to `real`.
    pub(super) fn of(
        source: &Source,
        local: &Path,
        real: &Path,
        kind: SourceKind,
    ) -> Result<Self, Error> {
        let directory = match (&source.root, kind) {
            (Some(root), _) => resolve(root)?.0,
            (None, SourceKind::Directory) => real.to_owned(),
            (None, SourceKind::File) => resolve(local.parent().unwrap_or(local))?.0,
        };
        let selection = match &source.filter {
            Some(filter) => Selection::Filtered(filter.0.clone()),
            None => Selection::All,
        };
        let root = Self {
            directory,
            links: source.links,
            special_files: source.special_files,
            broken_links: source.broken_links,
            modes: source.modes,
            selection,
        };
        root.check(local, real)?;
        Ok(root)
    }

    /// Returns `true` if special files in directories are left out.
    pub(super) fn omits_special_files(&self) -> bool {
        self.special_files == SpecialFiles::Omit
    }

    /// Returns `true` if links without a usable target are left out of directories.
    pub(super) fn omits_broken_links(&self) -> bool {
        self.broken_links == BrokenLinks::Omit
    }

    /// Returns the target of a link in a directory, or `None` if the link is left out. `path` is the
    /// path of the link for errors, and `real` the path without links on the way to it.
    pub(super) fn target(
        &self,
        path: &Path,
        real: &Path,
    ) -> Result<Option<(PathBuf, Metadata)>, Error> {
        let found = resolve(path).and_then(|found| self.check(path, &found.0).map(|()| found));
        let error = match found {
            Ok(found) => return Ok(Some(found)),
            Err(error) => error,
        };
        if !self.omits_broken_links() || !error.is_broken_link() {
            return Err(error);
        }
        if self.links == LinkPolicy::FollowAnywhere {
            return Ok(None);
        }
        let inside = self.relative(real).and_then(|link| rooted::resolve(&self.directory, link));
        inside.map(|inside| resolve(&self.directory.join(inside))).transpose()
    }

    /// Fails if `path` resolves to `real` outside of the root, unless the link policy allows it.
    pub(super) fn check(&self, path: &Path, real: &Path) -> Result<(), Error> {
        if self.links == LinkPolicy::FollowAnywhere || real.starts_with(&self.directory) {
            return Ok(());
        }
        let (path, target, root) = (path.to_owned(), real.to_owned(), self.directory.clone());
        Err(Kind::LeavesRoot { path, target, root }.into())
    }

    /// Returns the selection of the source itself.
    pub(super) fn select_source(&self, local: &Path, real: &Path, kind: SourceKind) -> Selection {
        match self.relative(real).or_else(|| self.relative_by_name(local)) {
            Some(path) => self.select(path, kind),
            None => Selection::All,
        }
    }

    /// Returns the selection of the target of a link. `parent` is the selection of the directory
    /// that contains the link.
    pub(super) fn select_target(
        &self,
        real: &Path,
        kind: SourceKind,
        parent: &Selection,
        link_name: &str,
    ) -> Selection {
        match (self.relative(real), kind) {
            (Some(path), _) => self.select(path, kind),
            (None, SourceKind::Directory) => parent.subdirectory(link_name),
            (None, SourceKind::File) => parent.file(link_name),
        }
    }

    fn relative<'p>(&self, real: &'p Path) -> Option<&'p Path> {
        real.strip_prefix(&self.directory).ok()
    }

    /// Returns the path relative to the root as written, without resolving links below the root.
    fn relative_by_name<'p>(&self, local: &'p Path) -> Option<&'p Path> {
        let is_root =
            |ancestor: &&Path| resolve(ancestor).is_ok_and(|(real, _)| real == self.directory);
        local.ancestors().find(is_root).and_then(|root| local.strip_prefix(root).ok())
    }

    fn select(&self, path: &Path, kind: SourceKind) -> Selection {
        let directory = |path: &Path| {
            let names = path.components().map(|name| name.as_os_str().to_string_lossy());
            names.fold(self.selection.clone(), |selection, name| selection.subdirectory(&name))
        };
        match (kind, path.parent(), path.file_name()) {
            (SourceKind::File, Some(parent), Some(name)) => {
                directory(parent).file(&name.to_string_lossy())
            }
            _ => directory(path),
        }
    }
}
