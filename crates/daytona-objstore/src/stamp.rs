//! What the disk says about a file without opening it, and how a file is opened.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::Error;

/// Recognizes a file: two equal stamps mean that nobody wrote to it in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) size: u64,
    pub(crate) mode: u32,
    modified: Option<SystemTime>,
    inode: Option<(u64, u64)>,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            mode: mode(metadata),
            modified: metadata.modified().ok(),
            inode: inode(metadata),
        }
    }
}

/// Opens a file that was seen to be a regular one.
///
/// A FIFO put in its place since then would block the open until somebody writes to it.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::changed(path),
        _ => Error::io("open", path, error),
    })
}

/// Returns the permission bits that the builder gets to see.
///
/// Write access for group and others depends on the umask of whoever wrote the file, and is left
/// out for that.
#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777 & !0o022
}

#[cfg(not(unix))]
fn mode(_metadata: &Metadata) -> u32 {
    0o644
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}
