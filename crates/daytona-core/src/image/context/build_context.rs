//! A directory as a build context.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::ContextFile;
use super::filter::ContextFilter;
use super::ignore_file::IgnoreFile;
use super::local::{has_file, has_file_that, is_absent, unreadable};
use super::member;
use super::rooted;
use super::source_error::SourceError;
use crate::image::options::context::{ContextLinks, ContextModes, ContextOptions};
use crate::image::options::packing::Packing;
use crate::{Error, Result};

/// The name of the Dockerfile in the context. An entry of the context with this name would replace
/// it.
pub(in crate::image) const DOCKERFILE: &str = "Dockerfile";

/// A directory whose files a Dockerfile can name.
#[derive(Debug)]
pub(in crate::image) struct BuildContext {
    pub(super) dir: PathBuf,
    /// The same directory without links.
    pub(super) real: PathBuf,
    pub(super) links: ContextLinks,
    pub(super) modes: ContextModes,
    pub(super) packing: Packing,
    pub(super) ignore_file: Option<IgnoreFile>,
}

/// An existing path in the context.
pub(super) struct Entry {
    /// The path as it is named, relative to the context. Empty for the context itself.
    pub(super) path: String,
    /// The path without links, relative to the context. For a target outside of the context, the
    /// same as `path`.
    pub(super) real: String,
    pub(super) is_dir: bool,
}

impl BuildContext {
    /// Opens a directory. The empty path is the current directory.
    ///
    /// Reads the ignore file of the options. Without one, reads that of the Dockerfile, or else the
    /// `.dockerignore` of the directory.
    pub(in crate::image) fn open(
        dir: &Path,
        dockerfile: Option<&Path>,
        options: &ContextOptions,
    ) -> Result<Self> {
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        let metadata =
            fs::metadata(dir).map_err(|error| unreadable("context directory", dir, error))?;
        if !metadata.is_dir() {
            let message = format!("context directory `{}` is not a directory", dir.display());
            return Err(Error::invalid_input(message));
        }
        let real =
            dir.canonicalize().map_err(|error| unreadable("context directory", dir, error))?;
        let ignore_file = IgnoreFile::open(dir, dockerfile, options.ignore_file.as_deref())?;
        let ContextOptions { links, modes, packing, .. } = *options;
        Ok(Self { dir: dir.to_owned(), real, links, modes, packing, ignore_file })
    }

    pub(in crate::image) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(in crate::image) fn has_ignore_file(&self) -> bool {
        self.ignore_file.is_some()
    }

    /// Returns an error if the builder evaluates a malformed pattern of the ignore file.
    pub(super) fn check_ignore_file(&self) -> Result<()> {
        self.ignore_file.as_ref().map_or(Ok(()), |file| file.check(&self.dir))
    }

    /// Returns `true` if the ignore file ignores the file at a path.
    pub(in crate::image) fn ignores(&self, path: &str) -> bool {
        self.filter().ignores(path)
    }

    /// Returns the filter of the ignore file.
    pub(super) fn filter(&self) -> ContextFilter {
        self.ignore_file.as_ref().map(|file| file.filter.clone()).unwrap_or_default()
    }

    /// Returns `true` if a directory contains a file that the filter does not ignore.
    pub(super) fn has_file(&self, path: &str, filter: &ContextFilter) -> Result<bool, SourceError> {
        let entry = self.locate(path)?;
        let dir = filter.at(&entry.real);
        Ok(dir.is_some_and(|dir| has_file(&self.local(path), &dir)))
    }

    /// Returns `true` if a directory contains a file that is sent as a plain file.
    pub(super) fn has_plain_file(
        &self,
        path: &str,
        filter: &ContextFilter,
    ) -> Result<bool, SourceError> {
        let entry = self.locate(path)?;
        let Some(filtered) = filter.at(&entry.real) else { return Ok(false) };
        let root = self.whole(ContextFilter::default());
        let local = self.local(path);
        Ok(has_file_that(&local, &filtered, |entry| {
            entry.file_type().is_ok_and(|kind| member::is_sent(&entry.path(), kind, &root))
        }))
    }

    /// Returns the context itself as a directory with a filter.
    pub(super) fn whole(&self, filter: ContextFilter) -> ContextFile {
        let mut dir = ContextFile::new(self.dir.clone(), String::new(), self.real.clone());
        dir.filter = (!filter.is_empty()).then_some(filter);
        dir.links = self.links;
        dir
    }

    /// Finds a path. Refuses a path that does not exist or lies outside of the context, and special
    /// files.
    pub(super) fn locate(&self, path: &str) -> Result<Entry, SourceError> {
        if self.links == ContextLinks::RefuseLeaving
            && let Some(real) = rooted::resolve(&self.real, Path::new(path))
        {
            return Self::entry(path, to_archive_path(&real), &self.real.join(&real));
        }
        let local = self.dir.join(path);
        let real = match local.canonicalize() {
            Ok(real) => real,
            Err(_) if local.is_symlink() => {
                return Err(SourceError::from("is a link to something that does not exist"));
            }
            Err(error) if is_absent(&error) => return Err(SourceError::from("does not exist")),
            Err(error) => return Err(SourceError::io(error)),
        };
        let inside = real.strip_prefix(&self.real).ok();
        if inside.is_none() && self.links == ContextLinks::RefuseLeaving {
            return Err(SourceError::from("leads out of the build context through a link")
                .hint("copy what it points to into the context, add it with add_local_file or add_local_dir, or allow such links with ContextOptions"));
        }
        let inside = inside.map_or_else(|| path.to_owned(), to_archive_path);
        Self::entry(path, inside, &real)
    }

    fn entry(path: &str, real: String, local: &Path) -> Result<Entry, SourceError> {
        let kind = fs::metadata(local).map_err(SourceError::io)?.file_type();
        if !kind.is_file() && !kind.is_dir() {
            return Err(SourceError::from("is neither a file nor a directory")
                .hint("copy a file in its place"));
        }
        Ok(Entry { path: path.to_owned(), real, is_dir: kind.is_dir() })
    }

    /// Returns the local path of a path in the context. A link whose target is another file outside
    /// of the context than inside of it is resolved.
    pub(super) fn local(&self, path: &str) -> PathBuf {
        let plain = self.dir.join(path);
        if self.links == ContextLinks::FollowAnywhere {
            return plain;
        }
        let Some(real) = rooted::resolve(&self.real, Path::new(path)) else { return plain };
        let real = self.real.join(real);
        match plain.canonicalize() {
            Ok(found) if found == real => plain,
            _ => real,
        }
    }

    /// Returns `true` if the filter ignores an entry, or a link on the path to it.
    pub(super) fn is_ignored(&self, entry: &Entry, filter: &ContextFilter) -> bool {
        if entry.path.is_empty() || filter.is_empty() {
            return false;
        }
        let is_ignored = match entry.is_dir {
            true => filter.at(&entry.real).is_none(),
            false => filter.ignores(&entry.real),
        };
        is_ignored || (entry.real != entry.path && self.has_ignored_link(&entry.path, filter))
    }

    /// Returns `true` if the filter ignores a link on a path.
    pub(super) fn has_ignored_link(&self, path: &str, filter: &ContextFilter) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let prefixes = ends.map(|end| &path[..end]);
        prefixes.filter(|prefix| self.dir.join(prefix).is_symlink()).any(|link| {
            let (above, name) = link.rsplit_once('/').unwrap_or(("", link));
            self.locate(above).is_ok_and(|above| filter.ignores(&join(&above.real, name)))
        })
    }
}

/// Joins two paths of the context.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

fn to_archive_path(path: &Path) -> String {
    let names: Vec<_> = path.components().map(|name| name.as_os_str().to_string_lossy()).collect();
    names.join("/")
}
