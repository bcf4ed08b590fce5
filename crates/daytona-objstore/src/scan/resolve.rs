//! The resolution of paths and links.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Kind;
use crate::metadata::{FileKind, FileStat, Metadata};
use crate::source::SourceKind;
use crate::{Error, disk};

/// Resolves all links in `path`, and returns the path and the metadata of the target.
pub(super) fn resolve(path: &Path) -> Result<(PathBuf, Metadata), Error> {
    let real = fs::canonicalize(path).map_err(|error| resolve_error(path, error))?;
    let metadata = disk::metadata(&real).map_err(|error| metadata_error(&real, error))?;
    Ok((real, metadata))
}

pub(super) fn source_kind(metadata: &Metadata) -> SourceKind {
    match metadata.kind {
        FileKind::Directory => SourceKind::Directory,
        _ => SourceKind::File,
    }
}

/// Returns the state of a regular file. Fails for any other kind.
pub(super) fn regular_file(
    metadata: Metadata,
    path: impl Fn() -> PathBuf,
) -> Result<FileStat, Error> {
    match metadata.kind {
        FileKind::File => Ok(metadata.stat),
        FileKind::Special(what) => Err(Kind::SpecialFile { path: path(), what }.into()),
        // It was a file when it was listed or resolved.
        FileKind::Directory | FileKind::Link => Err(Error::changed(&path())),
    }
}

pub(super) fn metadata_error(path: &Path, error: io::Error) -> Error {
    Error::io("read the metadata of", path, error)
}

fn resolve_error(path: &Path, error: io::Error) -> Error {
    let path = path.to_owned();
    match fs::read_link(&path) {
        Ok(target) if error.kind() == io::ErrorKind::NotFound => {
            Kind::DanglingLink { path, target }.into()
        }
        Ok(target) if disk::is_link_loop(&error) => Kind::LinkCycle { path, target }.into(),
        _ => Error::io("find", &path, error),
    }
}
