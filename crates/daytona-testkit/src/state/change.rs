//! The changes of snapshots that the feed reports.

use super::tables::{BuildRow, SnapshotRow, Tables};

/// A change of a snapshot.
#[derive(Debug)]
pub(crate) struct SnapshotChange {
    pub(crate) kind: ChangeKind,
    /// The snapshot after the change, or before its removal.
    pub(crate) row: SnapshotRow,
    pub(crate) build: Option<BuildRow>,
}

#[derive(Debug)]
pub(crate) enum ChangeKind {
    Created,
    StateUpdated { old_state: String },
    Removed,
}

impl SnapshotChange {
    /// Returns the change of a snapshot. `old_state` is the state before, or `None` for a new snapshot.
    ///
    /// Returns `None` if the state is the same.
    pub(super) fn of_state(
        tables: &Tables,
        old_state: Option<String>,
        row: &SnapshotRow,
    ) -> Option<Self> {
        let kind = match old_state {
            None => ChangeKind::Created,
            Some(old_state) if old_state != row.state => ChangeKind::StateUpdated { old_state },
            Some(_) => return None,
        };
        Some(Self { kind, row: row.clone(), build: build_of(tables, row) })
    }

    pub(super) fn removal(tables: &Tables, row: SnapshotRow) -> Self {
        Self { kind: ChangeKind::Removed, build: build_of(tables, &row), row }
    }
}

fn build_of(tables: &Tables, row: &SnapshotRow) -> Option<BuildRow> {
    tables.build_of(row).cloned()
}
