//! The callbacks of an operation, and the events that they are called with.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::following::{LogUse, Step};
use super::log::Piece;
use crate::{ContextUpload, Snapshot};

/// A step that a create or a wait has taken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CreateEvent {
    /// The build context is being read and brought to the store: so many files and directories of
    /// the image's own.
    Uploading {
        /// How many sources the image names; a directory counts once.
        sources: usize,
    },
    /// The build context is at the store; one entry per archive, none for an image without files.
    ContextUploaded(Vec<ContextUpload>),
    /// The server has accepted the snapshot.
    Created(Snapshot),
    /// A snapshot of the wanted content exists already and is used: only by
    /// [`ensure`](crate::SnapshotService::ensure). One that is not active is waited for or activated.
    Found(Snapshot),
    /// A snapshot of the name is about to be deleted: only by
    /// [`ensure`](crate::SnapshotService::ensure), for a failed one or with
    /// [`replace`](crate::EnsureSnapshot::replace).
    ///
    /// Comes again for each DELETE that is sent again because the server lost the one before.
    Deleting(Snapshot),
    /// A snapshot of the name is being removed already, and its end is waited for: only by
    /// [`ensure`](crate::SnapshotService::ensure).
    AwaitingRemoval(Snapshot),
    /// A snapshot of the name is gone and the name is free; the snapshot is as it was last seen.
    /// Follows [`Deleting`](Self::Deleting) or [`AwaitingRemoval`](Self::AwaitingRemoval).
    Deleted(Snapshot),
    /// The snapshot has another state than before.
    StateChanged(Snapshot),
    /// The build has written a line, which stands here without its end. Only in
    /// [`events`](crate::StartedSnapshot::events): callbacks have
    /// [`on_logs`](crate::CreateSnapshot::on_logs).
    LogLine(String),
    /// The snapshot is active. Nothing follows.
    Done(Snapshot),
}

type Callback<'a, T> = Box<dyn FnMut(&T) + Send + 'a>;

/// The callbacks of one operation. A callback that panics is not called again. The operation goes
/// on to its end, and then the first panic is resumed.
#[derive(Default)]
pub(super) struct Observer<'a> {
    on_logs: Option<Callback<'a, str>>,
    on_raw_logs: Option<Callback<'a, [u8]>>,
    on_event: Option<Callback<'a, CreateEvent>>,
    panic: Panic,
}

/// The first panic of the callbacks of an operation.
#[derive(Default)]
pub(super) struct Panic(Option<Box<dyn Any + Send>>);

impl Panic {
    /// Calls a callback and keeps its panic. A callback that has panicked may have left its own
    /// state in disorder: it is dropped.
    pub(super) fn call<F: ?Sized>(
        &mut self,
        callback: &mut Option<Box<F>>,
        call: impl FnOnce(&mut F),
    ) {
        let Some(function) = callback else { return };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| call(function))) {
            tracing::warn!(
                "a callback panicked; the panic is resumed once the operation has ended"
            );
            *callback = None;
            self.0.get_or_insert(panic);
        }
    }

    /// Resumes the panic, if there was one.
    pub(super) fn resume(&mut self) {
        if let Some(panic) = self.0.take() {
            resume_unwind(panic);
        }
    }
}

impl<'a> Observer<'a> {
    pub(super) fn set_on_logs(&mut self, callback: impl FnMut(&str) + Send + 'a) {
        self.on_logs = Some(Box::new(callback));
    }

    pub(super) fn set_on_raw_logs(&mut self, callback: impl FnMut(&[u8]) + Send + 'a) {
        self.on_raw_logs = Some(Box::new(callback));
    }

    pub(super) fn set_on_event(&mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) {
        self.on_event = Some(Box::new(callback));
    }

    /// Tells who the log is to be read for.
    pub(super) fn log_use(&self) -> LogUse {
        match self.on_logs.is_some() || self.on_raw_logs.is_some() {
            true => LogUse::Shown,
            false => LogUse::Internal,
        }
    }

    /// Tells of a step; the end is the caller's own.
    pub(super) fn step(&mut self, step: &Step) {
        match step {
            Step::State(snapshot) => self.event(&CreateEvent::StateChanged(snapshot.clone())),
            Step::Log(Piece::Line(line)) => {
                self.panic.call(&mut self.on_logs, |callback| callback(line));
            }
            Step::Log(Piece::Chunk(chunk)) => {
                self.panic.call(&mut self.on_raw_logs, |callback| callback(chunk));
            }
            Step::End(Ok(snapshot)) => self.event(&CreateEvent::Done(snapshot.clone())),
            Step::End(Err(_)) => {}
        }
    }

    pub(super) fn event(&mut self, event: &CreateEvent) {
        self.panic.call(&mut self.on_event, |callback| callback(event));
    }

    /// Resumes the first panic of a callback, if there was one: the operation has ended.
    pub(super) fn resume_panic(&mut self) {
        self.panic.resume();
    }
}
