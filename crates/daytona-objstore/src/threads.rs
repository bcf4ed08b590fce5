//! Work that several threads do together.

use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Does the same thing on as many threads as the machine has cores, at most on `most`, and returns
/// what came of it on each.
///
/// This thread is one of them, and does everything when no other can be started. What was to come
/// from one that panicked is missing.
pub(crate) fn together<T: Send>(most: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(most);
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().spawn_scoped(scope, &work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = vec![work()];
        done.extend(others.into_iter().filter_map(|other| other.join().ok()));
        done
    })
}

/// Locks what no thread can leave half-changed, so that a poisoned lock says nothing.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
