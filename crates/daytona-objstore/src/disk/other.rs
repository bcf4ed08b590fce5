//! The disk by paths alone.

use std::ffi::OsStr;
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::Member;
use crate::stamp::{FileKind, Seen, Stamp};

/// A directory, by its path.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn open(real: &Path) -> io::Result<Self> {
        Ok(Self(real.to_owned()))
    }

    /// Lists what is in it, in no order.
    pub(crate) fn members(&mut self) -> io::Result<Vec<Member>> {
        let members = fs::read_dir(&self.0)?.map(|member| {
            let member = member?;
            Ok(Member { name: member.file_name(), kind: Some(kind_of(member.file_type()?)) })
        });
        members.collect()
    }

    /// Looks at a member, without opening it or following a link.
    pub(crate) fn seen(&self, name: &OsStr) -> io::Result<Seen> {
        seen(&self.0.join(name))
    }

    /// Opens a member for reading.
    pub(crate) fn open_member(&self, name: &OsStr) -> io::Result<File> {
        File::open(self.0.join(name))
    }
}

/// Looks at what is at a path, without opening it or following a link.
pub(crate) fn seen(path: &Path) -> io::Result<Seen> {
    fs::symlink_metadata(path).map(|metadata| of(&metadata))
}

/// Looks at a file that is open.
pub(crate) fn seen_open(file: &File) -> io::Result<Seen> {
    file.metadata().map(|metadata| of(&metadata))
}

pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads bytes from where they start in a file, on one thread at a time.
pub(crate) fn read_at(mut file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}

pub(crate) fn is_link_loop(_error: &io::Error) -> bool {
    false
}

fn of(metadata: &Metadata) -> Seen {
    Seen {
        kind: kind_of(metadata.file_type()),
        stamp: Stamp { size: metadata.len(), mode: 0o644, modified: metadata.modified().ok() },
    }
}

fn kind_of(file_type: FileType) -> FileKind {
    match file_type {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Directory,
        kind if kind.is_symlink() => FileKind::Link,
        _ => FileKind::Special("special file"),
    }
}
