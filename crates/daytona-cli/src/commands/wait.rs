//! `wait`: waits until a snapshot is active, or in another state.

use daytona_core::{Snapshot, SnapshotChange, SnapshotRef, SnapshotState};
use futures_util::TryStreamExt;

use crate::cli::WaitArgs;
use crate::failure::{Exit, Failure};
use crate::output::{self, ProgressStyle};
use crate::session::Session;

/// The pseudo state of a snapshot that is deleted.
const REMOVED: &str = "removed";

pub(super) async fn run(arguments: &WaitArgs, session: &Session) -> Result<(), Failure> {
    let name = &arguments.target.snapshot;
    session.status.following(name);
    let snapshot = match &arguments.state {
        None | Some(SnapshotState::Active) => {
            until_active(name.as_str(), arguments.progress.style, session).await?
        }
        Some(state) => until(state, name, session).await?,
    };
    output::snapshot(session.format, &snapshot)?;
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

/// Waits until a snapshot is in this state. Fails once it is active or failed instead, or removed.
async fn until(state: &SnapshotState, name: &str, session: &Session) -> Result<Snapshot, Failure> {
    let mut changes = session.snapshots.watch(name);
    while let Some(change) = changes.try_next().await.map_err(|e| session.follow_failure(e))? {
        let snapshot = match change {
            SnapshotChange::Present(snapshot) | SnapshotChange::Created(snapshot) => snapshot,
            SnapshotChange::StateChanged { snapshot, .. } => snapshot,
            SnapshotChange::Removed(snapshot) if state.as_str() == REMOVED => return Ok(snapshot),
            _ => continue,
        };
        if snapshot.state == *state {
            return Ok(snapshot);
        }
        let note = format!("snapshot `{}`: {}", snapshot.name, snapshot.state);
        session.progress.note(&note);
        if snapshot.state.is_failed() {
            let reason = snapshot.error_reason.as_deref().map(|reason| format!(": {reason}"));
            let message = format!("{note}{}; it will not be `{state}`", reason.unwrap_or_default());
            let failure = Failure::new(Exit::BuildFailed, "unexpected_state", message);
            return Err(failure.with_snapshot(&snapshot.id, &snapshot.name));
        }
    }
    Err(Failure::new(
        Exit::NotFound,
        "not_found",
        format!("snapshot `{name}` is removed; it was not `{state}` before"),
    ))
}
