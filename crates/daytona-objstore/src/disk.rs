//! Access to files and directories.
//!
//! On Unix, a directory stays open while its members are read. So the system resolves the path of
//! the directory once, not once for each member.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(not(unix))]
pub(crate) use other::{
    Directory, is_link_loop, link_target, metadata, metadata_of, open_without_waiting, read_at,
};
#[cfg(unix)]
pub(crate) use unix::{
    Directory, is_link_loop, link_target, metadata, metadata_of, open_without_waiting, read_at,
};

use crate::Error;

/// Opens a file that was a regular file before.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    open_result(path, open_without_waiting(path))
}

/// Reads the target of a link that was a link before.
pub(crate) fn read_link(path: &Path) -> Result<Box<[u8]>, Error> {
    link_target(path).map(Into::into).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::InvalidInput => Error::changed(path),
        _ => Error::io("read the link", path, error),
    })
}

/// Converts the result of opening a file that was a regular file before.
pub(crate) fn open_result(path: &Path, file: io::Result<File>) -> Result<File, Error> {
    file.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::changed(path),
        _ if is_link_loop(&error) => Error::changed(path),
        _ => Error::io("open", path, error),
    })
}
