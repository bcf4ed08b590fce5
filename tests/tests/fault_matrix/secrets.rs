//! The search for the secrets of a cell in logs, spans and errors.

use std::{
    error::Error as _,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use daytona_tests::canary::{self, LogCapture};

use crate::{
    operation::Outcome,
    violation::{Violation, ViolationKind},
};

static LOGS: LazyLock<LogCapture> = LazyLock::new(LogCapture::start);

/// Returns a text for the secrets of one fixture, and starts the capture of logs.
pub(crate) fn new_marker() -> String {
    static FIXTURES: AtomicU64 = AtomicU64::new(0);
    LazyLock::force(&LOGS);
    canary::secret(&format!("N{}N", FIXTURES.fetch_add(1, Ordering::Relaxed)))
}

/// Asserts that the crates that handle secrets have logged something.
pub(crate) fn assert_logs_exist() {
    for crate_name in ["daytona_api", "daytona_core", "hyper_util", "reqwest"] {
        assert!(LOGS.count_of(crate_name) > 0, "nothing was logged by {crate_name}");
    }
}

/// Searches the logs for secrets with this marker, and the outcome for any secret.
pub(crate) fn search(marker: &str, outcome: &Outcome) -> Result<(), Violation> {
    if let Some(leak) = LOGS.leaks(marker).first() {
        let why = format!("{} logged {}", leak.target, leak.text);
        return Err(ViolationKind::Leak.because(why));
    }
    let mut texts = vec![format!("{outcome:?}")];
    if let Outcome::Failure(error) = outcome {
        texts.push(error.to_string());
        let mut cause = error.source();
        while let Some(inner) = cause {
            texts.push(format!("{inner} {inner:?}"));
            cause = inner.source();
        }
    }
    match texts.iter().find_map(|text| canary::find(text.as_bytes())) {
        Some(found) => Err(ViolationKind::Leak.because(format!("the outcome shows {found}"))),
        None => Ok(()),
    }
}
