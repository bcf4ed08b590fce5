//! The search for secrets in bytes and files.

use std::fs;
use std::io;
use std::path::Path;

use super::encodings::{CANARY, Encodings};

/// Searches bytes for a secret: plain, or as base64, hexadecimal digits or a list of numbers.
///
/// Returns the first one with the text around it.
#[must_use]
pub fn find(haystack: &[u8]) -> Option<String> {
    thread_local! {
        static ENCODINGS: Encodings = Encodings::new(CANARY);
    }
    ENCODINGS.with(|encodings| encodings.find(haystack))
}

/// Searches the files of a folder and its subfolders, and their names.
///
/// # Errors
///
/// Returns the operating system's error if a file or folder cannot be read.
pub fn find_in_folder(folder: &Path) -> io::Result<Option<String>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = match find(path.as_os_str().as_encoded_bytes()) {
            Some(name) => Some(name),
            None if path.is_dir() => find_in_folder(&path)?,
            None if path.is_file() => find(&fs::read(&path)?),
            None => None,
        };
        if let Some(found) = found {
            return Ok(Some(format!("{}: {found}", path.display())));
        }
    }
    Ok(None)
}
