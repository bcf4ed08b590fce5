//! Source patterns: the rules of Go's `filepath.Match`.

use std::iter::Peekable;
use std::str::Chars;

use crate::automaton::{Automaton, CharSet, Node};
use crate::error::PatternError;

/// Returns `true` if the builder treats a source as a pattern and not as a name.
///
/// ```
/// use daytona_dockerfile::has_wildcard;
///
/// assert!(has_wildcard("src/*.rs"));
/// assert!(!has_wildcard(r"src/\*.rs"));
/// ```
#[must_use]
pub fn has_wildcard(name: &str) -> bool {
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

/// A source pattern of COPY and ADD. It matches whole paths.
///
/// `*` matches any text without `/`, `?` any character except `/`, `[a-z]` and `[^a-z]` a character
/// in or outside a class, and `\` makes the next character literal. `**` is the same as `*`.
///
/// ```
/// use daytona_dockerfile::Glob;
///
/// let glob = Glob::new("src/*.py")?;
/// assert!(glob.matches("src/main.py"));
/// assert!(!glob.matches("src/lib/a.py"));
/// assert!(glob.may_match_below("src") && !glob.may_match_below("docs"));
/// # Ok::<(), daytona_dockerfile::PatternError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Glob(Automaton);

impl Glob {
    /// Parses a pattern.
    ///
    /// # Errors
    ///
    /// If the pattern is malformed.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let nodes =
            nodes(pattern).ok_or_else(|| PatternError::new(1, pattern, "is not well-formed"))?;
        Ok(Self(Automaton::new(nodes)))
    }

    /// Returns `true` if the pattern matches a path.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.0.matches(path)
    }

    /// Returns `true` if the pattern can match a path in a directory.
    #[must_use]
    pub fn may_match_below(&self, dir: &str) -> bool {
        self.0.may_match_below(dir)
    }
}

fn nodes(pattern: &str) -> Option<Vec<Node>> {
    let mut chars = pattern.chars().peekable();
    let mut nodes = Vec::new();
    while let Some(c) = chars.next() {
        nodes.push(match c {
            '*' => Node::Many(CharSet::all_except('/')),
            '?' => Node::One(CharSet::all_except('/')),
            '[' => Node::One(class(&mut chars)?),
            '\\' => Node::One(CharSet::only(chars.next()?)),
            literal => Node::One(CharSet::only(literal)),
        });
    }
    Some(nodes)
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<CharSet> {
    let is_negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && chars.next_if_eq(&']').is_some() {
            return Some(CharSet { is_negated, ranges });
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
        Glob::new(pattern).ok().map(|glob| glob.matches(path))
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
    fn malformed_patterns_are_refused() {
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
