//! What an operation has done at the server so far, for whoever interrupts it.
//!
//! It begins before there is anything at the server, and so before there is a handle that
//! [`cancel`](daytona_core::StartedSnapshot::cancel) could be called on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daytona_core::{CreateEvent, Error, Snapshot, SnapshotState};

use crate::connection::CommandLine;
use crate::failure::{Exit, Failure};
use crate::interrupt::Stop;

/// Keeps the last thing that is known of the server. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal(Arc<Mutex<Entry>>);

#[derive(Debug, Default)]
struct Entry {
    progress: Progress,
    /// How the last attempt failed, if the call is made again and nothing came of it yet.
    last_failure: Option<Error>,
}

#[derive(Clone, Debug, Default)]
enum Progress {
    /// Nothing was asked that changes anything.
    #[default]
    Untouched,
    /// Files may have been uploaded, nothing else.
    Preparing,
    /// A snapshot that was there before is followed.
    Following { id_or_name: String },
    /// A change was asked for, and its answer has not come.
    Asked { name: String },
    /// A snapshot of the name makes room for a new one.
    Replacing { id: String, name: String, removal: Removal },
    /// A snapshot is deleted, and its end is waited for.
    Deleting { id: String, name: String, removal: Removal },
    /// A snapshot exists and goes on by itself.
    Exists { id: String, name: String },
}

/// How far the removal of a snapshot has come.
#[derive(Clone, Copy, Debug)]
enum Removal {
    Requested,
    UnderWay,
    Done,
}

impl Removal {
    fn of(snapshot: &Snapshot) -> Self {
        match snapshot.state {
            SnapshotState::Removing => Self::UnderWay,
            _ => Self::Requested,
        }
    }

    fn told(self, snapshot: &str) -> String {
        match self {
            Self::Requested => format!("the deletion of {snapshot} was requested"),
            Self::UnderWay => format!("the deletion of {snapshot} is under way"),
            Self::Done => format!("{snapshot} is gone"),
        }
    }
}

impl Journal {
    /// Notes that files are read and uploaded.
    pub(crate) fn preparing(&self) {
        self.set(Progress::Preparing);
    }

    /// Notes that somebody else's work is followed.
    pub(crate) fn following(&self, id_or_name: &str) {
        self.set(Progress::Following { id_or_name: id_or_name.to_owned() });
    }

    /// Notes that a change of this snapshot may be under way.
    pub(crate) fn asked(&self, id_or_name: &str) {
        self.set(Progress::Asked { name: id_or_name.to_owned() });
    }

    /// Notes a snapshot that exists.
    pub(crate) fn exists(&self, snapshot: &Snapshot) {
        self.set(Progress::Exists { id: snapshot.id.clone(), name: snapshot.name.clone() });
    }

    /// Notes a step of the creation of the snapshot `name`.
    pub(crate) fn step(&self, event: &CreateEvent, name: &str) {
        match event {
            CreateEvent::ContextUploaded(_) => self.asked(name),
            CreateEvent::Deleting(snapshot) => self.replacing(snapshot, Removal::Requested),
            CreateEvent::AwaitingRemoval(snapshot) => self.replacing(snapshot, Removal::UnderWay),
            CreateEvent::Deleted(snapshot) => self.replacing(snapshot, Removal::Done),
            CreateEvent::Created(snapshot)
            | CreateEvent::Found(snapshot)
            | CreateEvent::StateChanged(snapshot) => self.exists(snapshot),
            _ => {}
        }
    }

    /// Notes a snapshot that is about to be deleted, or is being removed already.
    pub(crate) fn deleting(&self, snapshot: &Snapshot) {
        let (id, name) = (snapshot.id.clone(), snapshot.name.clone());
        self.set(Progress::Deleting { id, name, removal: Removal::of(snapshot) });
    }

    fn replacing(&self, old: &Snapshot, removal: Removal) {
        let (id, name) = (old.id.clone(), old.name.clone());
        self.set(Progress::Replacing { id, name, removal });
    }

    /// Returns what a failure must say of a snapshot that was to be replaced.
    pub(crate) fn loss(&self) -> Option<String> {
        match self.latest() {
            Progress::Replacing { id, name, removal } => {
                Some(removal.told(&format!("the old snapshot `{name}` ({id})")))
            }
            _ => None,
        }
    }

    /// Adds what is known of a removal to a failure that leaves it at work, and how to go on.
    pub(crate) fn with_removal(&self, failure: Failure, command: &CommandLine) -> Failure {
        match self.latest() {
            Progress::Replacing { id, removal: Removal::UnderWay, .. } => {
                failure.with_hint(format!(
                    "`{}` returns once it is gone; then run the same command again",
                    command.with(&["delete", "--wait", &id])
                ))
            }
            Progress::Deleting { id, name, removal } => failure
                .with_message_end(&removal.told(&format!("snapshot `{name}` ({id})")))
                .with_resume(command.with(&["delete", "--wait", &id]))
                .with_snapshot(&id, &name),
            _ => failure,
        }
    }

    /// Returns the id or name of the snapshot that was followed last.
    pub(crate) fn followed(&self) -> Option<String> {
        match self.latest() {
            Progress::Following { id_or_name } => Some(id_or_name),
            Progress::Exists { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Notes that an attempt failed and is made again.
    pub(crate) fn attempt_failed(&self, error: &Error) {
        self.lock().last_failure = Some(error.clone());
    }

    /// Notes that a repeated call has succeeded.
    pub(crate) fn answered(&self) {
        self.lock().last_failure = None;
    }

    fn latest(&self) -> Progress {
        self.lock().progress.clone()
    }

    fn set(&self, progress: Progress) {
        *self.lock() = Entry { progress, last_failure: None };
    }

    fn lock(&self) -> MutexGuard<'_, Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the failure of an operation that was stopped. One that ran out of time says how its
    /// last attempt failed.
    pub(crate) fn stopped(&self, stop: Stop, command: &CommandLine) -> Failure {
        let failure = self.stopped_at(stop, command);
        match (stop, &self.lock().last_failure) {
            (Stop::Deadline(_), Some(error)) => failure.with_last_attempt(error),
            _ => failure,
        }
    }

    fn stopped_at(&self, stop: Stop, command: &CommandLine) -> Failure {
        let (exit, kind, stopped) = match stop {
            Stop::Signal(signal) => (signal.exit(), "interrupted", "interrupted".to_owned()),
            Stop::Deadline(time) => {
                (Exit::Timeout, "timeout", format!("the time of `--timeout` is over: {time:?}"))
            }
        };
        let failed = |message| Failure::new(exit, kind, message);
        let failure = |rest: &str| failed(format!("{stopped}; {rest}"));
        match self.latest() {
            Progress::Untouched => failure("nothing was changed"),
            Progress::Preparing => failure("no snapshot was created")
                .with_hint("a finished upload is not repeated next time"),
            Progress::Following { id_or_name } => {
                failure("what the server has begun goes on there")
                    .with_resume(command.with(&["wait", &id_or_name]))
            }
            Progress::Asked { name } => failure(&format!(
                "the outcome of the request for `{name}` is not known"
            ))
            .with_hint(format!("`{}` shows what became of it", command.with(&["get", &name]))),
            Progress::Deleting { .. } => self.with_removal(failed(stopped), command),
            Progress::Replacing { removal: Removal::UnderWay, .. } => {
                let loss = self.loss().unwrap_or_default();
                self.with_removal(failure(&format!("{loss}, and no new one was created")), command)
            }
            Progress::Replacing { name, .. } => {
                let loss = self.loss().unwrap_or_default();
                failure(&format!("{loss}, and the new one may not exist")).with_hint(format!(
                    "`{}` shows if it does; if not, run the same command again",
                    command.with(&["get", &name])
                ))
            }
            Progress::Exists { id, name } => failure(&format!(
                "snapshot `{name}` exists, and what the server has begun goes on there"
            ))
            .with_hint(format!("`{}` removes it", command.with(&["delete", &id])))
            .with_resume(command.with(&["wait", &id]))
            .with_snapshot(&id, &name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::time::Duration;

    use super::*;
    use crate::cli::Cli;
    use crate::interrupt::Signal;

    fn report(journal: &Journal) -> String {
        let line: Vec<OsString> = ["x", "--local", "list"].map(OsString::from).into();
        let command = CommandLine::new(&Cli::read(&line).unwrap().connection);
        let failure = journal.stopped(Stop::Signal(Signal::Interrupt), &command);
        format!("{failure:?}")
    }

    #[test]
    fn interruption_says_what_may_have_happened_and_no_more() {
        let journal = Journal::default();
        assert!(report(&journal).contains("nothing was changed"));
        journal.preparing();
        assert!(report(&journal).contains("no snapshot was created"));
        journal.step(&CreateEvent::ContextUploaded(Vec::new()), "demo");
        let unknown = report(&journal);
        assert!(unknown.contains("not known"), "{unknown}");
        assert!(unknown.contains("`daytona-snapshot --local get demo`"), "{unknown}");
        let created = Snapshot::fake("id-1", "demo", SnapshotState::Pending);
        journal.step(&CreateEvent::Created(created), "demo");
        let exists = report(&journal);
        assert!(exists.contains("`demo` exists"), "{exists}");
        assert!(exists.contains("daytona-snapshot --local wait id-1"), "{exists}");
    }

    #[test]
    fn deadline_names_the_failed_attempt_that_nothing_followed() {
        let report = |journal: &Journal, stop| {
            let line: Vec<OsString> = ["x", "list"].map(OsString::from).into();
            let command = CommandLine::new(&Cli::read(&line).unwrap().connection);
            format!("{:?}", journal.stopped(stop, &command))
        };
        let deadline = Stop::Deadline(Duration::from_secs(7));
        let failure = Error::from_status(502, "no backend");
        let journal = Journal::default();
        assert!(!report(&journal, deadline).contains("attempt"));
        journal.attempt_failed(&failure);
        let stopped = report(&journal, deadline);
        assert!(stopped.contains("the last attempt failed: no backend"), "{stopped}");
        assert!(stopped.contains("status: Some(502)"), "{stopped}");
        assert!(!report(&journal, Stop::Signal(Signal::Terminate)).contains("no backend"));
        journal.answered();
        assert!(!report(&journal, deadline).contains("no backend"));
        journal.attempt_failed(&failure);
        journal.following("demo");
        assert!(!report(&journal, deadline).contains("no backend"));
    }

    #[test]
    fn interrupted_replacement_says_that_the_old_snapshot_is_gone() {
        let journal = Journal::default();
        let old = Snapshot::fake("id-1", "demo", SnapshotState::Removing);
        journal.step(&CreateEvent::Deleting(old.clone()), "demo");
        let requested = report(&journal);
        assert!(requested.contains("deletion of the old snapshot `demo` (id-1) was requested"));
        journal.step(&CreateEvent::AwaitingRemoval(old.clone()), "demo");
        let awaited = report(&journal);
        assert!(awaited.contains("deletion of the old snapshot `demo` (id-1) is under way"));
        assert!(awaited.contains("`daytona-snapshot --local delete --wait id-1`"), "{awaited}");
        journal.step(&CreateEvent::Deleted(old), "demo");
        let gone = report(&journal);
        assert!(gone.contains("the old snapshot `demo` (id-1) is gone"), "{gone}");
        assert!(gone.contains("`daytona-snapshot --local get demo`"), "{gone}");
        let new = Snapshot::fake("id-2", "demo", SnapshotState::Pending);
        journal.step(&CreateEvent::Created(new), "demo");
        assert_eq!(journal.loss(), None);
    }
}
