//! A single ignore pattern.

use super::expression::automaton;
use crate::automaton::Automaton;
use crate::error::PatternError;
use crate::glob::Glob;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    is_exception: bool,
    /// The cleaned text without `!`.
    text: String,
    matcher: Matcher,
}

/// The way to match a pattern. Only the last one needs more than a comparison.
#[derive(Clone, Debug)]
enum Matcher {
    /// The path is the text.
    Exact,
    /// The path starts with this. The pattern ends in `**` and has no other wildcard.
    Prefix(String),
    /// The path ends in this. The pattern starts with `**` and has no other wildcard.
    Suffix(String),
    Automaton(Automaton),
    /// The builder refuses the pattern when it evaluates it.
    Malformed(PatternError),
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (self.is_exception, &self.text) == (other.is_exception, &other.text)
    }
}

impl Pattern {
    /// Compiles a [cleaned](clean) pattern.
    pub(super) fn new(cleaned: &str) -> Result<Self, String> {
        let (is_exception, text) = Self::checked(cleaned)?;
        Ok(Self { is_exception, text: text.to_owned(), matcher: Matcher::of(text)? })
    }

    /// Compiles a [cleaned](clean) pattern, and keeps an error that the builder finds when it
    /// evaluates the pattern. `error` returns the error for a reason.
    pub(super) fn lazy(
        cleaned: &str,
        error: impl Fn(String) -> PatternError,
    ) -> Result<Self, PatternError> {
        let (is_exception, text) = Self::checked(cleaned).map_err(&error)?;
        let matcher = Matcher::of(text).unwrap_or_else(|why| Matcher::Malformed(error(why)));
        Ok(Self { is_exception, text: text.to_owned(), matcher })
    }

    /// Checks what the builder checks before it evaluates a pattern. Returns whether the pattern is
    /// an exception, and its text.
    fn checked(cleaned: &str) -> Result<(bool, &str), String> {
        let (is_exception, text) = match cleaned.strip_prefix('!') {
            Some("") => return Err("makes an exception of nothing".to_owned()),
            Some(text) => (true, text),
            None => (false, cleaned),
        };
        if Glob::new(text).is_err() {
            return Err("is not well-formed".to_owned());
        }
        Ok((is_exception, text))
    }

    /// Returns the error of a malformed pattern.
    pub(super) fn malformed(&self) -> Option<&PatternError> {
        match &self.matcher {
            Matcher::Malformed(error) => Some(error),
            _ => None,
        }
    }

    /// Returns `true` if the pattern starts with `!`.
    pub(super) fn is_exception(&self) -> bool {
        self.is_exception
    }

    /// Returns the cleaned pattern.
    pub(super) fn text(&self) -> String {
        let mark = if self.is_exception { "!" } else { "" };
        format!("{mark}{}", self.text)
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        match &self.matcher {
            Matcher::Exact => path == self.text,
            Matcher::Prefix(prefix) => path.starts_with(prefix),
            // `**/a` also matches `a`.
            Matcher::Suffix(suffix) => {
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Matcher::Automaton(automaton) => automaton.matches(path),
            Matcher::Malformed(_) => false,
        }
    }

    /// Returns `true` if the pattern can match a path in this directory.
    pub(super) fn may_match_below(&self, dir: &str) -> bool {
        let below = |path: &str| path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'));
        match &self.matcher {
            Matcher::Exact => below(&self.text),
            Matcher::Prefix(prefix) => below(prefix) || format!("{dir}/").starts_with(prefix),
            Matcher::Suffix(_) | Matcher::Malformed(_) => true,
            Matcher::Automaton(automaton) => automaton.may_match_below(dir),
        }
    }
}

impl Matcher {
    fn of(text: &str) -> Result<Self, String> {
        let mut chars = text.chars().peekable();
        let mut shape = Shape::Exact;
        let mut expression = String::new();
        let mut is_first = true;
        while let Some(c) = chars.next() {
            match c {
                '*' if chars.next_if_eq(&'*').is_some() => {
                    let _ = chars.next_if_eq(&'/');
                    shape = match (chars.peek(), shape) {
                        (_, _) if is_first => Shape::Suffix,
                        (None, Shape::Exact) => Shape::Prefix,
                        _ => Shape::Expression,
                    };
                    expression.push_str(if chars.peek().is_none() { ".*" } else { "(.*/)?" });
                }
                '*' | '?' | '[' | ']' | '\\' => {
                    shape = Shape::Expression;
                    match c {
                        '*' => expression.push_str("[^/]*"),
                        '?' => expression.push_str("[^/]"),
                        '\\' => expression.extend(['\\'].into_iter().chain(chars.next())),
                        bracket => expression.push(bracket),
                    }
                }
                '.' | '+' | '(' | ')' | '$' => expression.extend(['\\', c]),
                plain => expression.push(plain),
            }
            is_first = false;
        }
        Ok(match shape {
            Shape::Exact => Self::Exact,
            Shape::Prefix => Self::Prefix(text.strip_suffix("**").unwrap_or(text).to_owned()),
            Shape::Suffix => Self::Suffix(text.strip_prefix("**").unwrap_or(text).to_owned()),
            Shape::Expression => Self::Automaton(automaton(&expression)?),
        })
    }
}

#[derive(Clone, Copy)]
enum Shape {
    Exact,
    Prefix,
    Suffix,
    Expression,
}

/// Returns the shortest equivalent path, as Go's `filepath.Clean` does.
pub(super) fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            ".." if is_rooted => {}
            name => segments.push(name),
        }
    }
    let path = segments.join("/");
    match (is_rooted, path.is_empty()) {
        (true, _) => format!("/{path}"),
        (false, true) => ".".to_owned(),
        (false, false) => path,
    }
}
