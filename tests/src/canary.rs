//! Secrets that can be recognised, and the search for them where no secret may be.

mod log_watch;
mod needles;

pub use log_watch::{LogWatch, Sighting};

use needles::Needles;

/// What every secret of a test has in it.
pub const CANARY: &str = "Kanari3nvogel";

/// Returns the text of a secret's own: [`CANARY`] and the name that it is to be told by.
#[must_use]
pub fn secret(name: &str) -> String {
    format!("{CANARY}{name}")
}

/// Searches bytes for a secret, plain or as base64, hexadecimal digits or a list of numbers, and returns what stands
/// around the first one.
#[must_use]
pub fn find(haystack: &[u8]) -> Option<String> {
    thread_local! {
        static NEEDLES: Needles = Needles::new(CANARY);
    }
    NEEDLES.with(|needles| needles.find(haystack))
}

/// Searches a folder, with the names of all that is in it.
///
/// # Errors
///
/// The operating system's, when something in it cannot be read.
pub fn find_in_folder(folder: &std::path::Path) -> std::io::Result<Option<String>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let found = match find(path.as_os_str().as_encoded_bytes()) {
            Some(name) => Some(name),
            None if path.is_dir() => find_in_folder(&path)?,
            None if path.is_file() => find(&std::fs::read(&path)?),
            None => None,
        };
        if let Some(found) = found {
            return Ok(Some(format!("{}: {found}", path.display())));
        }
    }
    Ok(None)
}
