//! `wait`: waits until a snapshot is active, or in another state.

use daytona_core::{Snapshot, SnapshotChange, SnapshotRef, SnapshotState};
use futures_util::TryStreamExt;

use crate::cli::WaitArgs;
use crate::failure::{Exit, Failure};
use crate::output::{self, Format, ProgressStyle};
use crate::session::Session;

/// The pseudo state of a snapshot that is deleted.
const REMOVED: &str = "removed";

pub(super) async fn run(arguments: &WaitArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    session.status.following(name);
    if arguments.state.as_ref().is_some_and(|state| state.as_str() == REMOVED) {
        return until_removed(name, session).await;
    }
    let snapshot = match &arguments.state {
        None | Some(SnapshotState::Active) => {
            until_active(name.as_str(), arguments.progress.style, session).await?
        }
        Some(state) => until(state, name, session).await?,
    };
    output::changed(session.format, &snapshot)?;
    Ok(())
}

/// Waits until a snapshot is active, and writes the progress.
pub(super) async fn until_active(
    target: impl Into<SnapshotRef>,
    style: ProgressStyle,
    session: &Session,
) -> Result<Snapshot, Failure> {
    let progress = &session.progress;
    let wait = session.snapshots.wait(target).timeout(session.timeout);
    let mut wait = wait.on_event(|event| {
        session.status.event(event, "");
        progress.event(event);
    });
    if style != ProgressStyle::None {
        wait = wait.on_logs(|line| progress.log(line));
    }
    let outcome = wait.await;
    progress.finish();
    outcome.map_err(|error| session.follow_failure(error))
}

/// Waits until a snapshot is deleted. A snapshot that does not exist counts as deleted, since a script
/// cannot know if the removal has ended already.
async fn until_removed(name: &str, session: &Session) -> Result<(), Failure> {
    let mut changes = session.snapshots.watch(name);
    let last_seen = loop {
        match changes.try_next().await {
            Ok(Some(SnapshotChange::Removed(snapshot))) => break Some(snapshot),
            Ok(Some(change)) => {
                if let Some(snapshot) = present(change) {
                    note_state(&snapshot, session);
                }
            }
            Ok(None) => break None,
            Err(error) if error.is_not_found() => break None,
            Err(error) => return Err(session.follow_failure(error)),
        }
    };
    session.progress.note(&match &last_seen {
        Some(snapshot) => format!("snapshot `{}`: {REMOVED}", snapshot.name),
        None => format!("there is no snapshot `{name}`"),
    });
    match session.format {
        Format::Table => Ok(()),
        format => Ok(output::document(format, &last_seen)?),
    }
}

/// Writes the state that a snapshot has now.
fn note_state(snapshot: &Snapshot, session: &Session) {
    session.progress.note(&format!("snapshot `{}`: {}", snapshot.name, snapshot.state));
}

/// Returns the snapshot in the state that a change has brought.
fn present(change: SnapshotChange) -> Option<Snapshot> {
    match change {
        SnapshotChange::Present(snapshot) | SnapshotChange::Created(snapshot) => Some(snapshot),
        SnapshotChange::StateChanged { snapshot, .. } => Some(snapshot),
        _ => None,
    }
}

/// Waits until a snapshot is in this state. Fails once it has failed instead, or is removed.
async fn until(state: &SnapshotState, name: &str, session: &Session) -> Result<Snapshot, Failure> {
    let mut changes = session.snapshots.watch(name);
    while let Some(change) = changes.try_next().await.map_err(|e| session.follow_failure(e))? {
        let Some(snapshot) = present(change) else { continue };
        if snapshot.state == *state {
            return Ok(snapshot);
        }
        note_state(&snapshot, session);
        if snapshot.state.is_failed() {
            let Snapshot { id, name, state: failed, error_reason, .. } = &snapshot;
            let reason = error_reason.as_deref().map(|reason| format!(" ({reason})"));
            let message = format!(
                "snapshot `{name}` is in state `{failed}`{}, and will not be `{state}`",
                reason.unwrap_or_default()
            );
            let failure = Failure::new(Exit::BuildFailed, "unexpected_state", message);
            return Err(failure.with_snapshot(id, name).with_state(failed));
        }
    }
    Err(Failure::new(
        Exit::NotFound,
        "not_found",
        format!("snapshot `{name}` is removed; it was not `{state}` before"),
    ))
}
