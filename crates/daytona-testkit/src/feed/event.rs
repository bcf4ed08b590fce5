//! The events of the feed.

use serde::Serialize;

use crate::{
    json::Snapshot,
    state::{ChangeKind, SnapshotChange},
};

/// The content of an event.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Event<'a> {
    Created(Snapshot<'a>),
    #[serde(rename_all = "camelCase")]
    StateUpdated {
        snapshot: Snapshot<'a>,
        old_state: &'a str,
        new_state: &'a str,
    },
    Removed(Snapshot<'a>),
}

impl<'a> Event<'a> {
    pub(super) fn new(change: &'a SnapshotChange) -> Self {
        let snapshot = Snapshot::new(&change.row, change.build.as_ref());
        match &change.kind {
            ChangeKind::Created => Self::Created(snapshot),
            ChangeKind::StateUpdated { old_state } => {
                Self::StateUpdated { snapshot, old_state, new_state: &change.row.state }
            }
            ChangeKind::Removed => Self::Removed(snapshot.without_identity()),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Created(_) => "snapshot.created",
            Self::StateUpdated { .. } => "snapshot.state.updated",
            Self::Removed(_) => "snapshot.removed",
        }
    }
}
