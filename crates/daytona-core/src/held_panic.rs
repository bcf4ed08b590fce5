//! The panic of an `on_retry` callback, held until the operation ends.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

tokio::task_local! {
    static HELD: HeldPanic;
}

/// The first panic of the callback in an operation. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct HeldPanic(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl HeldPanic {
    /// Returns the slot of the current operation, if there is one.
    pub(crate) fn current() -> Option<Self> {
        HELD.try_with(Clone::clone).ok()
    }

    /// Runs a task that holds its panics here.
    pub(crate) async fn of<F: Future>(&self, task: F) -> F::Output {
        HELD.scope(self.clone(), task).await
    }

    /// Runs code that is not in the task of the operation.
    #[cfg(feature = "upload")]
    pub(crate) fn within<T>(&self, code: impl FnOnce() -> T) -> T {
        HELD.sync_scope(self.clone(), code)
    }

    /// Moves a panic to the current operation. Without one, the panic stays held.
    pub(crate) fn hand_over(&self) {
        let Some(operation) = Self::current() else { return };
        if let Some(panic) = self.slot().take() {
            operation.slot().get_or_insert(panic);
        }
    }

    /// Resumes the panic, if there was one.
    pub(crate) fn resume(&self) {
        let panic = self.slot().take();
        if let Some(panic) = panic {
            resume_unwind(panic);
        }
    }

    /// Calls the callback, unless it has panicked before.
    fn call(&self, callback: impl FnOnce()) {
        if self.slot().is_some() {
            return;
        }
        if let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) {
            tracing::warn!(
                "`on_retry` panicked; the panic is resumed once the operation has ended"
            );
            self.slot().get_or_insert(panic);
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Box<dyn Any + Send>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs an operation to its end, then resumes the first panic of the callback. Only the outermost
/// operation resumes it.
pub(crate) fn resumed_at_end<F: Future>(operation: F) -> impl Future<Output = F::Output> + use<F> {
    // Operations are nested. Without a box, each level would double the size of the future.
    let operation = Box::pin(operation);
    async move {
        if HeldPanic::current().is_some() {
            return operation.await;
        }
        let held = HeldPanic::default();
        let outcome = held.of(operation).await;
        held.resume();
        outcome
    }
}

/// Calls the callback. Within an operation, a panic is held.
pub(super) fn call(callback: impl FnOnce()) {
    match HeldPanic::current() {
        Some(held) => held.call(callback),
        None => callback(),
    }
}
