//! Access to files relative to an open directory.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, lstat, openat, statat};
use rustix::io::{Errno, retry_on_intr};

use crate::metadata::{
    DirEntry, FileIdentity, FileKind, FileStat, FileTime, Metadata, permissions,
};

/// The flags for reading a file. Without `NONBLOCK`, opening a FIFO waits for a writer.
const READ_FLAGS: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

/// An open directory.
pub(crate) struct Directory(Dir);

impl Directory {
    /// Opens a directory by a path without links.
    pub(crate) fn open(real: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = retry_on_intr(|| openat(CWD, real, flags, Mode::empty()))?;
        Ok(Self(Dir::new(opened)?))
    }

    /// Lists the directory, in no particular order.
    pub(crate) fn entries(&mut self) -> io::Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        while let Some(entry) = self.0.read() {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name != "." && name != ".." {
                let kind = kind_of(entry.file_type());
                entries.push(DirEntry { name: OsString::from(name), kind });
            }
        }
        Ok(entries)
    }

    /// Reads the metadata of a member, without following a link.
    pub(crate) fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        Ok(convert(&statat(self.0.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Opens a member for reading. Fails if the member is a link.
    pub(crate) fn open_file(&self, name: &OsStr) -> io::Result<File> {
        let directory = self.0.fd()?;
        let flags = READ_FLAGS | OFlags::NOFOLLOW;
        Ok(retry_on_intr(|| openat(directory, name, flags, Mode::empty()))?.into())
    }
}

/// Reads the metadata of a path, without following a link.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    Ok(convert(&lstat(path)?))
}

/// Reads the target of a link.
pub(crate) fn link_target(path: &Path) -> io::Result<Vec<u8>> {
    Ok(std::fs::read_link(path)?.into_os_string().into_vec())
}

/// Reads the metadata of an open file.
pub(crate) fn metadata_of(file: &File) -> io::Result<Metadata> {
    Ok(convert(&fstat(file)?))
}

/// Opens a file for reading. Does not wait for a writer if the file is a FIFO.
pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // The standard library sets the other flags.
    options.read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    options.open(path)
}

/// Reads bytes at a position of a file. Any number of threads may call it.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    file.read_exact_at(bytes, start)
}

/// Returns `true` if links form a loop, or if there is a link where none is allowed.
pub(crate) fn is_link_loop(error: &io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::LOOP)
}

// The widths of these fields differ between systems.
#[allow(clippy::unnecessary_cast)]
fn convert(stat: &Stat) -> Metadata {
    let time = |seconds, nanoseconds| FileTime { seconds, nanoseconds };
    let identity = FileIdentity {
        device: stat.st_dev as u64,
        inode: stat.st_ino as u64,
        size: stat.st_size as u64,
        modified: time(stat.st_mtime as i64, stat.st_mtime_nsec as u32),
        changed: time(stat.st_ctime as i64, stat.st_ctime_nsec as u32),
    };
    let mode = permissions(stat.st_mode as u32);
    let file_type = FileType::from_raw_mode(stat.st_mode);
    Metadata {
        kind: kind_of(file_type).unwrap_or(FileKind::Special("special file")),
        stat: FileStat { mode, identity },
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
