//! The callbacks of an operation.

use std::collections::VecDeque;

use super::event::CreateEvent;
use crate::call_events;
use crate::held_panic::HeldPanic;

type Callback<'a, T> = Option<Box<dyn FnMut(&T) + Send + 'a>>;

/// The callbacks of one operation, and its events as far as they are kept.
///
/// A callback that panics is not called again. The first panic is resumed once the operation has
/// ended.
#[derive(Default)]
pub(super) struct Observer<'a> {
    on_logs: Callback<'a, str>,
    on_raw_logs: Callback<'a, [u8]>,
    on_event: Callback<'a, CreateEvent>,
    kept: Option<VecDeque<CreateEvent>>,
    panic: HeldPanic,
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

    /// Returns `true` if a callback takes the build log.
    pub(super) fn takes_logs(&self) -> bool {
        self.on_logs.is_some() || self.on_raw_logs.is_some()
    }

    /// Keeps all events from now on, until [`take_kept`](Self::take_kept).
    pub(super) fn keep_events(&mut self) {
        self.kept.get_or_insert_default();
    }

    /// Returns the events that were kept, and keeps no more.
    pub(super) fn take_kept(&mut self) -> VecDeque<CreateEvent> {
        self.kept.take().unwrap_or_default()
    }

    /// Reports an event.
    pub(super) fn event(&mut self, event: CreateEvent) {
        call(&mut self.on_event, &self.panic, |callback| callback(&event));
        if let Some(kept) = &mut self.kept {
            // Only the latest counters matter later.
            if let (Some(last @ CreateEvent::UploadProgress(_)), CreateEvent::UploadProgress(_)) =
                (kept.back_mut(), &event)
            {
                *last = event;
            } else {
                kept.push_back(event);
            }
        }
    }

    /// Runs a step, and reports the events of its calls.
    pub(super) async fn observe<F: Future>(&mut self, step: F) -> F::Output {
        if self.on_event.is_none() && self.kept.is_none() {
            return step.await;
        }
        call_events::observe(step, |event| self.event(event.into())).await
    }

    /// Reports a line of the build log.
    pub(super) fn log_line(&mut self, line: &str) {
        call(&mut self.on_logs, &self.panic, |callback| callback(line));
    }

    /// Reports bytes of the build log.
    pub(super) fn log_chunk(&mut self, chunk: &[u8]) {
        call(&mut self.on_raw_logs, &self.panic, |callback| callback(chunk));
    }

    /// Returns the slot for the first panic of a callback.
    pub(super) fn panic(&self) -> HeldPanic {
        self.panic.clone()
    }
}

/// Calls a callback, if there is one, and holds its panic. A callback that has panicked is dropped,
/// since its own state may be inconsistent.
pub(super) fn call<F: ?Sized>(
    callback: &mut Option<Box<F>>,
    panic: &HeldPanic,
    call: impl FnOnce(&mut F),
) {
    let Some(function) = callback else { return };
    if !panic.catch("a callback", || call(function)) {
        *callback = None;
    }
}
