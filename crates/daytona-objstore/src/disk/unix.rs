//! The disk where directories can be opened, and files be told from one another.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, lstat, openat, statat};
use rustix::io::{Errno, retry_on_intr};

use super::Member;
use crate::stamp::{FileKind, Identity, Seen, Stamp, Time, visible_mode};

/// How files are opened: a FIFO in their place would otherwise block the open until somebody writes
/// to it.
const READING: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

/// A directory that is open.
pub(crate) struct Folder(Dir);

impl Folder {
    /// Opens a directory by a path without links.
    pub(crate) fn open(real: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = retry_on_intr(|| openat(CWD, real, flags, Mode::empty()))?;
        Ok(Self(Dir::new(opened)?))
    }

    /// Lists what is in it, in no order.
    pub(crate) fn members(&mut self) -> io::Result<Vec<Member>> {
        let mut members = Vec::new();
        while let Some(member) = self.0.read() {
            let member = member?;
            let name = OsStr::from_bytes(member.file_name().to_bytes());
            if name != "." && name != ".." {
                let kind = kind_of(member.file_type());
                members.push(Member { name: OsString::from(name), kind });
            }
        }
        Ok(members)
    }

    /// Looks at a member, without opening it or following a link.
    pub(crate) fn seen(&self, name: &OsStr) -> io::Result<Seen> {
        Ok(of(&statat(self.0.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Opens a member for reading, unless it is a link.
    pub(crate) fn open_member(&self, name: &OsStr) -> io::Result<File> {
        let folder = self.0.fd()?;
        let flags = READING | OFlags::NOFOLLOW;
        Ok(retry_on_intr(|| openat(folder, name, flags, Mode::empty()))?.into())
    }
}

/// Looks at what is at a path, without opening it or following a link.
pub(crate) fn seen(path: &Path) -> io::Result<Seen> {
    Ok(of(&lstat(path)?))
}

/// Looks at a file that is open.
pub(crate) fn seen_open(file: &File) -> io::Result<Seen> {
    Ok(of(&fstat(file)?))
}

pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // The one among the flags that the standard library does not set by itself.
    options.read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    options.open(path)
}

/// Reads bytes from where they start in a file, on any number of threads.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    file.read_exact_at(bytes, start)
}

/// Tells whether a link led to itself, or stood where there was to be none.
pub(crate) fn is_link_loop(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::LOOP)
}

// The widths of these fields differ between systems.
#[allow(clippy::unnecessary_cast)]
fn of(stat: &Stat) -> Seen {
    let time = |seconds, nanoseconds| Time { seconds, nanoseconds };
    let identity = Identity {
        device: stat.st_dev as u64,
        inode: stat.st_ino as u64,
        size: stat.st_size as u64,
        modified: time(stat.st_mtime as i64, stat.st_mtime_nsec as u32),
        changed: time(stat.st_ctime as i64, stat.st_ctime_nsec as u32),
    };
    let mode = visible_mode(stat.st_mode as u32);
    let file_type = FileType::from_raw_mode(stat.st_mode);
    Seen {
        kind: kind_of(file_type).unwrap_or(FileKind::Special("special file")),
        stamp: Stamp { mode, identity },
    }
}

fn kind_of(file_type: FileType) -> Option<FileKind> {
    Some(match file_type {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Directory,
        FileType::Symlink => FileKind::Link,
        FileType::Fifo => FileKind::Special("FIFO"),
        FileType::Socket => FileKind::Special("socket"),
        FileType::BlockDevice => FileKind::Special("block device"),
        FileType::CharacterDevice => FileKind::Special("character device"),
        _ => return None,
    })
}
