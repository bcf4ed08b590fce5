//! The walk over the sources: which files there are, before any of them is opened.

use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Kind;
use crate::limits::Meter;
use crate::source::{SourceKind, join, name_of};
use crate::stamp::Stamp;
use crate::{Error, Limits, LinkPolicy, Source};

/// A file that will become an entry once it has been read.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) archive_path: String,
    pub(crate) local: PathBuf,
    pub(crate) stamp: Stamp,
}

/// What a walk over all sources found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) files: Vec<Candidate>,
    pub(crate) empty_directories: Vec<PathBuf>,
}

/// Walks all sources, until `is_stopped` says that nobody wants the result.
pub(crate) fn walk(
    sources: &[Source],
    limits: Limits,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Found, Error> {
    let mut walk = Walk {
        meter: Meter::new(limits),
        is_stopped,
        found: Found { files: Vec::new(), empty_directories: Vec::new() },
    };
    for source in sources {
        walk.source(source)?;
    }
    Ok(walk.found)
}

struct Walk<'a> {
    meter: Meter,
    is_stopped: &'a dyn Fn() -> bool,
    found: Found,
}

/// A directory still to be listed. Those above it are kept to recognize a link that leads back.
struct Directory {
    archive_path: String,
    /// As reached, for messages.
    local: PathBuf,
    /// With all links resolved.
    real: PathBuf,
    above: Option<Arc<Directory>>,
}

/// The tree that the links of one source may not leave; `None` when they may.
type Root = Option<PathBuf>;

impl Walk<'_> {
    fn source(&mut self, source: &Source) -> Result<(), Error> {
        let local = std::path::absolute(&source.local)
            .map_err(|error| Error::io("resolve", &source.local, error))?;
        let (real, metadata) = resolve(&local)?;
        let kind = if metadata.is_dir() { SourceKind::Directory } else { SourceKind::File };
        source.check_archive_path(kind)?;
        let root = root_of(source, &local, &real, kind)?;
        check_inside(&root, &local, &real)?;

        match kind {
            SourceKind::File => self.file(source.archive_path.clone(), &local, real, &metadata),
            SourceKind::Directory => {
                let archive_path = source.archive_path.clone();
                self.tree(Directory { archive_path, local, real, above: None }, &root)
            }
        }
    }

    /// Walks a directory without recursion: a tree may be deeper than the stack.
    fn tree(&mut self, top: Directory, root: &Root) -> Result<(), Error> {
        let mut pending = vec![Arc::new(top)];
        while let Some(directory) = pending.pop() {
            self.meter.visit(&directory.local, &directory.archive_path)?;
            let names = list(&directory.local)?;
            if names.is_empty() {
                self.found.empty_directories.push(directory.local.clone());
            }
            for (path, file_type) in names {
                if (self.is_stopped)() {
                    return Err(Kind::Stopped { action: "scan the context" }.into());
                }
                pending.extend(self.member(&directory, path, file_type, root)?);
            }
        }
        Ok(())
    }

    /// Takes in one member of a directory; returns it when it is a directory itself.
    fn member(
        &mut self,
        directory: &Arc<Directory>,
        path: PathBuf,
        file_type: FileType,
        root: &Root,
    ) -> Result<Option<Arc<Directory>>, Error> {
        let name = name_of(&path)?;
        let archive_path = join(&directory.archive_path, name);
        let (real, metadata) = if file_type.is_symlink() {
            let (real, metadata) = resolve(&path)?;
            check_inside(root, &path, &real)?;
            (real, metadata)
        } else {
            let metadata = fs::symlink_metadata(&path)
                .map_err(|error| Error::io("read the metadata of", &path, error))?;
            (directory.real.join(name), metadata)
        };

        if metadata.is_dir() {
            directory.check_not_above(&path, &real)?;
            let above = Some(Arc::clone(directory));
            return Ok(Some(Arc::new(Directory { archive_path, local: path, real, above })));
        }
        self.file(archive_path, &path, real, &metadata)?;
        Ok(None)
    }

    /// Takes in a file that is reached as `path` and lies at `real`.
    fn file(
        &mut self,
        archive_path: String,
        path: &Path,
        real: PathBuf,
        metadata: &Metadata,
    ) -> Result<(), Error> {
        check_regular(path, metadata.file_type())?;
        self.meter.visit(path, &archive_path)?;
        self.meter.add_bytes(path, metadata.len())?;
        let stamp = Stamp::of(metadata);
        self.found.files.push(Candidate { archive_path, local: real, stamp });
        Ok(())
    }
}

impl Directory {
    /// Refuses a directory that is this one or lies above it on the way taken here.
    fn check_not_above(&self, path: &Path, real: &Path) -> Result<(), Error> {
        let mut current = Some(self);
        while let Some(directory) = current {
            if directory.real.as_os_str() == real.as_os_str() {
                let (path, target) = (path.to_owned(), real.to_owned());
                return Err(Kind::LinkCycle { path, target }.into());
            }
            current = directory.above.as_deref();
        }
        Ok(())
    }
}

/// Lists a directory in a fixed order, so that the first error is always the same one.
fn list(directory: &Path) -> Result<Vec<(PathBuf, FileType)>, Error> {
    let failed = |error| Error::io("list the directory", directory, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        names.push((entry.path(), entry.file_type().map_err(failed)?));
    }
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(names)
}

/// Follows all links in `path` to what they lead to.
fn resolve(path: &Path) -> Result<(PathBuf, Metadata), Error> {
    let real = fs::canonicalize(path).map_err(|error| unresolved(path, error))?;
    let metadata = fs::symlink_metadata(&real)
        .map_err(|error| Error::io("read the metadata of", path, error))?;
    Ok((real, metadata))
}

/// Says why a path leads nowhere.
fn unresolved(path: &Path, error: io::Error) -> Error {
    let path = path.to_owned();
    match fs::read_link(&path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            Kind::DanglingLink { path, target }.into()
        }
        Ok(target) if is_link_loop(&error) => Kind::LinkCycle { path, target }.into(),
        _ => Error::io("find", &path, error),
    }
}

#[cfg(unix)]
fn is_link_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_link_loop(_error: &io::Error) -> bool {
    false
}

fn root_of(source: &Source, local: &Path, real: &Path, kind: SourceKind) -> Result<Root, Error> {
    if source.links == LinkPolicy::FollowAnywhere {
        return Ok(None);
    }
    match (&source.root, kind) {
        (Some(root), _) => resolve(root).map(|(root, _)| Some(root)),
        (None, SourceKind::Directory) => Ok(Some(real.to_owned())),
        (None, SourceKind::File) => {
            resolve(local.parent().unwrap_or(local)).map(|(root, _)| Some(root))
        }
    }
}

fn check_inside(root: &Root, path: &Path, real: &Path) -> Result<(), Error> {
    match root {
        Some(root) if !real.starts_with(root) => {
            let (path, target, root) = (path.to_owned(), real.to_owned(), root.clone());
            Err(Kind::LeavesRoot { path, target, root }.into())
        }
        _ => Ok(()),
    }
}

fn check_regular(path: &Path, file_type: FileType) -> Result<(), Error> {
    if file_type.is_file() {
        return Ok(());
    }
    Err(Kind::SpecialFile { path: path.to_owned(), what: name_of_type(file_type) }.into())
}

#[cfg(unix)]
fn name_of_type(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match file_type {
        kind if kind.is_fifo() => "FIFO",
        kind if kind.is_socket() => "socket",
        kind if kind.is_block_device() => "block device",
        kind if kind.is_char_device() => "character device",
        _ => "special file",
    }
}

#[cfg(not(unix))]
fn name_of_type(_file_type: FileType) -> &'static str {
    "special file"
}
