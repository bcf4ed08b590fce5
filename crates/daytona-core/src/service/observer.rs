//! Those who watch a create: the log callback and the event callback.

use crate::{ContextUpload, Snapshot};

/// A step that a create or a wait has taken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CreateEvent {
    /// The build context is at the store; one entry per archive, none for an image without files.
    ContextUploaded(Vec<ContextUpload>),
    /// The server has accepted the snapshot.
    Created(Snapshot),
    /// The snapshot has another state than before.
    StateChanged(Snapshot),
}

type LogCallback<'a> = Box<dyn FnMut(&str) + Send + 'a>;
type EventCallback<'a> = Box<dyn FnMut(&CreateEvent) + Send + 'a>;

/// The callbacks of one operation.
#[derive(Default)]
pub(super) struct Observer<'a> {
    on_logs: Option<LogCallback<'a>>,
    on_event: Option<EventCallback<'a>>,
}

impl<'a> Observer<'a> {
    pub(super) fn set_on_logs(&mut self, callback: impl FnMut(&str) + Send + 'a) {
        self.on_logs = Some(Box::new(callback));
    }

    pub(super) fn set_on_event(&mut self, callback: impl FnMut(&CreateEvent) + Send + 'a) {
        self.on_event = Some(Box::new(callback));
    }

    pub(super) fn wants_logs(&self) -> bool {
        self.on_logs.is_some()
    }

    pub(super) fn log(&mut self, line: &str) {
        if let Some(callback) = &mut self.on_logs {
            callback(line);
        }
    }

    pub(super) fn event(&mut self, event: &CreateEvent) {
        if let Some(callback) = &mut self.on_event {
            callback(event);
        }
    }
}
