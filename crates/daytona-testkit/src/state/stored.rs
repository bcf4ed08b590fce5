//! The state in a folder, without a server.

use std::{collections::BTreeMap, io, sync::Arc};

use jiff::Timestamp;

use super::{
    database, identity,
    needed_objects::unneeded,
    objects::{Object, ObjectStore},
    tables::{SnapshotRow, Tables},
};
use crate::{error::StartError, state_dir::StateDir};

/// The state in a folder, as a server would find it at its start.
pub(crate) struct StoredState {
    tables: Tables,
    pub(crate) objects: ObjectStore,
    organization_id: String,
}

impl StoredState {
    /// Reads the state. Snapshots whose removal is due are left out.
    pub(crate) fn read(dir: StateDir) -> Result<Self, StartError> {
        let dir = Arc::new(dir);
        let organization_id = identity::read_organization_id(&dir)?;
        let mut tables = database::read_tables(&dir)?;
        let now = Timestamp::now();
        let is_removed =
            |row: &SnapshotRow| row.state == "removing" && row.due.is_some_and(|due| due <= now);
        tables.snapshots.retain(|_, row| !is_removed(row));
        Ok(Self { tables, objects: ObjectStore::open(dir)?, organization_id })
    }

    /// Returns the number of snapshots in each state.
    pub(crate) fn snapshot_counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for row in self.tables.snapshots.values() {
            *counts.entry(row.state.clone()).or_default() += 1;
        }
        counts
    }

    /// Returns the objects that no snapshot needs.
    pub(crate) fn unneeded_objects(&self) -> Vec<Object> {
        unneeded(&self.tables, &self.objects, &self.organization_id)
    }

    /// Removes the objects that no snapshot needs, and returns them.
    pub(crate) fn remove_unneeded_objects(&self) -> io::Result<Vec<Object>> {
        let unneeded = self.unneeded_objects();
        unneeded.iter().try_for_each(|object| self.objects.remove(&object.key))?;
        Ok(unneeded)
    }
}
