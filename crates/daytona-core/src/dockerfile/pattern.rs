//! File name patterns with the rules of Go's `filepath.Match`, which the builder uses.

use std::iter::Peekable;
use std::str::Chars;

use crate::automaton::{Automaton, Node, Set};

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

/// A pattern, of which all of a path must fit.
///
/// `*` is any text without `/`, `?` any character but `/`, `[a-z]` and `[^a-z]` a character in or
/// out of a class, and `\` takes the next character as it is. `**` is nothing special.
#[derive(Debug)]
pub(crate) struct Glob(Automaton);

impl Glob {
    /// Takes a pattern apart; `None` when it is malformed.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let mut chars = pattern.chars().peekable();
        let mut nodes = Vec::new();
        while let Some(c) = chars.next() {
            nodes.push(match c {
                '*' => Node::Star(Set::all_but('/')),
                '?' => Node::One(Set::all_but('/')),
                '[' => Node::One(class(&mut chars)?),
                '\\' => Node::One(Set::only_this(chars.next()?)),
                literal => Node::One(Set::only_this(literal)),
            });
        }
        Some(Self(Automaton::new(nodes)))
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
        self.0.matches(path)
    }

    /// Tells whether there can be a match in a directory.
    pub(crate) fn may_match_below(&self, dir: &str) -> bool {
        self.0.may_match_below(dir)
    }
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Set> {
    let is_negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && chars.next_if_eq(&']').is_some() {
            return Some(Set { is_negated, ranges });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> Option<bool> {
        Glob::new(pattern).map(|glob| glob.matches(path))
    }

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
            ("*", "a/b", false),
            ("a?b", "a/b", false),
            ("*/b", "a/b", true),
            ("a[^x]b", "a/b", true),
            ("a[b/]c", "a/c", true),
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
