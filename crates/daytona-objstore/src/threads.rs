//! Parallel work and locks.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Runs `work` on one thread for each core, at most on `max_threads`, and returns the results.
///
/// The calling thread is one of them. It does all the work if no other thread can be started. The
/// result of a thread that panics is missing.
pub(crate) fn run_parallel<T: Send>(max_threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(max_threads);
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, &work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut results = vec![work()];
        results.extend(others.into_iter().filter_map(|other| other.join().ok()));
        results
    })
}

/// Locks a value that no thread can leave half-changed, so a poisoned lock is no problem.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
