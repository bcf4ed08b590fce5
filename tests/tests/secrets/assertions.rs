//! The capture of all logs, and assertions on values and errors.

use std::{error::Error, fmt, sync::LazyLock};

use daytona_tests::canary::{self, LogCapture};

/// All logs of this process, from the first use on.
pub(crate) static LOGS: LazyLock<LogCapture> = LazyLock::new(LogCapture::start);

/// Asserts that the `Debug` output of a value has no secret.
#[track_caller]
pub(crate) fn assert_debug_has_no_secret(what: &str, value: &dyn fmt::Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        if let Some(found) = canary::find(text.as_bytes()) {
            panic!("{what} shows {found}");
        }
    }
}

/// Asserts that neither an error nor any of its causes has a secret.
#[track_caller]
pub(crate) fn assert_error_has_no_secret(what: &str, error: &dyn Error) {
    assert_debug_has_no_secret(what, &error);
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = canary::find(error.to_string().as_bytes()) {
            panic!("the text of {what} shows {found}");
        }
        next = error.source();
    }
}
