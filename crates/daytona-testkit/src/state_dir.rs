//! The folder with the state of a server.
//!
//! Each row and each object is one file. It is written to a scratch folder and renamed, so that a killed process leaves
//! either the old or the new file. Nothing is synced: a power failure can lose the latest changes.
//!
//! A folder is accepted if it is empty or has the marker. Any other folder is refused and not changed.

mod folder;
mod marker;

use std::{
    fs::{File, TryLockError},
    io::{self, Read, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) use self::folder::Folder;
use crate::error::StartError;

const LOCK_FILE: &str = "lock";
const SCRATCH: &str = "scratch";

/// An open, locked state folder.
#[derive(Debug)]
pub(crate) struct StateDir {
    root: Folder,
    /// The folder of unfinished files, which are removed at every start.
    scratch: Folder,
    /// `None` after [`close`](Self::close). Then every write fails.
    lock: Mutex<Option<File>>,
    /// Removes a temporary folder when dropped.
    _temporary: Option<TempDir>,
}

impl StateDir {
    /// Opens a folder that is kept. A missing folder is created.
    pub(crate) fn open_kept(root: &Path) -> Result<Self, StartError> {
        Self::open(root, None)
    }

    /// Creates a temporary folder.
    pub(crate) fn create_temporary() -> Result<Self, StartError> {
        let dir = tempfile::Builder::new()
            .prefix("daytona-testkit-")
            .tempdir()
            .map_err(|source| StartError::State { path: std::env::temp_dir(), source })?;
        let path = dir.path().to_owned();
        Self::open(&path, Some(dir))
    }

    fn open(path: &Path, temporary: Option<TempDir>) -> Result<Self, StartError> {
        // Errors must name the folder, even if the path is `.`.
        let path = &std::path::absolute(path).map_err(failed(path))?;
        let root = Folder::open(path).map_err(failed(path))?;
        if !marker::claim(&root).map_err(failed(path))? {
            return Err(StartError::StateForeign { path: path.to_owned() });
        }
        let lock_path = root.path_of(LOCK_FILE);
        let lock = root.write(LOCK_FILE).map_err(failed(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StartError::StateInUse { path: path.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(failed(&lock_path)(source)),
        }
        let scratch = subfolder(&root, SCRATCH)?;
        remove_files_except(&scratch, |_| false).map_err(failed(scratch.path()))?;
        Ok(Self { root, scratch, lock: Mutex::new(Some(lock)), _temporary: temporary })
    }

    /// Releases the folder for another emulator. Every later write fails.
    pub(crate) fn close(&self) {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Returns a folder below the root. A missing folder is created.
    pub(crate) fn folder(&self, name: &str) -> Result<Folder, StartError> {
        subfolder(&self.root, name)
    }

    /// Returns the folder for unfinished files.
    pub(crate) fn scratch(&self) -> &Folder {
        &self.scratch
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
        let new = Uuid::new_v4().to_string();
        let written = self.scratch.create_new(&new).and_then(|mut file| {
            file.write_all(content)?;
            self.move_into_place(&new, folder, name)
        });
        if written.is_err() {
            // A file that stays is removed at the next start.
            let _ = self.scratch.remove(&new);
        }
        written
    }

    /// Renames a finished file of the scratch folder.
    pub(crate) fn move_into_place(&self, new: &str, folder: &Folder, name: &str) -> io::Result<()> {
        self.if_open(|| self.scratch.rename(new, folder, name))
    }

    /// Removes a file, which can be missing.
    pub(crate) fn remove(&self, folder: &Folder, name: &str) -> io::Result<()> {
        self.if_open(|| match folder.remove(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
    }

    fn if_open(&self, change: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            return Err(io::Error::other("the emulator has been stopped"));
        }
        change()
    }
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
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
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
        StateDir::open_kept(dir.path()).unwrap()
    }

    #[test]
    fn folder_in_use_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let first = kept(&dir);
        let error = StateDir::open_kept(dir.path()).unwrap_err();
        assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
        assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
        first.close();
        kept(&dir);
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
        assert_eq!(state.scratch().names().unwrap(), [""; 0]);
    }

    #[test]
    fn unfinished_files_of_a_killed_process_are_removed_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let state = kept(&dir);
        fs::write(state.scratch().path_of("half"), "{").unwrap();
        drop(state);
        assert_eq!(kept(&dir).scratch().names().unwrap(), [""; 0]);
    }

    #[test]
    fn error_of_a_damaged_row_names_its_file() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("row.json"), "{").unwrap();
        let error = read_all::<u32>(&Folder::open(dir.path()).unwrap()).unwrap_err();
        assert!(error.to_string().contains("row.json"), "{error}");
    }
}
