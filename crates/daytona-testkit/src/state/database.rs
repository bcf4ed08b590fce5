//! The tables, in memory and on disk.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{mpsc, watch};

use super::{
    change::SnapshotChange,
    clock::Clock,
    tables::{BuildRow, SnapshotRow, Tables},
};
use crate::{
    error::StartError,
    state_dir::{self, Folder, StateDir},
};

const SNAPSHOTS: &str = "snapshots";
const BUILDS: &str = "builds";

/// Reads all rows of a state folder.
pub(super) fn read_tables(dir: &StateDir) -> Result<Tables, StartError> {
    let mut tables = Tables::default();
    for row in state_dir::read_all::<SnapshotRow>(&dir.folder(SNAPSHOTS)?)? {
        tables.snapshots.insert(row.id.clone(), row);
    }
    for row in state_dir::read_all::<BuildRow>(&dir.folder(BUILDS)?)? {
        tables.builds.insert(row.build_ref.clone(), row);
    }
    Ok(tables)
}

/// The tables, in memory and on disk. A change is written to the disk first.
pub(crate) struct Database {
    dir: Arc<StateDir>,
    snapshots: Folder,
    builds: Folder,
    clock: Arc<Clock>,
    tables: Mutex<Tables>,
    /// Notifies of every change of a snapshot.
    changed: watch::Sender<()>,
    changes: mpsc::UnboundedSender<SnapshotChange>,
}

impl Database {
    /// Reads all rows.
    pub(super) fn open(
        dir: Arc<StateDir>,
        clock: Arc<Clock>,
        changes: mpsc::UnboundedSender<SnapshotChange>,
    ) -> Result<Self, StartError> {
        let (snapshots, builds) = (dir.folder(SNAPSHOTS)?, dir.folder(BUILDS)?);
        let (tables, changed) = (Mutex::new(read_tables(&dir)?), watch::Sender::new(()));
        Ok(Self { dir, snapshots, builds, clock, tables, changed, changes })
    }

    /// Locks the tables. A guard must not be held across an await.
    pub(crate) fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds or replaces a snapshot.
    pub(crate) fn put_snapshot(&self, tables: &mut Tables, row: SnapshotRow) -> io::Result<()> {
        self.dir.write(&self.snapshots, &format!("{}.json", row.id), &row)?;
        self.insert(tables, row);
        Ok(())
    }

    fn insert(&self, tables: &mut Tables, row: SnapshotRow) {
        let old_state = tables.snapshots.get(&row.id).map(|row| row.state.clone());
        let change = SnapshotChange::of_state(tables, old_state, &row);
        tables.snapshots.insert(row.id.clone(), row);
        self.report(change);
    }

    /// Changes a snapshot and sets its update time. Returns `None` if the snapshot does not exist.
    pub(crate) fn update_snapshot(
        &self,
        tables: &mut Tables,
        id: &str,
        change: impl FnOnce(&mut SnapshotRow),
    ) -> io::Result<Option<SnapshotRow>> {
        let Some(mut row) = tables.snapshots.get(id).cloned() else { return Ok(None) };
        row.updated_at = self.clock.stamp();
        change(&mut row);
        self.put_snapshot(tables, row.clone())?;
        Ok(Some(row))
    }

    /// Changes a snapshot in memory, if the disk fails. A later process has the snapshot without the change.
    pub(crate) fn update_unsaved(
        &self,
        tables: &mut Tables,
        id: &str,
        change: impl FnOnce(&mut SnapshotRow),
    ) {
        let Some(mut row) = tables.snapshots.get(id).cloned() else { return };
        row.updated_at = self.clock.stamp();
        change(&mut row);
        self.insert(tables, row);
    }

    /// Removes a snapshot.
    pub(crate) fn remove_snapshot(&self, tables: &mut Tables, id: &str) -> io::Result<()> {
        self.dir.remove(&self.snapshots, &format!("{id}.json"))?;
        let removed = tables.snapshots.remove(id);
        self.report(removed.map(|row| SnapshotChange::removal(tables, row)));
        Ok(())
    }

    fn report(&self, change: Option<SnapshotChange>) {
        self.changed.send_replace(());
        if let Some(change) = change {
            // A server without the feed has no receiver.
            let _ = self.changes.send(change);
        }
    }

    /// Adds or replaces a build.
    pub(crate) fn put_build(&self, tables: &mut Tables, row: BuildRow) -> io::Result<()> {
        let file = format!("{}.json", row.build_ref.replace(':', "-"));
        self.dir.write(&self.builds, &file, &row)?;
        tables.builds.insert(row.build_ref.clone(), row);
        Ok(())
    }

    /// Waits until `condition` returns a value. The condition is evaluated after every change of a snapshot.
    pub(crate) async fn wait_for<T>(&self, mut condition: impl FnMut(&Tables) -> Option<T>) -> T {
        let mut changes = self.changed.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(value) = condition(&self.tables()) {
                return value;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
