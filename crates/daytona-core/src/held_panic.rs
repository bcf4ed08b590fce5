//! Holds the panic of a callback until the operation has ended.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

tokio::task_local! {
    static HELD: HeldPanic;
}

/// The first panic of the callbacks of one operation. Clones share the slot.
#[derive(Clone, Default)]
pub(crate) struct HeldPanic(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl HeldPanic {
    /// Returns the slot of the current operation, if there is one.
    pub(crate) fn current() -> Option<Self> {
        HELD.try_with(Clone::clone).ok()
    }

    /// Runs a task whose panics are held in this slot.
    pub(crate) async fn scope<F: Future>(&self, task: F) -> F::Output {
        HELD.scope(self.clone(), task).await
    }

    /// Runs code on another thread; its panics are held in this slot.
    #[cfg(feature = "upload")]
    pub(crate) fn sync_scope<T>(&self, code: impl FnOnce() -> T) -> T {
        HELD.sync_scope(self.clone(), code)
    }

    /// Moves the panic to the current operation. Without an operation, the panic stays here.
    pub(crate) fn hand_over(&self) {
        let Some(operation) = Self::current() else { return };
        if let Some(panic) = self.slot().take() {
            operation.slot().get_or_insert(panic);
        }
    }

    /// Resumes the panic, if there is one.
    pub(crate) fn resume(&self) {
        let panic = self.slot().take();
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }

    /// Resumes the panic once `operation` has ended.
    pub(crate) async fn resumed_after<F: Future>(self, operation: F) -> F::Output {
        let outcome = operation.await;
        self.resume();
        outcome
    }

    /// Calls a callback and holds its panic. Returns `false` if it panicked.
    pub(crate) fn catch(&self, name: &str, callback: impl FnOnce()) -> bool {
        let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) else { return true };
        tracing::warn!("{name} panicked; the panic is resumed once the operation has ended");
        self.slot().get_or_insert(panic);
        false
    }

    fn has_panic(&self) -> bool {
        self.slot().is_some()
    }

    fn slot(&self) -> MutexGuard<'_, Option<Box<dyn Any + Send>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs an operation to its end, then resumes the first panic of `on_retry`. The outermost operation
/// resumes it.
pub(crate) fn resumed_at_end<F: Future>(operation: F) -> impl Future<Output = F::Output> + use<F> {
    // Operations nest. Without a box, each level would double the size of the future.
    let operation = Box::pin(operation);
    async move {
        if HeldPanic::current().is_some() {
            return operation.await;
        }
        let held = HeldPanic::default();
        let outcome = held.scope(operation).await;
        held.resume();
        outcome
    }
}

/// Calls `on_retry`, unless it has panicked before. An operation holds its panic.
pub(super) fn call(callback: impl FnOnce()) {
    match HeldPanic::current() {
        Some(held) if held.has_panic() => {}
        Some(held) => {
            held.catch("`on_retry`", callback);
        }
        None => callback(),
    }
}
