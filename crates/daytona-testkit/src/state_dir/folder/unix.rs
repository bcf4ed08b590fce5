//! Folders on Unix, which stay open.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io,
    os::{
        fd::OwnedFd,
        unix::{ffi::OsStrExt, fs::DirBuilderExt, fs::MetadataExt},
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{
        AtFlags, CWD, Dir, FileType, Mode, OFlags, fchmod, mkdirat, openat, renameat, statat,
        unlinkat,
    },
    io::{Errno, retry_on_intr},
};

use super::entry::{entry, link_refused, regular, unusable};

const FOLDER_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// `NONBLOCK`, because the open of a FIFO would otherwise block.
const FILE: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// An open folder.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    open: OwnedFd,
}

impl Folder {
    /// Opens a folder by its path, which can be a symbolic link. Missing folders are created.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        Self::open_existing(path)
    }

    /// Opens a folder by its path, and creates nothing.
    pub(crate) fn open_existing(path: &Path) -> io::Result<Self> {
        let open = retry_on_intr(|| openat(CWD, path, FOLDER, Mode::empty()))?;
        Ok(Self { path: path.to_owned(), open })
    }

    /// Opens a subfolder. A missing folder is created.
    pub(crate) fn folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        let name = entry(name.as_ref())?;
        match mkdirat(&self.open, name, FOLDER_MODE) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        self.existing_folder(name)
    }

    /// Opens a subfolder, and creates nothing.
    pub(crate) fn existing_folder(&self, name: impl AsRef<OsStr>) -> io::Result<Self> {
        let name = entry(name.as_ref())?;
        let flags = FOLDER | OFlags::NOFOLLOW;
        let open = retry_on_intr(|| openat(&self.open, name, flags, Mode::empty()));
        let open = open.map_err(|error| match error {
            Errno::LOOP => link_refused(),
            Errno::NOTDIR if self.is(name, FileType::Symlink) => link_refused(),
            Errno::NOTDIR => unusable("not a folder; move it out of the state folder".to_owned()),
            error => error.into(),
        })?;
        Ok(Self { path: self.path_of(name), open })
    }

    /// Returns the path of an entry, for error messages.
    pub(crate) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.path.join(name.as_ref())
    }

    /// Returns the path of the folder, for error messages.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the permissions of all users except the owner.
    pub(crate) fn make_private(&self) -> io::Result<()> {
        Ok(fchmod(&self.open, FOLDER_MODE)?)
    }

    /// Returns the names of all entries, in no order.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for member in Dir::read_from(&self.open)? {
            let member = member?;
            let name = OsStr::from_bytes(member.file_name().to_bytes());
            if name != "." && name != ".." {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    /// Opens a regular file for reading.
    pub(crate) fn read(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OFlags::RDONLY)
    }

    /// Opens a regular file for writing, with its content. A missing file is created.
    pub(crate) fn write(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.single_link(name.as_ref(), OFlags::RDWR | OFlags::CREATE)
    }

    /// Opens a regular file for appending. A missing file is created.
    pub(crate) fn append(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.single_link(name.as_ref(), OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND)
    }

    /// Creates a file for writing. Fails if the file exists.
    pub(crate) fn create_new(&self, name: impl AsRef<OsStr>) -> io::Result<File> {
        self.file(name.as_ref(), OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)
    }

    /// Moves an entry to a folder and a name. An existing entry is replaced.
    pub(crate) fn rename(
        &self,
        name: impl AsRef<OsStr>,
        to: &Self,
        new_name: impl AsRef<OsStr>,
    ) -> io::Result<()> {
        let (name, new_name) = (entry(name.as_ref())?, entry(new_name.as_ref())?);
        Ok(renameat(&self.open, name, &to.open, new_name)?)
    }

    /// Removes an entry that is not a folder. The target of a link stays.
    pub(crate) fn remove(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(unlinkat(&self.open, entry(name.as_ref())?, AtFlags::empty())?)
    }

    /// Removes an empty subfolder.
    pub(crate) fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        Ok(unlinkat(&self.open, entry(name.as_ref())?, AtFlags::REMOVEDIR)?)
    }

    /// Returns `true` if an entry is a folder. A link to a folder is not.
    pub(crate) fn has_folder(&self, name: impl AsRef<OsStr>) -> bool {
        self.is(name.as_ref(), FileType::Directory)
    }

    fn is(&self, name: &OsStr, kind: FileType) -> bool {
        statat(&self.open, name, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == kind)
    }

    /// Opens a file that has no other hard link. A write would change the file under its other name.
    fn single_link(&self, name: &OsStr, flags: OFlags) -> io::Result<File> {
        let file = self.file(name, flags)?;
        if file.metadata()?.nlink() > 1 {
            let what = "a file with another hard link, which is not written to; remove it";
            return Err(unusable(what.to_owned()));
        }
        Ok(file)
    }

    fn file(&self, name: &OsStr, flags: OFlags) -> io::Result<File> {
        let name = entry(name)?;
        let open = retry_on_intr(|| openat(&self.open, name, FILE | flags, FILE_MODE));
        let open = open.map_err(|error| match error {
            Errno::LOOP => link_refused(),
            error => error.into(),
        })?;
        regular(File::from(open))
    }
}
