//! What the disk says about a file without opening it, and how a file is opened.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::Error;

/// What stands under a name.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) file_type: FileType,
    pub(crate) stamp: Stamp,
}

impl Seen {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { file_type: metadata.file_type(), stamp: Stamp::of(metadata) }
    }
}

/// Recognizes a file: two equal stamps mean that nobody wrote to it in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) size: u64,
    pub(crate) mode: u32,
    #[cfg(unix)]
    identity: Identity,
    #[cfg(not(unix))]
    modified: Option<std::time::SystemTime>,
}

/// Tells a file from every other one, and from itself as it was before a change.
///
/// The time of change is what makes it so: any program may set the time of modification back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) modified: Time,
    pub(crate) changed: Time,
}

/// A time as the file system keeps it, since the beginning of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) seconds: i64,
    pub(crate) nanoseconds: u32,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            mode: mode(metadata),
            #[cfg(unix)]
            identity: Identity::of(metadata),
            #[cfg(not(unix))]
            modified: metadata.modified().ok(),
        }
    }

    /// Returns what recognizes the file again later, where the system tells enough for that.
    #[cfg(unix)]
    pub(crate) fn identity(&self) -> Option<Identity> {
        Some(self.identity)
    }

    #[cfg(not(unix))]
    pub(crate) fn identity(&self) -> Option<Identity> {
        None
    }
}

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let time = |seconds, nanoseconds: i64| Time { seconds, nanoseconds: nanoseconds as u32 };
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: time(metadata.mtime(), metadata.mtime_nsec()),
            changed: time(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Returns true when the last change lies at least `margin` before `moment`, both times of it.
    pub(crate) fn is_settled(&self, moment: Duration, margin: Duration) -> bool {
        let latest = moment.checked_sub(margin);
        let is_before = |time: Time| match (u64::try_from(time.seconds), latest) {
            (Ok(seconds), Some(latest)) => Duration::new(seconds, time.nanoseconds) < latest,
            (Ok(_), None) => false,
            (Err(_), _) => true,
        };
        is_before(self.modified) && is_before(self.changed)
    }
}

/// Opens a file that was seen to be a regular one.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    open_without_waiting(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::changed(path),
        _ => Error::io("open", path, error),
    })
}

/// Opens a file for reading.
///
/// A FIFO in its place would otherwise block the open until somebody writes to it.
pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// Returns the permission bits that the builder gets to see.
///
/// Write access for group and others depends on the umask of whoever wrote the file, and is left
/// out for that.
pub(crate) fn visible_mode(mode: u32) -> u32 {
    mode & 0o777 & !0o022
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    visible_mode(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()))
}

#[cfg(not(unix))]
fn mode(_metadata: &Metadata) -> u32 {
    0o644
}
