//! Recognisable secrets for tests, and the search for them in output, logs and files.

mod encodings;
mod log_capture;
mod search;

pub use encodings::CANARY;
pub use log_capture::{Leak, LogCapture};
pub use search::{find, find_in_folder};

/// Returns a secret: [`CANARY`] and a name that identifies it.
#[must_use]
pub fn secret(name: &str) -> String {
    format!("{CANARY}{name}")
}
