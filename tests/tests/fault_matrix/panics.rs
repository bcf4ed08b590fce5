//! Panics anywhere in a cell, in tasks and threads that nobody joins too.

use std::{
    collections::HashMap,
    panic,
    sync::{LazyLock, Mutex, PoisonError},
    thread,
};

static SEEN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// Notes every panic from now on under the name of its thread.
pub(crate) fn record() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        report(info);
        let thread = thread::current().name().unwrap_or_default().to_owned();
        SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(thread, info.to_string());
    }));
}

/// Takes the last panic of the threads of a name.
pub(crate) fn take(thread: &str) -> Option<String> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).remove(thread)
}
