//! The objects that snapshots need, and the removal of the others.
//!
//! A snapshot needs the context archives that its build names, until the snapshot is removed. This is the only place
//! that decides which other objects are removed:
//!
//! - The removal of a snapshot, and a start, remove the objects that builds name and no snapshot needs. An object stays
//!   if a client has uploaded it or looked it up within the lifetime of storage credentials: this client can be about
//!   to create a snapshot that needs it. The next start removes the object.
//! - [`ServerState::remove_abandoned_uploads`] removes what clients have uploaded since the start and no snapshot
//!   needs. Its caller knows that no client is about to create a snapshot.
//! - [`unneeded`] is for a process that has the lock of the folder and no server, and therefore no clients.
//!
//! An object that no build names was uploaded for later. The first rule keeps it.

use std::{collections::HashSet, io};

use jiff::{SignedDuration, Timestamp};

use super::{
    ServerState,
    objects::{Object, ObjectStore, context_key},
    tables::{BuildRow, Tables},
};

/// Returns the objects that no snapshot needs, ordered by key.
pub(super) fn unneeded(
    tables: &Tables,
    objects: &ObjectStore,
    organization_id: &str,
) -> Vec<Object> {
    let builds = tables.snapshots.values().filter_map(|row| tables.build_of(row));
    let needed = keys(builds, organization_id);
    let mut objects = objects.with_prefix("");
    objects.retain(|object| !needed.contains(&object.key));
    objects
}

/// Returns the keys of the objects that builds name.
fn keys<'a>(builds: impl Iterator<Item = &'a BuildRow>, organization_id: &str) -> HashSet<String> {
    let hashes = builds.filter_map(|build| build.context_hashes.as_ref()).flatten();
    hashes.map(|hash| context_key(organization_id, hash)).collect()
}

impl ServerState {
    /// Removes a snapshot, and the objects that only this snapshot needed.
    pub(crate) fn remove_snapshot(&self, tables: &mut Tables, id: &str) -> io::Result<()> {
        self.database.remove_snapshot(tables, id)?;
        self.remove_objects_of_removed_snapshots(tables);
        Ok(())
    }

    /// Removes the objects that builds name and no snapshot needs, unless a client may be about to use them.
    pub(crate) fn remove_objects_of_removed_snapshots(&self, tables: &Tables) {
        let named = keys(tables.builds.values(), self.organization_id());
        let lifetime = SignedDuration::try_from(self.settings.credentials_lifetime);
        let since = self.clock.now().checked_sub(lifetime.unwrap_or(SignedDuration::MAX));
        let since = since.unwrap_or(Timestamp::MIN);
        for Object { key, .. } in unneeded(tables, &self.objects, self.organization_id()) {
            if !named.contains(&key) || self.objects.is_used_since(&key, since) {
                continue;
            }
            if let Err(error) = self.objects.remove(&key) {
                // The next start tries again.
                tracing::warn!(object.key = %key, %error, "failed to remove an object that no snapshot needs");
            }
        }
    }

    /// Removes the objects that were uploaded since the start and that no snapshot needs. Returns the removed objects.
    pub(crate) fn remove_abandoned_uploads(&self) -> io::Result<Vec<Object>> {
        let tables = self.database.tables();
        let mut abandoned = unneeded(&tables, &self.objects, self.organization_id());
        abandoned.retain(|object| self.objects.is_new(&object.key));
        abandoned.iter().try_for_each(|object| self.objects.remove(&object.key))?;
        Ok(abandoned)
    }
}
