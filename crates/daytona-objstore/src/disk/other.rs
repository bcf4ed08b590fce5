//! Access to files and directories by path.

use std::ffi::OsStr;
use std::fs::{self, File, FileType};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::metadata::{DirEntry, FileKind, FileStat, Metadata};

/// A directory, by its path.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn open(real: &Path) -> io::Result<Self> {
        Ok(Self(real.to_owned()))
    }

    /// Lists the directory, in no particular order.
    pub(crate) fn entries(&mut self) -> io::Result<Vec<DirEntry>> {
        let entries = fs::read_dir(&self.0)?.map(|entry| {
            let entry = entry?;
            Ok(DirEntry { name: entry.file_name(), kind: Some(kind_of(entry.file_type()?)) })
        });
        entries.collect()
    }

    /// Reads the metadata of a member, without following a link.
    pub(crate) fn metadata(&self, name: &OsStr) -> io::Result<Metadata> {
        metadata(&self.0.join(name))
    }

    /// Opens a member for reading.
    pub(crate) fn open_file(&self, name: &OsStr) -> io::Result<File> {
        File::open(self.0.join(name))
    }
}

/// Reads the metadata of a path, without following a link.
pub(crate) fn metadata(path: &Path) -> io::Result<Metadata> {
    fs::symlink_metadata(path).map(|metadata| convert(&metadata))
}

/// Reads the target of a link, with the separator `/`.
pub(crate) fn link_target(path: &Path) -> io::Result<Vec<u8>> {
    let target = fs::read_link(path)?;
    let text = target.to_str().ok_or(io::ErrorKind::InvalidData)?;
    Ok(text.replace('\\', "/").into_bytes())
}

/// Reads the metadata of an open file.
pub(crate) fn metadata_of(file: &File) -> io::Result<Metadata> {
    file.metadata().map(|metadata| convert(&metadata))
}

pub(crate) fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Reads bytes at a position of a file. One thread at a time may call it.
pub(crate) fn read_at(mut file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}

pub(crate) fn is_link_loop(_error: &io::Error) -> bool {
    false
}

fn convert(metadata: &fs::Metadata) -> Metadata {
    let kind = kind_of(metadata.file_type());
    let mode = if kind == FileKind::Directory { 0o755 } else { 0o644 };
    let stat = FileStat { size: metadata.len(), mode, modified: metadata.modified().ok() };
    Metadata { kind, stat }
}

fn kind_of(file_type: FileType) -> FileKind {
    match file_type {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Directory,
        kind if kind.is_symlink() => FileKind::Link,
        _ => FileKind::Special("special file"),
    }
}
