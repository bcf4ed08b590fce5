//! The state transitions of a snapshot at the start and at the end of its build or pull.

use std::{future, io};

use jiff::Timestamp;

use crate::{
    script::BuildOutcome,
    state::{
        ServerState, image_ref,
        tables::{SnapshotRow, Tables},
    },
};

/// The end of a build or a pull.
pub(super) enum End {
    Active,
    Failed(Failure),
}

/// The state and the `errorReason` of a snapshot after a failed build or pull.
pub(super) struct Failure {
    pub(super) state: &'static str,
    pub(super) reason: String,
}

impl Failure {
    /// Returns the failure of a scripted outcome. Never completes for [`BuildOutcome::Endless`].
    pub(super) async fn scripted(outcome: &BuildOutcome) -> Self {
        let (state, reason) = match outcome {
            BuildOutcome::Error { reason } => ("error", reason),
            BuildOutcome::BuildFailed { reason } => ("build_failed", reason),
            BuildOutcome::Endless => future::pending().await,
        };
        Self { state, reason: reason.clone() }
    }
}

/// Moves a snapshot to the state of its build or pull, with its runner.
///
/// Returns `None` if the snapshot no longer waits for work, for example because it has been deleted.
pub(super) fn claim(
    state: &ServerState,
    tables: &mut Tables,
    id: &str,
    new_state: &str,
) -> io::Result<Option<SnapshotRow>> {
    if !tables.snapshots.get(id).is_some_and(is_waiting) {
        return Ok(None);
    }
    state.database.update_snapshot(tables, id, |row| {
        let due = state.work_due(row.build_ref.is_some());
        row.state = new_state.to_owned();
        row.initial_runner_id = Some(state.runner_id().to_owned());
        row.due.get_or_insert(due);
    })
}

/// Moves a snapshot to its end state. A snapshot that no longer waits for work is not changed.
pub(super) fn finish(
    state: &ServerState,
    tables: &mut Tables,
    id: &str,
    end: &End,
) -> io::Result<()> {
    if !tables.snapshots.get(id).is_some_and(is_waiting) {
        return Ok(());
    }
    state.database.update_snapshot(tables, id, |row| {
        row.initial_runner_id = Some(state.runner_id().to_owned());
        row.due = None;
        match end {
            End::Active => {
                row.state = "active".to_owned();
                row.error_reason = None;
                row.last_used_at = Some(row.updated_at);
                row.size = Some(image_ref::SIZE_GIB);
                if row.build_ref.is_none() {
                    row.reference = Some(image_ref::pulled_reference(&row.image_name));
                }
            }
            End::Failed(failure) => {
                row.state = failure.state.to_owned();
                row.error_reason = Some(failure.reason.clone());
            }
        }
    })?;
    Ok(())
}

/// Moves a snapshot, and all others that wait for its build, to the state `error` in memory. A later process continues
/// the work.
pub(super) fn fail_unsaved(state: &ServerState, tables: &mut Tables, id: &str, error: &io::Error) {
    let Some(build_ref) = tables.snapshots.get(id).map(|row| row.build_ref.clone()) else { return };
    let has_same_work =
        |row: &SnapshotRow| row.id == id || (build_ref.is_some() && row.build_ref == build_ref);
    let waiting = tables.snapshots.values().filter(|row| is_waiting(row) && has_same_work(row));
    let waiting: Vec<_> = waiting.map(|row| row.id.clone()).collect();
    for id in waiting {
        state.database.update_unsaved(tables, &id, |row| {
            row.state = "error".to_owned();
            row.error_reason = Some(format!("the emulator failed to save its state: {error}"));
        });
    }
}

/// Returns the earliest end of work among the snapshots that wait for a build.
pub(super) fn first_due(tables: &Tables, build_ref: &str) -> Option<Timestamp> {
    let waiting = tables.snapshots.values().filter(|row| is_waiting(row));
    waiting
        .filter(|row| row.build_ref.as_deref() == Some(build_ref))
        .filter_map(|row| row.due)
        .min()
}

/// Returns `true` if a snapshot waits for the end of its build or pull.
fn is_waiting(row: &SnapshotRow) -> bool {
    matches!(row.state.as_str(), "pending" | "building" | "pulling")
}
