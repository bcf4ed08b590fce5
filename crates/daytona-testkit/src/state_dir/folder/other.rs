//! Folders on other systems, by their paths.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::entry::{entry, link_refused, regular};

/// A folder.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens a folder by its path, which can be a symbolic link. Missing folders are created.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Self::open_existing(path)
    }

    /// Opens a folder by its path, and creates nothing.
    pub(crate) fn open_existing(path: &Path) -> io::Result<Self> {
        fs::read_dir(path)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Opens a subfolder. A missing folder is created.
    pub(crate) fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        let path = self.checked(name.as_ref())?;
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        Ok(Self { path })
    }

    /// Opens a subfolder, and creates nothing.
    pub(crate) fn existing_folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        Self::open_existing(&self.checked(name.as_ref())?)
    }

    /// Returns the path of an entry, for error messages.
    pub(crate) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.path.join(name.as_ref())
    }

    /// Returns the path of the folder, for error messages.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Does nothing, because permissions are inherited.
    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the same interface on all systems"
    )]
    pub(crate) fn make_private(&self) -> io::Result<()> {
        Ok(())
    }

    /// Returns the names of all entries, in no order.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.path)?.map(|member| Ok(member?.file_name())).collect()
    }

    /// Opens a regular file for reading.
    pub(crate) fn read(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().read(true))
    }

    /// Opens a regular file for writing, with its content. A missing file is created.
    pub(crate) fn write(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        let mut options = OpenOptions::new();
        self.file(name.as_ref(), options.read(true).write(true).create(true).truncate(false))
    }

    /// Opens a regular file for appending. A missing file is created.
    pub(crate) fn append(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().append(true).create(true))
    }

    /// Creates a file for writing. Fails if the file exists.
    pub(crate) fn create_new(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OpenOptions::new().write(true).create_new(true))
    }

    /// Moves an entry to a folder and a name. An existing entry is replaced.
    pub(crate) fn rename(
        &self,
        name: impl AsRef<OsStr>,
        to: &Self,
        new_name: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (name, new_name) = (entry(name.as_ref())?, entry(new_name.as_ref())?);
        fs::rename(self.path.join(name), to.path.join(new_name))
    }

    /// Removes an entry that is not a folder. The target of a link stays.
    pub(crate) fn remove(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        fs::remove_file(self.path.join(entry(name.as_ref())?))
    }

    /// Removes an empty subfolder.
    pub(crate) fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        fs::remove_dir(self.path.join(entry(name.as_ref())?))
    }

    /// Returns `true` if an entry is a folder. A link to a folder is not.
    pub(crate) fn has_folder(&self, name: impl AsRef<OsStr>) -> bool {
        fs::symlink_metadata(self.path_of(name)).is_ok_and(|metadata| metadata.is_dir())
    }

    fn file(&self, name: &OsStr, options: &OpenOptions) -> io::Result<File> {
        regular(options.open(self.checked(name)?)?)
    }

    /// Returns the path of an entry, and checks that it is not a link.
    fn checked(&self, name: &OsStr) -> io::Result<PathBuf> {
        let path = self.path.join(entry(name)?);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => Err(link_refused()),
            _ => Ok(path),
        }
    }
}
