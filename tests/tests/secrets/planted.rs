//! Secrets in sight are seen: the search can fail.

use daytona_tests::canary;
use tracing::field;

use crate::{WATCH, assert_shows_none, assert_tells_none};

#[track_caller]
fn assert_sighted(secret: &str) {
    let sightings = WATCH.sightings(secret);
    assert_eq!(sightings.len(), 1, "{sightings:?}");
    assert_eq!(sightings[0].target, "secrets::planted");
}

#[test]
fn secret_in_an_event_is_sighted() {
    let _ = WATCH.sightings("");
    let secret = canary::secret("InAnEvent");
    tracing::trace!(header = %format!("Bearer {secret}"), "sending");
    assert_sighted(&secret);
}

#[test]
fn secret_in_a_span_is_sighted() {
    let _ = WATCH.sightings("");
    let secret = canary::secret("InASpan");
    let _span = tracing::trace_span!("request", url = %secret);
    assert_sighted(&secret);
}

#[test]
fn secret_that_is_recorded_later_is_sighted() {
    let _ = WATCH.sightings("");
    let secret = canary::secret("Later");
    let span = tracing::trace_span!("request", url = field::Empty);
    span.record("url", &secret);
    assert_sighted(&secret);
}

#[test]
fn secret_that_was_logged_without_tracing_is_sighted() {
    let _ = WATCH.sightings("");
    let secret = canary::secret("ByLog");
    log::trace!("connecting to http://me:{secret}@proxy/");
    assert_sighted(&secret);
}

#[test]
fn secret_in_a_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("deep")).unwrap();
    std::fs::write(folder.path().join("deep/state.json"), canary::secret("InAFile")).unwrap();
    let found = canary::find_in_folder(folder.path()).unwrap().unwrap();
    assert!(found.contains("state.json"), "{found}");
}

#[test]
#[should_panic(expected = "the value shows")]
fn secret_in_debug_is_found() {
    assert_shows_none("the value", &Some(canary::secret("InDebug")));
}

#[test]
#[should_panic(expected = "the error tells")]
fn secret_in_the_cause_of_an_error_is_found() {
    #[derive(Debug)]
    struct Outer(Quiet);

    struct Quiet(std::io::Error);

    impl std::fmt::Debug for Quiet {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Quiet")
        }
    }

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("it failed")
        }
    }

    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0.0)
        }
    }

    let cause = std::io::Error::other(canary::secret("InACause"));
    assert_tells_none("the error", &Outer(Quiet(cause)));
}
