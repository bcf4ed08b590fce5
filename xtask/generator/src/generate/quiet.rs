//! Turns panics of the generator into errors.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

/// The longest message of a panic to show, in characters. The generator prints whole data structures.
const LONGEST: usize = 200;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs code that can panic. A panic prints nothing, and its message is the error.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    hush_quiet_threads();
    QUIET.set(true);
    // Changed state is not used after a panic.
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    outcome.map_err(|payload| message(payload.as_ref()))
}

/// Makes panics print nothing in threads that are inside [`catch_panic`].
fn hush_quiet_threads() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                print(info);
            }
        }));
    });
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text =
        text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or(text);
    line.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_becomes_the_first_line_of_its_message() {
        let outcome = catch_panic(|| panic!("not {}\n  in detail", "handled"));
        assert_eq!(outcome, Err::<(), _>("not handled".to_owned()));
        assert_eq!(catch_panic(|| 1), Ok(1));
    }
}
