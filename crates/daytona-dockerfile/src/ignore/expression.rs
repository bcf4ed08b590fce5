//! The regular expressions that BuildKit makes of ignore patterns.
//!
//! BuildKit does not escape every special character: `^` becomes an anchor, `\d` a digit, and `*`
//! in brackets becomes `[^/]*`. This module parses the same expression by the rules of Go's package
//! `regexp`, so that it agrees with BuildKit.

use std::iter::Peekable;
use std::str::Chars;

use crate::automaton::{Automaton, CharSet, Node};

/// Compiles an expression that `pattern.rs` has written.
pub(super) fn automaton(expression: &str) -> Result<Automaton, String> {
    Ok(Automaton::new(Parser { rest: expression.chars().peekable() }.nodes()?))
}

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
const SPACES: &[(char, char)] = &[('\t', '\n'), ('\u{c}', '\r'), (' ', ' ')];
const NO_DIGITS: &[(char, char)] = &[('\0', '/'), (':', char::MAX)];
const NO_WORDS: &[(char, char)] =
    &[('\0', '/'), (':', '@'), ('[', '^'), ('`', '`'), ('{', char::MAX)];
const NO_SPACES: &[(char, char)] =
    &[('\0', '\u{8}'), ('\u{b}', '\u{b}'), ('\u{e}', '\u{1f}'), ('!', char::MAX)];

struct Parser<'e> {
    rest: Peekable<Chars<'e>>,
}

impl Parser<'_> {
    fn nodes(mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.next() {
            let set = match c {
                // This is `(.*/)?`. Any other parenthesis is escaped.
                '(' => {
                    self.rest.by_ref().take_while(|c| *c != '?').for_each(drop);
                    nodes.extend([Node::Optional, Node::Directories]);
                    continue;
                }
                '^' => {
                    nodes.push(Node::Start);
                    continue;
                }
                '|' => return Err(unescaped("|")),
                '{' if self.begins_repetition() => return Err(unescaped("{")),
                '\\' => match self.escape()? {
                    Escape::Anchor(node) => {
                        nodes.push(node);
                        continue;
                    }
                    Escape::Set(ranges) => CharSet::of(ranges),
                    Escape::Literal(c) => CharSet::only(c),
                },
                '[' => self.class()?,
                '.' => CharSet::all_except('\n'),
                plain => CharSet::only(plain),
            };
            nodes.push(match self.rest.next_if_eq(&'*') {
                Some(_) => Node::Many(set),
                None => Node::One(set),
            });
        }
        Ok(nodes)
    }

    /// Parses a class after its `[`.
    fn class(&mut self) -> Result<CharSet, String> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        let mut is_first = true;
        loop {
            let low = match self.rest.next() {
                None => return Err("has a `[` without its `]`".to_owned()),
                Some(']') if !is_first => return Ok(CharSet { is_negated, ranges }),
                Some('[') if self.rest.peek() == Some(&':') => {
                    return Err(unescaped("[:"));
                }
                Some('\\') => match self.escape()? {
                    Escape::Set(known) => {
                        ranges.extend(known);
                        is_first = false;
                        continue;
                    }
                    Escape::Literal(c) => c,
                    Escape::Anchor(_) => return Err(odd_escape()),
                },
                Some(c) => c,
            };
            is_first = false;
            let high = self.high()?.unwrap_or(low);
            if high < low {
                return Err(format!("has the range `{low}-{high}`, which ends before it begins"));
            }
            ranges.push((low, high));
        }
    }

    /// Parses the end of a range. A `-` before `]` is a literal, not a range.
    fn high(&mut self) -> Result<Option<char>, String> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('-') || ahead.peek().is_none_or(|c| *c == ']') {
            return Ok(None);
        }
        self.rest = ahead;
        match self.rest.next() {
            Some('\\') => match self.escape()? {
                Escape::Literal(c) => Ok(Some(c)),
                _ => Err(odd_escape()),
            },
            c => Ok(c),
        }
    }

    /// Returns `true` at `{2}`, `{2,}` or `{2,3}`. Any other brace is a literal.
    fn begins_repetition(&self) -> bool {
        let inner: String = self.rest.clone().take_while(|c| *c != '}').collect();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        let is_closed = self.rest.clone().any(|c| c == '}');
        let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
        is_closed && is_number(least) && (most.is_empty() || is_number(most))
    }

    /// Parses the character after `\`.
    fn escape(&mut self) -> Result<Escape, String> {
        let Some(c) = self.rest.next() else { return Err(odd_escape()) };
        Ok(match c {
            'A' => Escape::Anchor(Node::Start),
            'z' => Escape::Anchor(Node::End),
            'b' => Escape::Anchor(Node::WordBoundary),
            'B' => Escape::Anchor(Node::NoWordBoundary),
            'd' => Escape::Set(DIGITS),
            'D' => Escape::Set(NO_DIGITS),
            'w' => Escape::Set(WORDS),
            'W' => Escape::Set(NO_WORDS),
            's' => Escape::Set(SPACES),
            'S' => Escape::Set(NO_SPACES),
            'a' => Escape::Literal('\u{7}'),
            'f' => Escape::Literal('\u{c}'),
            'n' => Escape::Literal('\n'),
            'r' => Escape::Literal('\r'),
            't' => Escape::Literal('\t'),
            'v' => Escape::Literal('\u{b}'),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Escape::Literal(c),
            _ => return Err(odd_escape()),
        })
    }
}

enum Escape {
    Literal(char),
    Set(&'static [(char, char)]),
    Anchor(Node),
}

/// Returns the reason for a character that BuildKit does not escape in its expression.
fn unescaped(what: &str) -> String {
    format!(
        "has `{what}`, which the builder reads as a regular expression next to wildcards; write `?` instead"
    )
}

fn odd_escape() -> String {
    "has a `\\` before a character that needs no escape; the separator of directories is `/`"
        .to_owned()
}
