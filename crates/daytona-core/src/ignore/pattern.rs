//! A single ignore pattern: how it is written, and what it matches.

use super::expression::automaton;
use crate::automaton::Automaton;
use crate::dockerfile::Glob;

/// A pattern, taken apart once.
#[derive(Debug)]
pub(super) struct Pattern {
    is_exception: bool,
    /// As written, without the `!` and with nothing that means nothing.
    text: String,
    kind: Kind,
}

/// What a pattern comes to. Only the last kind needs more than a comparison.
#[derive(Debug)]
enum Kind {
    /// This path alone.
    Exact,
    /// What begins with this: the pattern ends in `**` and has no other wildcard.
    Prefix(String),
    /// What ends in this: the pattern begins with `**` and has no other wildcard.
    Suffix(String),
    Automaton(Automaton),
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (self.is_exception, &self.text) == (other.is_exception, &other.text)
    }
}

impl Pattern {
    /// Takes a pattern that has been [cleaned](clean).
    pub(super) fn new(cleaned: &str) -> Result<Self, String> {
        let (is_exception, text) = match cleaned.strip_prefix('!') {
            Some("") => return Err("makes an exception of nothing".to_owned()),
            Some(text) => (true, text),
            None => (false, cleaned),
        };
        if Glob::new(text).is_none() {
            return Err("is not well-formed".to_owned());
        }
        Ok(Self { is_exception, text: text.to_owned(), kind: Kind::of(text)? })
    }

    /// Tells whether the pattern begins with `!`.
    pub(super) fn is_exception(&self) -> bool {
        self.is_exception
    }

    /// Returns the pattern as it is understood.
    pub(super) fn text(&self) -> String {
        let mark = if self.is_exception { "!" } else { "" };
        format!("{mark}{}", self.text)
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        match &self.kind {
            Kind::Exact => path == self.text,
            Kind::Prefix(prefix) => path.starts_with(prefix),
            // `**/a` matches `a` too.
            Kind::Suffix(suffix) => {
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Kind::Automaton(automaton) => automaton.matches(path),
        }
    }

    /// Tells whether there can be a path in this directory that matches.
    pub(super) fn may_match_below(&self, dir: &str) -> bool {
        let below = |path: &str| path.strip_prefix(dir).is_some_and(|rest| rest.starts_with('/'));
        match &self.kind {
            Kind::Exact => below(&self.text),
            Kind::Prefix(prefix) => below(prefix) || format!("{dir}/").starts_with(prefix),
            Kind::Suffix(_) => true,
            Kind::Automaton(automaton) => automaton.may_match_below(dir),
        }
    }
}

impl Kind {
    fn of(text: &str) -> Result<Self, String> {
        let mut chars = text.chars().peekable();
        let mut kind = Shape::Exact;
        let mut expression = String::new();
        let mut is_first = true;
        while let Some(c) = chars.next() {
            match c {
                '*' if chars.next_if_eq(&'*').is_some() => {
                    let _ = chars.next_if_eq(&'/');
                    kind = match (chars.peek(), kind) {
                        (_, _) if is_first => Shape::Suffix,
                        (None, Shape::Exact) => Shape::Prefix,
                        _ => Shape::Expression,
                    };
                    expression.push_str(if chars.peek().is_none() { ".*" } else { "(.*/)?" });
                }
                '*' | '?' | '[' | ']' | '\\' => {
                    kind = Shape::Expression;
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
        Ok(match kind {
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

/// Writes a path in the shortest way that means the same, as Go's `filepath.Clean`.
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
