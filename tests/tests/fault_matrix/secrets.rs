//! Whether a secret of a cell has come to light: in a log, a span or an error.

use std::{
    error::Error as _,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use daytona_tests::canary::{self, LogWatch};

use crate::{
    operation::End,
    verdict::{Breach, Harm},
};

static WATCH: LazyLock<LogWatch> = LazyLock::new(LogWatch::begin);

/// Returns a text that no other stage has in its secrets, and watches the logs from now on.
pub(crate) fn new_marker() -> String {
    static STAGES: AtomicU64 = AtomicU64::new(0);
    LazyLock::force(&WATCH);
    canary::secret(&format!("N{}N", STAGES.fetch_add(1, Ordering::Relaxed)))
}

/// Makes sure that there was something to be searched: the crates through which the secrets go do log.
pub(crate) fn expect_talk() {
    for crate_name in ["daytona_api", "daytona_core", "hyper_util", "reqwest"] {
        assert!(WATCH.count_of(crate_name) > 0, "nothing was logged by {crate_name}");
    }
}

/// Looks for the secrets with this marker in all that was logged, and for any in what came out.
pub(crate) fn search(marker: &str, end: &End) -> Result<(), Breach> {
    if let Some(sighting) = WATCH.sightings(marker).first() {
        let why = format!("{} logged {}", sighting.target, sighting.text);
        return Err(Harm::Leak.because(why));
    }
    let mut texts = vec![format!("{end:?}")];
    if let End::Failure(error) = end {
        texts.push(error.to_string());
        let mut cause = error.source();
        while let Some(inner) = cause {
            texts.push(format!("{inner} {inner:?}"));
            cause = inner.source();
        }
    }
    match texts.iter().find_map(|text| canary::find(text.as_bytes())) {
        Some(found) => Err(Harm::Leak.because(format!("it came out in {found}"))),
        None => Ok(()),
    }
}
