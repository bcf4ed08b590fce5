//! The state folder of emulators, without a running emulator.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use crate::{
    emulator::StoredObject,
    error::StartError,
    state::StoredState,
    state_dir::{self, StateDir},
};

/// The state folder of emulators: its summary and its cleanup, without a server.
///
/// ```
/// use daytona_testkit::{Emulator, SeedSnapshot, StateFolder};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let temporary = tempfile::tempdir()?;
/// # let path = temporary.path().join("state");
/// let builder = Emulator::builder().state_dir(&path);
/// builder.seed(SeedSnapshot::new("demo", "alpine:3.20")).start().await?.stop().await;
///
/// let folder = StateFolder::new(&path);
/// let summary = folder.summary()?.ok_or("no state")?;
/// assert_eq!(summary.snapshots["active"], 1);
///
/// folder.clear()?;
/// assert!(folder.summary()?.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct StateFolder {
    path: PathBuf,
    owner: Option<String>,
}

/// The content of a state folder. Default: no content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StateSummary {
    /// The number of snapshots in each state. A snapshot whose removal is due does not count.
    pub snapshots: BTreeMap<String, usize>,
    /// All objects, ordered by key.
    pub objects: Vec<StoredObject>,
    /// The objects that no snapshot needs, ordered by key.
    pub unneeded_objects: Vec<StoredObject>,
}

/// The files that [`StateFolder::clear`] has removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClearedState {
    /// The number of files.
    pub files: usize,
    /// The size of the files in bytes.
    pub bytes: u64,
}

impl StateFolder {
    /// Creates the handle of a folder. Reads and creates nothing.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), owner: None }
    }

    /// Sets the owner that other processes see while a method changes the folder, as
    /// [`EmulatorBuilder::lock_owner`](crate::EmulatorBuilder::lock_owner) does.
    #[must_use]
    pub fn lock_owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }

    /// Returns a summary, or `None` if the folder is missing, empty or cleared.
    ///
    /// Does not need the lock of the folder, and works while an emulator uses it. Changes nothing.
    ///
    /// # Errors
    ///
    /// The errors of [`EmulatorBuilder::start`](crate::EmulatorBuilder::start) about the folder, except
    /// [`StartError::StateInUse`].
    pub fn summary(&self) -> Result<Option<StateSummary>, StartError> {
        let state = match StateDir::open_read_only(&self.path).and_then(StoredState::read) {
            Err(error) if is_missing(&error) => return Ok(None),
            state => state?,
        };
        Ok(Some(StateSummary {
            snapshots: state.snapshot_counts(),
            objects: StoredObject::all(state.objects.with_prefix("")),
            unneeded_objects: StoredObject::all(state.unneeded_objects()),
        }))
    }

    /// Removes the objects that no snapshot needs, and returns them. A missing folder is not created.
    ///
    /// # Errors
    ///
    /// The errors of [`EmulatorBuilder::start`](crate::EmulatorBuilder::start) about the folder.
    pub fn remove_unneeded_objects(&self) -> Result<Vec<StoredObject>, StartError> {
        let Some(dir) = self.lock()? else { return Ok(Vec::new()) };
        let removed = StoredState::read(dir)?.remove_unneeded_objects();
        Ok(StoredObject::all(removed.map_err(state_dir::failed(&self.path.join("objects")))?))
    }

    /// Removes the whole state: snapshots, builds, logs, objects, the API key and the certificate authority.
    ///
    /// The folder stays, with its marker and its lock file. Files that no emulator has created stay too. Works for a
    /// state that cannot be read.
    ///
    /// # Errors
    ///
    /// The errors of [`EmulatorBuilder::start`](crate::EmulatorBuilder::start) about the folder, except
    /// [`StartError::StateUnreadable`].
    pub fn clear(&self) -> Result<ClearedState, StartError> {
        let Some(dir) = self.lock()? else { return Ok(ClearedState::default()) };
        let removed = dir.clear().map_err(state_dir::failed(&self.path))?;
        Ok(ClearedState { files: removed.files, bytes: removed.bytes })
    }

    /// Locks the folder. Returns `None` if there is no state.
    fn lock(&self) -> Result<Option<StateDir>, StartError> {
        match StateDir::open_read_only(&self.path) {
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
            Ok(_) => StateDir::open_kept(&self.path, self.owner.as_deref()).map(Some),
        }
    }

    /// Returns the path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn is_missing(error: &StartError) -> bool {
    matches!(error, StartError::State { source, .. } if source.kind() == io::ErrorKind::NotFound)
}
