//! The forms that a secret can take on its way into a text.

use std::fmt::Write;

use memchr::memmem::Finder;

/// How many bytes around a finding are shown.
const AROUND: usize = 60;
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// All forms of one text.
#[derive(Debug)]
pub(super) struct Needles(Vec<Finder<'static>>);

impl Needles {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let numbers = bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
        let mut forms = vec![
            text.to_owned(),
            text.to_lowercase(),
            text.to_uppercase(),
            hex.to_uppercase(),
            hex,
            numbers,
        ];
        forms.extend((0..3).map(|shift| base64_core(bytes, shift)));
        Self(forms.iter().map(|form| Finder::new(form).into_owned()).collect())
    }

    pub(super) fn find(&self, haystack: &[u8]) -> Option<String> {
        self.0.iter().find_map(|needle| {
            let place = needle.find(haystack)?;
            let from = place.saturating_sub(AROUND);
            let to = haystack.len().min(place + needle.needle().len() + AROUND);
            Some(String::from_utf8_lossy(haystack.get(from..to)?).into_owned())
        })
    }
}

/// Returns the part of a text's base64 that does not depend on its surroundings, when so many bytes stand before it.
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
        Needles::new("secret-7").find(haystack.as_bytes()).is_some()
    }

    #[test]
    fn text_is_found_in_every_form() {
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
    fn finding_shows_what_stands_around_it() {
        let haystack = format!("{}secret-7 after", "x".repeat(500));
        let found = Needles::new("secret-7").find(haystack.as_bytes()).unwrap();
        assert_eq!(found, format!("{}secret-7 after", "x".repeat(AROUND)));
    }
}
