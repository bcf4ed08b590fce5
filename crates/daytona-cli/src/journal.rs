//! What an operation has done at the server so far, for whoever interrupts it.
//!
//! It begins before there is anything at the server, and so before there is a handle that
//! [`cancel`](daytona_core::StartedSnapshot::cancel) could be called on.

use std::sync::{Mutex, PoisonError};

use daytona_core::{CreateEvent, Snapshot};

use crate::connection::CommandLine;
use crate::failure::{Exit, Failure};
use crate::interrupt::Stop;

/// Keeps the last thing that is known of the server.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Progress>);

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
    Replacing { id: String, name: String, is_gone: bool },
    /// A snapshot exists and goes on by itself.
    Exists { id: String, name: String },
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
            CreateEvent::Deleting(snapshot) => self.replacing(snapshot, false),
            CreateEvent::Deleted(snapshot) => self.replacing(snapshot, true),
            CreateEvent::Created(snapshot)
            | CreateEvent::Found(snapshot)
            | CreateEvent::StateChanged(snapshot) => self.exists(snapshot),
            _ => {}
        }
    }

    fn replacing(&self, old: &Snapshot, is_gone: bool) {
        let (id, name) = (old.id.clone(), old.name.clone());
        self.set(Progress::Replacing { id, name, is_gone });
    }

    /// Returns what a failure must say of a snapshot that was to be replaced.
    pub(crate) fn loss(&self) -> Option<String> {
        match self.latest() {
            Progress::Replacing { id, name, is_gone: true } => {
                Some(format!("the old snapshot `{name}` ({id}) is gone"))
            }
            Progress::Replacing { id, name, is_gone: false } => {
                Some(format!("the deletion of the old snapshot `{name}` ({id}) was requested"))
            }
            _ => None,
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

    fn latest(&self) -> Progress {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, progress: Progress) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    /// Makes the failure of an operation that was stopped.
    pub(crate) fn stopped(&self, stop: Stop, command: &CommandLine) -> Failure {
        let (exit, kind, stopped) = match stop {
            Stop::Signal(signal) => (signal.exit(), "interrupted", "interrupted".to_owned()),
            Stop::Deadline(time) => {
                (Exit::Timeout, "timeout", format!("the time of `--timeout` is over: {time:?}"))
            }
        };
        let failure = |rest: &str| Failure::new(exit, kind, format!("{stopped}; {rest}"));
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

    use daytona_core::SnapshotState;

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
    fn interrupted_replacement_says_that_the_old_snapshot_is_gone() {
        let journal = Journal::default();
        let old = Snapshot::fake("id-1", "demo", SnapshotState::Removing);
        journal.step(&CreateEvent::Deleting(old.clone()), "demo");
        let requested = report(&journal);
        assert!(requested.contains("deletion of the old snapshot `demo` (id-1) was requested"));
        journal.step(&CreateEvent::Deleted(old), "demo");
        let gone = report(&journal);
        assert!(gone.contains("the old snapshot `demo` (id-1) is gone"), "{gone}");
        assert!(gone.contains("`daytona-snapshot --local get demo`"), "{gone}");
        let new = Snapshot::fake("id-2", "demo", SnapshotState::Pending);
        journal.step(&CreateEvent::Created(new), "demo");
        assert_eq!(journal.loss(), None);
    }
}
