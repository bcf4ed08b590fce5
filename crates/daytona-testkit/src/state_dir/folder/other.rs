//! Folders by their paths, where the system cannot keep them open.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{entry, link_refused, regular};

/// A folder.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens a folder by its path, creating it and those above it when missing. The path may be a symbolic link.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Opens a folder in this one, creating it when missing.
    pub(crate) fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        let path = self.checked(name.as_ref())?;
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        Ok(Self { path })
    }

    /// Returns the path of an entry, for messages.
    pub(crate) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.path.join(name.as_ref())
    }

    /// Returns the path by which the folder was opened, for messages.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Does nothing: rights are inherited here.
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "one interface on all systems"
    )]
    pub(crate) fn make_private(&self) -> io::Result<()> {
        Ok(())
    }

    /// Lists the names of all entries, in no order.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.path)?.map(|member| Ok(member?.file_name())).collect()
    }

    /// Opens a regular file for reading.
    pub(crate) fn read(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().read(true))
    }

    /// Opens a regular file for writing, creating it when missing. Its content stays.
    pub(crate) fn write(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        let mut options = OpenOptions::new();
        self.file(name.as_ref(), options.read(true).write(true).create(true).truncate(false))
    }

    /// Opens a regular file to append to it, creating it when missing.
    pub(crate) fn append(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().append(true).create(true))
    }

    /// Creates a file for writing.
    pub(crate) fn create_new(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().write(true).create_new(true))
    }

    /// Moves an entry to another name, also of another folder, in place of what has it.
    pub(crate) fn rename(
        &self,
        name: impl AsRef<OsStr>,
        to: &Self,
        new_name: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (name, new_name) = (entry(name.as_ref())?, entry(new_name.as_ref())?);
        fs::rename(self.path.join(name), to.path.join(new_name))
    }

    /// Removes an entry that is not a folder. Of a link, its target stays.
    pub(crate) fn remove(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        fs::remove_file(self.path.join(entry(name.as_ref())?))
    }

    /// Returns `true` if an entry is a folder itself, and not a link to one.
    pub(crate) fn has_folder(&self, name: impl AsRef<OsStr>) -> bool {
        fs::symlink_metadata(self.path_of(name)).is_ok_and(|metadata| metadata.is_dir())
    }

    fn file(&self, name: &OsStr, options: &OpenOptions) -> io::Result<File> {
        regular(options.open(self.checked(name)?)?)
    }

    /// Returns the path of an entry that is not a link.
    fn checked(&self, name: &OsStr) -> io::Result<PathBuf> {
        let path = self.path.join(entry(name)?);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => Err(link_refused()),
            _ => Ok(path),
        }
    }
}
