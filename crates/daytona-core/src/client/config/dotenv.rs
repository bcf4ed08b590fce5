//! `.env` files, by the rules of python-dotenv, which the official SDK reads them with.
//!
//! They differ in two things. A line that cannot be read costs itself alone, also where a quote in
//! it is closed by one of a later line. Bytes that are not UTF-8 make a line unreadable, and only if
//! they are in its name or value; python-dotenv refuses the file.

mod expansion;
mod scanner;

use std::borrow::Cow;
use std::collections::HashMap;

use expansion::expand;
use scanner::Scanner;

pub(super) use expansion::{Expanded, Process};

/// The largest file that is read, and the most that its values may have once variables are
/// replaced, in bytes.
pub(super) const LIMIT: u64 = 1 << 20;

/// What a file sets, and the lines of it that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Dotenv {
    /// The last value of each name; `None` for a name without `=`.
    pub(super) variables: HashMap<String, Option<Expanded>>,
    pub(super) unreadable: Vec<UnreadableLine>,
}

/// A line that cannot be read. Its content may be a secret and is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnreadableLine {
    /// The number of the line, from 1.
    pub(super) number: usize,
    /// What is before the first `=`.
    pub(super) name: String,
}

/// Reads the content of a file. Variables in values are taken from the lines before, else from the
/// process.
pub(super) fn read(bytes: &[u8], process: &Process<'_>) -> Dotenv {
    let text = String::from_utf8_lossy(bytes);
    // Bytes that are not UTF-8 have become replacement characters.
    let is_damaged = matches!(text, Cow::Owned(_));
    let is_whole = |text: &str| !is_damaged || !text.contains(char::REPLACEMENT_CHARACTER);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");

    let mut found = Dotenv::default();
    let mut budget = usize::try_from(LIMIT).unwrap_or(usize::MAX);
    let mut scanner = Scanner::new(&text);
    while scanner.skip_to_binding() {
        let start = scanner;
        let binding = scanner.binding().and_then(|(name, value)| {
            if !is_whole(name) || !value.as_deref().is_none_or(is_whole) {
                return None;
            }
            let value = match value {
                Some(value) => Some(expand(&value, &found.variables, process, &mut budget)?),
                None => None,
            };
            Some((name.to_owned(), value))
        });
        if let Some((name, value)) = binding {
            found.variables.insert(name, value);
        } else {
            scanner = start;
            let name = scanner.skip_line().to_owned();
            found.unreadable.push(UnreadableLine { number: start.line, name });
        }
    }
    found
}

#[cfg(test)]
mod tests;
