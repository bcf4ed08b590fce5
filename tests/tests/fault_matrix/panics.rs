//! Panics in a cell, in detached tasks and threads, too.

use std::{
    collections::HashMap,
    panic,
    sync::{LazyLock, Mutex, PoisonError},
    thread,
};

static PANICS: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// Records every panic by the name of its thread.
pub(crate) fn record() {
    let default_hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        default_hook(info);
        let thread = thread::current().name().unwrap_or_default().to_owned();
        PANICS.lock().unwrap_or_else(PoisonError::into_inner).insert(thread, info.to_string());
    }));
}

/// Returns the last panic of the threads with this name, and forgets it.
pub(crate) fn take(thread: &str) -> Option<String> {
    PANICS.lock().unwrap_or_else(PoisonError::into_inner).remove(thread)
}
