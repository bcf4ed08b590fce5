//! The encodings in which a secret can appear.

use std::fmt::Write;

use memchr::memmem::Finder;

/// The text that every secret of a test contains.
pub const CANARY: &str = "Kanari3nvogel";

/// The number of bytes around a secret in the result of a search.
const CONTEXT_BYTES: usize = 60;
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// All encodings of one text.
#[derive(Debug)]
pub(super) struct Encodings(Vec<Finder<'static>>);

impl Encodings {
    /// Creates the encodings of a text.
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let numbers = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let mut encodings = vec![
            text.to_owned(),
            text.to_lowercase(),
            text.to_uppercase(),
            hex.to_uppercase(),
            hex,
            numbers,
        ];
        encodings.extend((0..3).map(|shift| base64_core(bytes, shift)));
        Self(encodings.iter().map(|encoding| Finder::new(encoding).into_owned()).collect())
    }

    /// Returns the first occurrence of any encoding, with the bytes around it.
    pub(super) fn find(&self, haystack: &[u8]) -> Option<String> {
        self.0.iter().find_map(|finder| {
            let position = finder.find(haystack)?;
            let from = position.saturating_sub(CONTEXT_BYTES);
            let to = haystack.len().min(position + finder.needle().len() + CONTEXT_BYTES);
            Some(String::from_utf8_lossy(haystack.get(from..to)?).into_owned())
        })
    }
}

/// Returns the part of the base64 that does not depend on the bytes around the text. `shift` is the number of bytes
/// before it.
fn base64_core(bytes: &[u8], shift: usize) -> String {
    let bits: Vec<bool> = std::iter::repeat_n(&0, shift)
        .chain(bytes)
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    let whole = bits.chunks_exact(6).map(|six| {
        let index = six.iter().fold(0_usize, |index, bit| index << 1 | usize::from(*bit));
        char::from(BASE64.get(index).copied().unwrap_or_default())
    });
    whole.skip((shift * 8).div_ceil(6)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(haystack: &str) -> bool {
        Encodings::new("secret-7").find(haystack.as_bytes()).is_some()
    }

    #[test]
    fn text_is_found_in_every_encoding() {
        for haystack in [
            "a secret-7 b",
            "A SECRET-7 B",
            // `user:secret-7`, `xsecret-7` and `xxsecret-7y` in base64.
            "Basic dXNlcjpzZWNyZXQtNw==",
            "eHNlY3JldC03",
            "eHhzZWNyZXQtN3k=",
            "7365637265742d37",
            "[1, 115, 101, 99, 114, 101, 116, 45, 55]",
        ] {
            assert!(found(haystack), "{haystack}");
        }
    }

    #[test]
    fn other_text_is_not_found() {
        for haystack in ["", "secret-", "ssecret-8", "secret 7"] {
            assert!(!found(haystack), "{haystack}");
        }
    }

    #[test]
    fn result_has_the_text_around_the_secret() {
        let haystack = format!("{}secret-7 after", "x".repeat(500));
        let found = Encodings::new("secret-7").find(haystack.as_bytes()).unwrap();
        assert_eq!(found, format!("{}secret-7 after", "x".repeat(CONTEXT_BYTES)));
    }
}
