//! The folder with the state of a server.
//!
//! Each row and each object is one file. It is written to a scratch folder and renamed, so that a killed process leaves
//! either the old or the new file. Nothing is synced: a power failure can lose the latest changes.
//!
//! A folder is accepted if it is empty or has the marker. Any other folder is refused and not changed.
//!
//! One process at a time changes a folder: it holds the lock of the lock file until it ends, also by a crash. Other
//! processes can read the folder at any time. They see each file as it was before or after a change.

mod contents;
mod folder;
mod marker;

use std::{
    fs::{File, TryLockError},
    io::{self, ErrorKind, Read, Seek, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) use self::{contents::RemovedFiles, folder::Folder};
use crate::error::StartError;

const LOCK_FILE: &str = "lock";
const SCRATCH: &str = "scratch";
/// The maximum length of the owner in the lock file.
const MAX_OWNER_BYTES: u64 = 200;

/// An open state folder.
#[derive(Debug)]
pub(crate) struct StateDir {
    root: Folder,
    access: Access,
    /// Removes a temporary folder when dropped.
    _temporary: Option<TempDir>,
}

#[derive(Debug)]
enum Access {
    Exclusive {
        /// The folder of unfinished files, which are removed at every start.
        scratch: Folder,
        /// `None` after [`StateDir::close`]. Then every write fails.
        lock: Mutex<Option<File>>,
    },
    ReadOnly,
}

impl StateDir {
    /// Opens and locks a folder that is kept. A missing folder is created. The lock file names the owner.
    pub(crate) fn open_kept(root: &Path, owner: Option<&str>) -> Result<Self, StartError> {
        Self::open(root, owner, None)
    }

    /// Opens a folder for reading, without the lock. Creates and changes nothing.
    pub(crate) fn open_read_only(path: &Path) -> Result<Self, StartError> {
        let path = &std::path::absolute(path).map_err(failed(path))?;
        let root = Folder::open_existing(path).map_err(failed(path))?;
        if !marker::is_marked(&root).map_err(failed(path))? {
            return Err(match root.names().map_err(failed(path))?.is_empty() {
                true => failed(path)(io::Error::new(ErrorKind::NotFound, "the folder is empty")),
                false => StartError::StateForeign { path: path.to_owned() },
            });
        }
        Ok(Self { root, access: Access::ReadOnly, _temporary: None })
    }

    /// Creates a temporary folder.
    pub(crate) fn create_temporary() -> Result<Self, StartError> {
        let dir = tempfile::Builder::new()
            .prefix("daytona-testkit-")
            .tempdir()
            .map_err(|source| StartError::State { path: std::env::temp_dir(), source })?;
        let path = dir.path().to_owned();
        Self::open(&path, None, Some(dir))
    }

    fn open(
        path: &Path,
        owner: Option<&str>,
        temporary: Option<TempDir>,
    ) -> Result<Self, StartError> {
        // Errors must name the folder, even if the path is `.`.
        let path = &std::path::absolute(path).map_err(failed(path))?;
        let root = Folder::open(path).map_err(failed(path))?;
        if !marker::claim(&root).map_err(failed(path))? {
            return Err(StartError::StateForeign { path: path.to_owned() });
        }
        let lock_path = root.path_of(LOCK_FILE);
        let lock = root.write(LOCK_FILE).map_err(failed(&lock_path))?;
        match lock.try_lock() {
            // The owner is for people only. A full disk must not prevent the start.
            Ok(()) => drop(write_owner(&lock, owner)),
            Err(TryLockError::WouldBlock) => {
                let owner = read_owner(&lock);
                return Err(StartError::StateInUse { path: path.to_owned(), owner });
            }
            Err(TryLockError::Error(source)) => return Err(failed(&lock_path)(source)),
        }
        let scratch = subfolder(&root, SCRATCH)?;
        remove_files_except(&scratch, |_| false).map_err(failed(scratch.path()))?;
        let access = Access::Exclusive { scratch, lock: Mutex::new(Some(lock)) };
        Ok(Self { root, access, _temporary: temporary })
    }

    /// Removes the whole state, except the marker and the lock file.
    pub(crate) fn clear(&self) -> io::Result<RemovedFiles> {
        self.if_open(|| contents::remove_state(&self.root))
    }

    /// Returns `true` if the folder is open for reading only.
    pub(crate) fn is_read_only(&self) -> bool {
        matches!(self.access, Access::ReadOnly)
    }

    /// Releases the folder for another emulator. Every later write fails.
    pub(crate) fn close(&self) {
        if let Access::Exclusive { lock, .. } = &self.access {
            lock.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }

    /// Returns a folder below the root. A missing folder is created, unless the root is open for reading only.
    pub(crate) fn folder(&self, name: &str) -> Result<Folder, StartError> {
        match self.access {
            Access::Exclusive { .. } => subfolder(&self.root, name),
            Access::ReadOnly => {
                self.root.existing_folder(name).map_err(failed(&self.root.path_of(name)))
            }
        }
    }

    /// Returns the folder for unfinished files.
    ///
    /// # Errors
    ///
    /// Returns an error if the state folder is open for reading only.
    pub(crate) fn scratch(&self) -> io::Result<&Folder> {
        match &self.access {
            Access::Exclusive { scratch, .. } => Ok(scratch),
            Access::ReadOnly => Err(self.refused()),
        }
    }

    /// Returns the error of a write to a folder that is open for reading only.
    fn refused(&self) -> io::Error {
        let message = format!("{} is open for reading only", self.root.path().display());
        io::Error::new(ErrorKind::ReadOnlyFilesystem, message)
    }

    /// Replaces a JSON file atomically.
    pub(crate) fn write(
        &self,
        folder: &Folder,
        name: &str,
        value: &impl Serialize,
    ) -> io::Result<()> {
        self.write_bytes(folder, name, &serde_json::to_vec(value)?)
    }

    /// Replaces a file atomically.
    pub(crate) fn write_bytes(
        &self,
        folder: &Folder,
        name: &str,
        content: &[u8],
    ) -> io::Result<()> {
        let scratch = self.scratch()?;
        let new = Uuid::new_v4().to_string();
        let written = scratch.create_new(&new).and_then(|mut file| {
            file.write_all(content)?;
            self.move_into_place(&new, folder, name)
        });
        if written.is_err() {
            // A file that stays is removed at the next start.
            let _ = scratch.remove(&new);
        }
        written.map_err(|error| unwritten(&folder.path_of(name), &error))
    }

    /// Renames a finished file of the scratch folder.
    pub(crate) fn move_into_place(&self, new: &str, folder: &Folder, name: &str) -> io::Result<()> {
        let scratch = self.scratch()?;
        self.if_open(|| scratch.rename(new, folder, name))
    }

    /// Removes a file, which can be missing.
    pub(crate) fn remove(&self, folder: &Folder, name: &str) -> io::Result<()> {
        self.if_open(|| match folder.remove(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
    }

    fn if_open<T>(&self, change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let Access::Exclusive { lock, .. } = &self.access else { return Err(self.refused()) };
        let lock = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            return Err(io::Error::other("the emulator has been stopped"));
        }
        change()
    }
}

/// Returns `true` if a disk or a quota has no space for a file.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// Returns the error of a file that was not written, with its path and advice.
pub(crate) fn unwritten(path: &Path, error: &io::Error) -> io::Error {
    let path = path.display();
    let advice = if is_full(error) { "; free space on its disk" } else { "" };
    io::Error::new(error.kind(), format!("failed to write {path}: {error}{advice}"))
}

/// Writes the owner of the lock, in place of an earlier one.
fn write_owner(mut lock: &File, owner: Option<&str>) -> io::Result<()> {
    lock.set_len(0)?;
    lock.write_all(owner.unwrap_or_default().as_bytes())
}

/// Returns the owner that another process has written. Some systems do not let others read a locked file.
fn read_owner(mut lock: &File) -> Option<String> {
    let mut owner = String::new();
    lock.rewind().ok()?;
    lock.take(MAX_OWNER_BYTES).read_to_string(&mut owner).ok()?;
    Some(owner).filter(|owner| !owner.is_empty())
}

/// Returns a function that adds the path of a file or folder to an error.
pub(crate) fn failed(path: &Path) -> impl FnOnce(io::Error) -> StartError + use<> {
    let path = path.to_owned();
    move |source| StartError::State { path, source }
}

fn subfolder(root: &Folder, name: &str) -> Result<Folder, StartError> {
    root.folder(name).map_err(failed(&root.path_of(name)))
}

/// Removes all files except those for which `is_kept` returns `true`.
///
/// Folders and names that are not Unicode stay, because no emulator creates them here.
pub(crate) fn remove_files_except(
    folder: &Folder,
    is_kept: impl Fn(&str) -> bool,
) -> io::Result<()> {
    for name in folder.names()? {
        if name.to_str().is_some_and(|name| !is_kept(name)) && !folder.has_folder(&name) {
            folder.remove(&name)?;
        }
    }
    Ok(())
}

/// Reads a JSON file. Returns `None` if it does not exist.
pub(crate) fn read<T: DeserializeOwned>(
    folder: &Folder,
    name: &str,
) -> Result<Option<T>, StartError> {
    let path = folder.path_of(name);
    let mut text = Vec::new();
    let read = folder.read(name).and_then(|mut file| file.read_to_end(&mut text));
    match read {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StartError::State { path, source }),
    }
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(|source| StartError::StateUnreadable { path, source })
}

/// Reads every JSON file of a folder.
pub(crate) fn read_all<T: DeserializeOwned>(folder: &Folder) -> Result<Vec<T>, StartError> {
    let mut values = Vec::new();
    for name in folder.names().map_err(failed(folder.path()))? {
        let Some(name) = name.to_str().filter(|name| is_json(name)) else { continue };
        values.extend(read(folder, name)?);
    }
    Ok(values)
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "json")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn kept(dir: &TempDir) -> StateDir {
        StateDir::open_kept(dir.path(), None).unwrap()
    }

    #[test]
    fn folder_in_use_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let first = StateDir::open_kept(dir.path(), Some("process 1")).unwrap();
        let error = StateDir::open_kept(dir.path(), Some("process 22")).unwrap_err();
        assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
        let StartError::StateInUse { owner, .. } = error else { panic!("{error}") };
        assert_eq!(owner.as_deref(), Some("process 1"));
        first.close();
        let second = kept(&dir);
        let error = StateDir::open_kept(dir.path(), None).unwrap_err();
        assert!(matches!(error, StartError::StateInUse { owner: None, .. }), "{error}");
        drop(second);
    }

    #[test]
    fn folder_in_use_can_be_read_and_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let first = kept(&dir);
        first.write(&first.folder("rows").unwrap(), "row.json", &1).unwrap();
        let reader = StateDir::open_read_only(dir.path()).unwrap();
        let rows = reader.folder("rows").unwrap();
        assert_eq!(read::<u32>(&rows, "row.json").unwrap(), Some(1));
        let error = reader.write(&rows, "row.json", &2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnlyFilesystem);
        reader.remove(&rows, "row.json").unwrap_err();
        reader.folder("more").unwrap_err();
        assert_eq!(read::<u32>(&rows, "row.json").unwrap(), Some(1));
    }

    #[test]
    fn folder_without_state_is_not_changed_by_a_reader() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("missing");
        for path in [dir.path(), &missing] {
            let error = StateDir::open_read_only(path).unwrap_err();
            let StartError::State { source, .. } = error else { panic!("{error}") };
            assert_eq!(source.kind(), ErrorKind::NotFound);
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        fs::write(dir.path().join("letter"), "").unwrap();
        let error = StateDir::open_read_only(dir.path()).unwrap_err();
        assert!(matches!(error, StartError::StateForeign { .. }), "{error}");
    }

    #[test]
    fn closed_folder_refuses_writes() {
        let dir = tempfile::tempdir().unwrap();
        let state = kept(&dir);
        let rows = state.folder("rows").unwrap();
        state.write(&rows, "row.json", &1).unwrap();
        state.close();
        state.write(&rows, "row.json", &2).unwrap_err();
        assert_eq!(read::<u32>(&rows, "row.json").unwrap(), Some(1));
        assert_eq!(state.scratch().unwrap().names().unwrap(), [""; 0]);
    }

    #[test]
    fn unfinished_files_of_a_killed_process_are_removed_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let state = kept(&dir);
        fs::write(state.scratch().unwrap().path_of("half"), "{").unwrap();
        drop(state);
        assert_eq!(kept(&dir).scratch().unwrap().names().unwrap(), [""; 0]);
    }

    #[test]
    fn error_of_a_damaged_row_names_its_file() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("row.json"), "{").unwrap();
        let error = read_all::<u32>(&Folder::open(dir.path()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("row.json"), "{error}");
    }
}
