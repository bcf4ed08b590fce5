//! No secret comes to light: not in logs or spans at any level, not in `Debug`, errors or files.
//!
//! Every operation under every fault is searched by the fault matrix, the command by its own tests. Here is what
//! those do not reach, and the proof that the search finds what there is to find.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod configuration;
mod debug;
mod operations;
mod planted;

use std::{error::Error, fmt, sync::LazyLock};

use daytona_tests::canary::{self, LogWatch};

/// All logs of this process, from the first test that asks for it.
static WATCH: LazyLock<LogWatch> = LazyLock::new(LogWatch::begin);

/// Asserts that a value shows no secret.
#[track_caller]
fn assert_shows_none(what: &str, value: &dyn fmt::Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        if let Some(found) = canary::find(text.as_bytes()) {
            panic!("{what} shows {found}");
        }
    }
}

/// Asserts that neither an error nor any of its causes shows a secret.
#[track_caller]
fn assert_tells_none(what: &str, error: &dyn Error) {
    assert_shows_none(what, &error);
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = canary::find(error.to_string().as_bytes()) {
            panic!("{what} tells {found}");
        }
        next = error.source();
    }
}
