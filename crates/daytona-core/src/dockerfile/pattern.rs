//! File name patterns with the rules of Go's `filepath.Match`, which the builder uses.

use std::iter::Peekable;
use std::str::Chars;

/// Tells whether the builder would search for matches instead of taking the name as it is.
pub(crate) fn has_wildcard(name: &str) -> bool {
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '*' | '?' | '[' => return true,
            _ => {}
        }
    }
    false
}

/// Tells whether a pattern fits the whole of a name without `/`; `None` for a malformed pattern.
///
/// `*` is any text, `?` any character, `[a-z]` and `[^a-z]` a character in or out of a class, and
/// `\` takes the next character as it is. `**` is nothing special.
pub(crate) fn matches(pattern: &str, name: &str) -> Option<bool> {
    let parts = parts(pattern)?;
    let name: Vec<char> = name.chars().collect();
    Some(fits(&parts, &name))
}

#[derive(Debug)]
enum Part {
    AnyText,
    AnyChar,
    Literal(char),
    Class { negated: bool, ranges: Vec<(char, char)> },
}

impl Part {
    fn fits_char(&self, c: char) -> bool {
        match self {
            Self::AnyText => false,
            Self::AnyChar => true,
            Self::Literal(literal) => *literal == c,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|&(low, high)| low <= c && c <= high) != *negated
            }
        }
    }
}

fn parts(pattern: &str) -> Option<Vec<Part>> {
    let mut chars = pattern.chars().peekable();
    let mut parts = Vec::new();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => Part::AnyText,
            '?' => Part::AnyChar,
            '[' => class(&mut chars)?,
            '\\' => Part::Literal(chars.next()?),
            literal => Part::Literal(literal),
        });
    }
    Some(parts)
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Part> {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && chars.next_if_eq(&']').is_some() {
            return Some(Part::Class { negated, ranges });
        }
        let low = class_char(chars)?;
        let high = match chars.next_if_eq(&'-') {
            Some(_) => class_char(chars)?,
            None => low,
        };
        ranges.push((low, high));
    }
}

fn class_char(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    match chars.next()? {
        '-' | ']' => None,
        '\\' => chars.next(),
        c => Some(c),
    }
}

/// Matches without recursion: after a mismatch, the last `*` takes one character more.
fn fits(parts: &[Part], name: &[char]) -> bool {
    let (mut part, mut at) = (0, 0);
    let mut last_star = None;
    while at < name.len() {
        match parts.get(part) {
            Some(Part::AnyText) => {
                part += 1;
                last_star = Some((part, at));
            }
            Some(single) if single.fits_char(name[at]) => {
                part += 1;
                at += 1;
            }
            _ => {
                let Some((after_star, taken)) = last_star else { return false };
                part = after_star;
                at = taken + 1;
                last_star = Some((after_star, at));
            }
        }
    }
    parts[part..].iter().all(|part| matches!(part, Part::AnyText))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_follow_gos_rules() {
        let cases = [
            ("*", "", true),
            ("*.rs", "a.rs", true),
            ("*.rs", ".rs", true),
            ("*.rs", "a.rsx", false),
            ("a*b*c", "axbybzc", true),
            ("a*b*c", "axbybz", false),
            ("**", "abc", true),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            (r"[\]a]", "]", true),
            (r"a\*", "a*", true),
            (r"a\*", "ab", false),
            ("[[]x", "[x", true),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(matches(pattern, name), Some(expected), "{pattern} {name}");
        }
    }

    #[test]
    fn malformed_patterns_are_told() {
        for pattern in ["[", "[a", "[]", "[]a]", "[a-]", "[-x]", "a\\", "[^]"] {
            assert_eq!(matches(pattern, "a"), None, "{pattern}");
        }
    }

    #[test]
    fn escaped_wildcards_are_none() {
        assert!(has_wildcard("a*") && has_wildcard("a/[b]") && has_wildcard("a?"));
        assert!(!has_wildcard(r"a\*") && !has_wildcard("plain"));
    }

    #[test]
    fn hostile_patterns_stay_fast() {
        assert_eq!(matches(&"*a".repeat(2_000), &"a".repeat(1_999)), Some(false));
    }
}
