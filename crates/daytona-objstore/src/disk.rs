//! The disk, by the few questions a scan has for it.
//!
//! On Unix a directory stays open while its members are looked at and read, so that the system does
//! not have to find its way to each of them through the whole path.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(not(unix))]
pub(crate) use other::{Folder, is_link_loop, open_without_waiting, read_at, seen, seen_open};
#[cfg(unix)]
pub(crate) use unix::{Folder, is_link_loop, open_without_waiting, read_at, seen, seen_open};

use crate::Error;
use crate::stamp::FileKind;

/// A name in a directory, with what the directory itself says about it.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: OsString,
    /// Some file systems leave it to a look at the member.
    pub(crate) kind: Option<FileKind>,
}

/// Opens a file that was seen to be a regular one.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    opened(path, open_without_waiting(path))
}

/// Names the file in what came of opening one that was seen to be a regular one.
pub(crate) fn opened(path: &Path, file: io::Result<File>) -> Result<File, Error> {
    file.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::changed(path),
        _ if is_link_loop(&error) => Error::changed(path),
        _ => Error::io("open", path, error),
    })
}
