//! The search finds secrets, so that the other tests can fail.

use daytona_tests::canary;
use tracing::field;

use crate::assertions::{LOGS, assert_debug_has_no_secret, assert_error_has_no_secret};

#[track_caller]
fn assert_leak_is_found(secret: &str) {
    let leaks = LOGS.leaks(secret);
    assert_eq!(leaks.len(), 1, "{leaks:?}");
    assert_eq!(leaks[0].target, "secrets::detection");
}

#[test]
fn secret_in_an_event_is_found() {
    let _ = LOGS.leaks("");
    let secret = canary::secret("InAnEvent");
    tracing::trace!(header = %format!("Bearer {secret}"), "sending");
    assert_leak_is_found(&secret);
}

#[test]
fn secret_in_a_span_is_found() {
    let _ = LOGS.leaks("");
    let secret = canary::secret("InASpan");
    let _span = tracing::trace_span!("request", url = %secret);
    assert_leak_is_found(&secret);
}

#[test]
fn secret_in_a_later_span_field_is_found() {
    let _ = LOGS.leaks("");
    let secret = canary::secret("Later");
    let span = tracing::trace_span!("request", url = field::Empty);
    span.record("url", &secret);
    assert_leak_is_found(&secret);
}

#[test]
fn secret_in_the_log_crate_is_found() {
    let _ = LOGS.leaks("");
    let secret = canary::secret("ByLog");
    log::trace!("connecting to http://me:{secret}@proxy/");
    assert_leak_is_found(&secret);
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
    assert_debug_has_no_secret("the value", &Some(canary::secret("InDebug")));
}

#[test]
#[should_panic(expected = "the text of the error shows")]
fn secret_in_the_cause_of_an_error_is_found() {
    #[derive(Debug)]
    struct Outer(Silent);

    struct Silent(std::io::Error);

    impl std::fmt::Debug for Silent {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Silent")
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
    assert_error_has_no_secret("the error", &Outer(Silent(cause)));
}
