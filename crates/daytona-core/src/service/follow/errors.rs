//! The errors of a snapshot that is followed.

use std::collections::VecDeque;
use std::time::Duration;

use crate::error::Kind;
use crate::service::deadline::Deadline;
use crate::{Error, Snapshot, SnapshotState};

/// Creates the error of an end other than active.
pub(super) fn not_active(snapshot: &Snapshot, tail: VecDeque<String>) -> Error {
    let Snapshot { name, id, state, .. } = snapshot;
    let reason =
        snapshot.error_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let kind = match state.is_failed() {
        true => Kind::BuildFailed,
        false => Kind::UnexpectedState,
    };
    let again = format!("delete the failed snapshot (`{name}`, {id}) before creating it again");
    let correct = match snapshot.build_info {
        Some(_) => "read the build log and correct the image",
        None => "check the image name, and that its registry lets Daytona pull it",
    };
    let (message, hint) = match (state, reason) {
        (state, Some(reason)) if state.is_failed() => (
            format!("the server gave up in state `{state}`: {reason}"),
            format!("{correct}; {again}"),
        ),
        (state, None) if state.is_failed() => (
            format!("the server gave up in state `{state}` and gave no reason"),
            format!("{correct}; {again}"),
        ),
        (SnapshotState::Inactive, _) => {
            ("it is `inactive`".to_owned(), "activate it, then wait again".to_owned())
        }
        (SnapshotState::Removing, _) => (
            "it is `removing`: it was deleted".to_owned(),
            "wait until it is removed, then create it again".to_owned(),
        ),
        (state, _) => (format!("it is `{state}`"), format!("get it by its id, {id}")),
    };
    Error::new(kind, message).with_hint(hint).with_snapshot(snapshot).with_log_lines(tail)
}

/// Creates the error of a state that this version does not know and that has lasted too long.
pub(super) fn unknown_state(snapshot: &Snapshot, lasted: Duration) -> Error {
    let state = &snapshot.state;
    Error::new(
        Kind::UnexpectedState,
        format!("it has been in state `{state}`, which this version does not know, for {lasted:?}"),
    )
    .with_hint("update this library, or follow the snapshot in the dashboard")
    .with_snapshot(snapshot)
}

/// Creates the error of a snapshot that cannot be polled any more.
pub(super) fn poll_failed(snapshot: &Snapshot, error: Error) -> Error {
    let error = error.with_snapshot(snapshot);
    let id = &snapshot.id;
    if error.is_not_found() {
        return error.with_hint("the snapshot was deleted while it was waited for");
    }
    match error.hint() {
        Some(_) => error,
        None => error.with_hint(format!("it may go on at the server: wait for it by its id, {id}")),
    }
}

/// Creates the error of a deadline that passed first.
pub(super) fn deadline_passed(
    snapshot: &Snapshot,
    deadline: Deadline,
    last_failure: Option<Error>,
) -> Error {
    let Snapshot { id, state, .. } = snapshot;
    deadline
        .error(&format!("the snapshot was `{state}`"), last_failure)
        .with_hint(format!("it goes on at the server: wait for it by its id, {id}"))
        .with_snapshot(snapshot)
}
