//! The status of the running verb: its changes on the server so far.
//!
//! A signal or the deadline can stop a verb before there is a snapshot, and so before there is a
//! handle to [`cancel`](daytona_core::StartedSnapshot::cancel). The failure then names what may
//! exist on the server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daytona_core::{CreateEvent, Error, Snapshot, SnapshotState};

use crate::command_line::CommandLine;
use crate::failure::{Exit, Failure};
use crate::signals::StopReason;

/// Keeps the latest phase of a verb. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperationStatus(Arc<Mutex<Status>>);

#[derive(Debug, Default)]
struct Status {
    phase: Phase,
    /// The error of the latest attempt, until the repeated call succeeds.
    last_error: Option<Error>,
}

#[derive(Clone, Debug, Default)]
enum Phase {
    /// No request has changed anything.
    #[default]
    ReadOnly,
    /// Files may have been uploaded, and nothing else has changed.
    Uploading,
    /// The verb follows a snapshot that another command created.
    Following { id_or_name: String },
    /// A change was requested, and the server has not answered.
    Requested { name: String },
    /// The old snapshot of a name is removed before the new one is created.
    Replacing { id: String, name: String, removal: Removal },
    /// A snapshot is deleted, and the verb waits for its removal.
    Deleting { id: String, name: String, removal: Removal },
    /// A snapshot exists, and the server continues its work on it.
    Exists { id: String, name: String },
}

/// The state of a removal.
#[derive(Clone, Copy, Debug)]
enum Removal {
    Requested,
    InProgress,
    Done,
}

impl Removal {
    fn of(snapshot: &Snapshot) -> Self {
        match snapshot.state {
            SnapshotState::Removing => Self::InProgress,
            _ => Self::Requested,
        }
    }

    /// Returns a clause that describes the removal of `snapshot`.
    fn describe(self, snapshot: &str) -> String {
        match self {
            Self::Requested => format!("the deletion of {snapshot} was requested"),
            Self::InProgress => format!("the deletion of {snapshot} is in progress"),
            Self::Done => format!("{snapshot} is deleted"),
        }
    }
}

impl OperationStatus {
    /// Records that files are read and uploaded.
    pub(crate) fn uploading(&self) {
        self.set(Phase::Uploading);
    }

    /// Records that the verb follows a snapshot that it did not create.
    pub(crate) fn following(&self, id_or_name: &str) {
        self.set(Phase::Following { id_or_name: id_or_name.to_owned() });
    }

    /// Records that a change of this snapshot is requested.
    pub(crate) fn requested(&self, id_or_name: &str) {
        self.set(Phase::Requested { name: id_or_name.to_owned() });
    }

    /// Records a snapshot that exists.
    pub(crate) fn exists(&self, snapshot: &Snapshot) {
        self.set(Phase::Exists { id: snapshot.id.clone(), name: snapshot.name.clone() });
    }

    /// Records an event of the creation of the snapshot `name`.
    pub(crate) fn event(&self, event: &CreateEvent, name: &str) {
        match event {
            CreateEvent::ContextUploaded(_) => self.requested(name),
            CreateEvent::Deleting(snapshot) => self.replacing(snapshot, Removal::Requested),
            CreateEvent::AwaitingRemoval(snapshot) => self.replacing(snapshot, Removal::InProgress),
            CreateEvent::Deleted(snapshot) => self.replacing(snapshot, Removal::Done),
            CreateEvent::Created(snapshot)
            | CreateEvent::Found(snapshot)
            | CreateEvent::StateChanged(snapshot) => self.exists(snapshot),
            _ => {}
        }
    }

    /// Records a snapshot that the verb is about to delete, or that is being removed already.
    pub(crate) fn deleting(&self, snapshot: &Snapshot) {
        let (id, name) = (snapshot.id.clone(), snapshot.name.clone());
        self.set(Phase::Deleting { id, name, removal: Removal::of(snapshot) });
    }

    fn replacing(&self, old: &Snapshot, removal: Removal) {
        let (id, name) = (old.id.clone(), old.name.clone());
        self.set(Phase::Replacing { id, name, removal });
    }

    /// Returns a clause about the old snapshot, if the verb is replacing one.
    pub(crate) fn replaced_snapshot(&self) -> Option<String> {
        match self.phase() {
            Phase::Replacing { id, name, removal } => {
                Some(removal.describe(&format!("the old snapshot `{name}` ({id})")))
            }
            _ => None,
        }
    }

    /// Adds the state of a removal to a failure, and the command that waits for its end.
    pub(crate) fn with_removal(&self, failure: Failure, command: &CommandLine) -> Failure {
        match self.phase() {
            Phase::Replacing { id, removal: Removal::InProgress, .. } => {
                failure.with_hint(format!(
                    "`{}` returns once it is deleted; then run the same command again",
                    command.with(&["delete", "--wait", &id])
                ))
            }
            Phase::Deleting { id, name, removal } => failure
                .with_message_end(&removal.describe(&format!("snapshot `{name}` ({id})")))
                .with_resume(command.with(&["delete", "--wait", &id]))
                .with_snapshot(&id, &name),
            _ => failure,
        }
    }

    /// Returns the id or name of the snapshot that `wait` can follow.
    pub(crate) fn followed(&self) -> Option<String> {
        match self.phase() {
            Phase::Following { id_or_name } => Some(id_or_name),
            Phase::Exists { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Records that an attempt failed and is repeated.
    pub(crate) fn attempt_failed(&self, error: &Error) {
        self.lock().last_error = Some(error.clone());
    }

    /// Records that the repeated call succeeded.
    pub(crate) fn attempt_succeeded(&self) {
        self.lock().last_error = None;
    }

    fn phase(&self) -> Phase {
        self.lock().phase.clone()
    }

    fn set(&self, phase: Phase) {
        *self.lock() = Status { phase, last_error: None };
    }

    fn lock(&self) -> MutexGuard<'_, Status> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Creates the failure of a verb that was stopped. After a deadline, it has the error of the
    /// latest attempt.
    pub(crate) fn stopped(&self, reason: StopReason, command: &CommandLine) -> Failure {
        let failure = self.stopped_in_phase(reason, command);
        match (reason, &self.lock().last_error) {
            (StopReason::Deadline(_), Some(error)) => failure.with_last_attempt(error),
            _ => failure,
        }
    }

    fn stopped_in_phase(&self, reason: StopReason, command: &CommandLine) -> Failure {
        let (exit, kind, cause) = match reason {
            StopReason::Signal(signal) => (signal.exit(), "interrupted", "interrupted".to_owned()),
            StopReason::Deadline(timeout) => {
                (Exit::Timeout, "timeout", format!("the `--timeout` of {timeout:?} has passed"))
            }
        };
        let failed = |message| Failure::new(exit, kind, message);
        let failure = |rest: &str| failed(format!("{cause}; {rest}"));
        match self.phase() {
            Phase::ReadOnly => failure("nothing was changed"),
            Phase::Uploading => failure("no snapshot was created")
                .with_hint("a finished upload is not repeated next time"),
            Phase::Following { id_or_name } => failure("the server continues its work")
                .with_resume(command.with(&["wait", &id_or_name])),
            Phase::Requested { name } => {
                failure(&format!("the outcome of the request for `{name}` is unknown"))
                    .with_hint(format!("`{}` shows its state", command.with(&["get", &name])))
            }
            Phase::Deleting { .. } => self.with_removal(failed(cause), command),
            Phase::Replacing { removal: Removal::InProgress, .. } => {
                let old = self.replaced_snapshot().unwrap_or_default();
                self.with_removal(failure(&format!("{old}, and no new one was created")), command)
            }
            Phase::Replacing { name, .. } => {
                let old = self.replaced_snapshot().unwrap_or_default();
                failure(&format!("{old}, and the new one may not exist")).with_hint(format!(
                    "check with `{}`; if it does not exist, run the same command again",
                    command.with(&["get", &name])
                ))
            }
            Phase::Exists { id, name } => {
                failure(&format!("snapshot `{name}` exists, and the server continues its work"))
                    .with_hint(format!("`{}` deletes it", command.with(&["delete", &id])))
                    .with_resume(command.with(&["wait", &id]))
                    .with_snapshot(&id, &name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::time::Duration;

    use super::*;
    use crate::cli::Cli;
    use crate::signals::Signal;

    fn report(status: &OperationStatus) -> String {
        let line: Vec<OsString> = ["x", "--local", "list"].map(OsString::from).into();
        let command = CommandLine::new(&Cli::read(&line).unwrap().connection);
        let failure = status.stopped(StopReason::Signal(Signal::Interrupt), &command);
        format!("{failure:?}")
    }

    #[test]
    fn interruption_reports_what_may_exist_on_the_server() {
        let status = OperationStatus::default();
        assert!(report(&status).contains("nothing was changed"));
        status.uploading();
        assert!(report(&status).contains("no snapshot was created"));
        status.event(&CreateEvent::ContextUploaded(Vec::new()), "demo");
        let unknown = report(&status);
        assert!(unknown.contains("is unknown"), "{unknown}");
        assert!(unknown.contains("`daytona-snapshot --local get demo`"), "{unknown}");
        let created = Snapshot::fake("id-1", "demo", SnapshotState::Pending);
        status.event(&CreateEvent::Created(created), "demo");
        let exists = report(&status);
        assert!(exists.contains("`demo` exists"), "{exists}");
        assert!(exists.contains("daytona-snapshot --local wait id-1"), "{exists}");
    }

    #[test]
    fn deadline_reports_the_latest_attempt_unless_a_later_one_succeeded() {
        let report = |status: &OperationStatus, stop| {
            let line: Vec<OsString> = ["x", "list"].map(OsString::from).into();
            let command = CommandLine::new(&Cli::read(&line).unwrap().connection);
            format!("{:?}", status.stopped(stop, &command))
        };
        let deadline = StopReason::Deadline(Duration::from_secs(7));
        let failure = Error::from_status(502, "no backend");
        let status = OperationStatus::default();
        assert!(!report(&status, deadline).contains("attempt"));
        status.attempt_failed(&failure);
        let stopped = report(&status, deadline);
        assert!(stopped.contains("the last attempt failed: no backend"), "{stopped}");
        assert!(stopped.contains("status: Some(502)"), "{stopped}");
        assert!(!report(&status, StopReason::Signal(Signal::Terminate)).contains("no backend"));
        status.attempt_succeeded();
        assert!(!report(&status, deadline).contains("no backend"));
        status.attempt_failed(&failure);
        status.following("demo");
        assert!(!report(&status, deadline).contains("no backend"));
    }

    #[test]
    fn interrupted_replacement_reports_the_old_snapshot() {
        let status = OperationStatus::default();
        let old = Snapshot::fake("id-1", "demo", SnapshotState::Removing);
        status.event(&CreateEvent::Deleting(old.clone()), "demo");
        let requested = report(&status);
        assert!(requested.contains("deletion of the old snapshot `demo` (id-1) was requested"));
        status.event(&CreateEvent::AwaitingRemoval(old.clone()), "demo");
        let awaited = report(&status);
        assert!(awaited.contains("deletion of the old snapshot `demo` (id-1) is in progress"));
        assert!(awaited.contains("`daytona-snapshot --local delete --wait id-1`"), "{awaited}");
        status.event(&CreateEvent::Deleted(old), "demo");
        let deleted = report(&status);
        assert!(deleted.contains("the old snapshot `demo` (id-1) is deleted"), "{deleted}");
        assert!(deleted.contains("`daytona-snapshot --local get demo`"), "{deleted}");
        let new = Snapshot::fake("id-2", "demo", SnapshotState::Pending);
        status.event(&CreateEvent::Created(new), "demo");
        assert_eq!(status.replaced_snapshot(), None);
    }
}
