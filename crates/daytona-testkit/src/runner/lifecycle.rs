//! The background work on snapshots: builds, pulls and removals.

use std::{io, sync::Arc};

use jiff::Timestamp;

use super::{
    attempt::BuildAttempt,
    transition::{self, End, Failure},
};
use crate::{
    script::BuildOutcome,
    state::{ServerState, tables::SnapshotRow},
};

/// Starts the work that the state of a snapshot requires.
pub(crate) fn start(state: &Arc<ServerState>, id: &str) {
    let (task_state, id) = (Arc::clone(state), id.to_owned());
    spawn(state, id.clone(), async move { work(&task_state, &id).await });
}

/// Starts a removal that is lost: after the removal time, the snapshot returns to its state in `before`.
pub(crate) fn lose_removal(state: &Arc<ServerState>, before: &SnapshotRow) {
    let (task_state, before) = (Arc::clone(state), before.clone());
    spawn(state, before.id.clone(), async move { restore(&task_state, &before).await });
}

/// Continues the unfinished work of an earlier process. Work that is due is finished on return.
pub(crate) async fn resume(state: &Arc<ServerState>) {
    let (due, later): (Vec<_>, Vec<_>) =
        state.database.tables().snapshots.values().cloned().partition(|row| is_due(state, row));
    for row in due {
        end(state, &row.id, work(state, &row.id).await);
    }
    for row in later {
        start(state, &row.id);
    }
}

fn is_due(state: &ServerState, row: &SnapshotRow) -> bool {
    let is_endless = state.settings.outcomes.get(&row.name) == Some(&BuildOutcome::Endless);
    !is_endless && row.due.is_some_and(|due| state.clock.until(due).is_zero())
}

fn spawn(
    state: &Arc<ServerState>,
    id: String,
    work: impl Future<Output = io::Result<()>> + Send + 'static,
) {
    let task_state = Arc::clone(state);
    state.tasks.spawn(async move { end(&task_state, &id, work.await) });
}

/// Ends the work on a snapshot. If the state could not be saved, nobody must wait for the snapshot any longer.
fn end(state: &ServerState, id: &str, result: io::Result<()>) {
    if let Err(error) = result {
        tracing::error!(snapshot.id = %id, %error, "the emulator failed to keep its state");
        transition::fail_unsaved(state, &mut state.database.tables(), id, &error);
    }
}

async fn work(state: &Arc<ServerState>, id: &str) -> io::Result<()> {
    let Some(row) = state.database.tables().snapshots.get(id).cloned() else { return Ok(()) };
    match (row.state.as_str(), row.build_ref) {
        ("removing", _) => remove(state, id, row.due).await,
        ("pending" | "building", Some(build_ref)) => build(state, id, &build_ref).await,
        ("pending" | "pulling", None) => pull(state, id).await,
        _ => Ok(()),
    }
}

async fn remove(state: &ServerState, id: &str, due: Option<Timestamp>) -> io::Result<()> {
    tokio::time::sleep(state.clock.time_left(due, state.settings.removal_time(id))).await;
    let mut tables = state.database.tables();
    match tables.snapshots.get(id) {
        Some(row) if row.state == "removing" => state.remove_snapshot(&mut tables, id),
        _ => Ok(()),
    }
}

async fn restore(state: &Arc<ServerState>, before: &SnapshotRow) -> io::Result<()> {
    tokio::time::sleep(state.settings.removal_time(&before.id)).await;
    {
        let mut tables = state.database.tables();
        if tables.snapshots.get(&before.id).is_none_or(|row| row.state != "removing") {
            return Ok(());
        }
        state.database.update_snapshot(&mut tables, &before.id, |row| {
            row.state.clone_from(&before.state);
            row.due = before.due;
        })?;
    }
    work(state, &before.id).await
}

async fn build(state: &Arc<ServerState>, id: &str, build_ref: &str) -> io::Result<()> {
    match BuildAttempt::begin(state, id, build_ref)? {
        Some(attempt) => attempt.run().await,
        None => Ok(()),
    }
}

async fn pull(state: &Arc<ServerState>, id: &str) -> io::Result<()> {
    let (scripted, left) = {
        let mut tables = state.database.tables();
        let claimed = transition::claim(state, &mut tables, id, "pulling")?;
        let Some(row) = claimed else { return Ok(()) };
        let scripted = state.settings.outcomes.get(&row.name).cloned();
        (scripted, state.clock.time_left(row.due, state.settings.work_times(false).total()))
    };
    tokio::time::sleep(left).await;
    let end = match scripted {
        None => End::Active,
        Some(scripted) => End::Failed(Failure::scripted(&scripted).await),
    };
    transition::finish(state, &mut state.database.tables(), id, &end)
}
