//! The folder that holds everything the emulated server remembers.
//!
//! Each row and each object is a file of its own, written beside its place and renamed into it, so that a
//! process killed at any moment leaves either the old or the new one. Nothing is synced to the disk: a
//! machine that loses power may lose the last changes.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Serialize, de::DeserializeOwned};
use tempfile::{NamedTempFile, TempDir};

use crate::error::StartError;

const LOCK_FILE: &str = "lock";
const SCRATCH: &str = "scratch";

/// An open, locked state folder.
#[derive(Debug)]
pub(crate) struct StateDir {
    root: PathBuf,
    /// `None` once closed: nothing is written any more.
    lock: Mutex<Option<File>>,
    /// Removes the folder when the emulator was not given one to keep.
    _temporary: Option<TempDir>,
}

impl StateDir {
    /// Opens a folder that outlives the emulator, creating it when missing.
    pub(crate) fn keep(root: PathBuf) -> Result<Self, StartError> {
        Self::open(root, None)
    }

    /// Opens a new folder that is removed with the emulator.
    pub(crate) fn temporary() -> Result<Self, StartError> {
        let dir = tempfile::Builder::new()
            .prefix("daytona-testkit-")
            .tempdir()
            .map_err(|source| StartError::State { path: std::env::temp_dir(), source })?;
        Self::open(dir.path().to_owned(), Some(dir))
    }

    fn open(root: PathBuf, temporary: Option<TempDir>) -> Result<Self, StartError> {
        let used = |source| StartError::State { path: root.clone(), source };
        fs::create_dir_all(&root).map_err(used)?;
        let lock = File::create(root.join(LOCK_FILE)).map_err(used)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StartError::StateInUse { path: root }),
            Err(TryLockError::Error(source)) => return Err(used(source)),
        }
        let dir = Self { root, lock: Mutex::new(Some(lock)), _temporary: temporary };
        dir.empty_scratch().map_err(|source| StartError::State { path: dir.scratch(), source })?;
        Ok(dir)
    }

    /// Makes every later write fail, and lets another emulator open the folder.
    pub(crate) fn close(&self) {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Returns a folder below the root, creating it when missing.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, StartError> {
        let path = self.root.join(name);
        fs::create_dir_all(&path)
            .map_err(|source| StartError::State { path: path.clone(), source })?;
        Ok(path)
    }

    /// Returns a folder for unfinished files, emptied at every start.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join(SCRATCH)
    }

    fn empty_scratch(&self) -> io::Result<()> {
        let scratch = self.scratch();
        match fs::remove_dir_all(&scratch) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&scratch),
        }
    }

    /// Replaces a JSON file as a whole.
    pub(crate) fn write(&self, file: &Path, value: &impl Serialize) -> io::Result<()> {
        let mut new = NamedTempFile::new_in(self.scratch())?;
        serde_json::to_writer(&mut new, value)?;
        self.move_into_place(&file_of(new)?, file)
    }

    /// Renames a finished file of the scratch folder to its place.
    pub(crate) fn move_into_place(&self, from: &Path, to: &Path) -> io::Result<()> {
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            return Err(io::Error::other("the emulator has been stopped"));
        }
        fs::rename(from, to)
    }

    /// Removes a file that may be gone already.
    pub(crate) fn remove(&self, file: &Path) -> io::Result<()> {
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_none() {
            return Err(io::Error::other("the emulator has been stopped"));
        }
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Keeps a temporary file under its own name, with the permissions of any new file's owner.
fn file_of(file: NamedTempFile) -> io::Result<PathBuf> {
    Ok(file.into_temp_path().keep()?)
}

/// Reads a JSON file; `None` when there is none.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StartError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StartError::State { path: path.to_owned(), source }),
    };
    serde_json::from_slice(&text)
        .map(Some)
        .map_err(|source| StartError::StateUnreadable { path: path.to_owned(), source })
}

/// Reads every JSON file of a folder, with its path.
pub(crate) fn read_all<T: DeserializeOwned>(
    folder: &Path,
) -> Result<Vec<(PathBuf, T)>, StartError> {
    let used = |source| StartError::State { path: folder.to_owned(), source };
    let mut values = Vec::new();
    for entry in fs::read_dir(folder).map_err(used)? {
        let path = entry.map_err(used)?.path();
        if path.extension().is_some_and(|extension| extension == "json")
            && let Some(value) = read(&path)?
        {
            values.push((path, value));
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_in_use_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let first = StateDir::keep(dir.path().to_owned()).unwrap();
        let error = StateDir::keep(dir.path().to_owned()).unwrap_err();
        assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
        assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
        first.close();
        StateDir::keep(dir.path().to_owned()).unwrap();
    }

    #[test]
    fn closed_folder_takes_no_more_writes() {
        let dir = tempfile::tempdir().unwrap();
        let state = StateDir::keep(dir.path().to_owned()).unwrap();
        let file = dir.path().join("row.json");
        state.write(&file, &1).unwrap();
        state.close();
        state.write(&file, &2).unwrap_err();
        assert_eq!(read::<u32>(&file).unwrap(), Some(1));
    }

    #[test]
    fn leftovers_of_a_killed_process_are_swept_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let state = StateDir::keep(dir.path().to_owned()).unwrap();
        fs::write(state.scratch().join("half"), "{").unwrap();
        drop(state);
        let state = StateDir::keep(dir.path().to_owned()).unwrap();
        assert_eq!(fs::read_dir(state.scratch()).unwrap().count(), 0);
    }

    #[test]
    fn damaged_row_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("row.json"), "{").unwrap();
        let error = read_all::<u32>(dir.path()).unwrap_err();
        assert!(error.to_string().contains("row.json"), "{error}");
    }
}
