//! The regular expressions that the builder makes of ignore patterns.
//!
//! Not all that gets into such an expression is escaped: `^` is an anchor, `\d` a digit, and a `*`
//! between brackets does not mean what one would think. To agree with the builder, the same
//! expression is read here, by the rules of Go's package `regexp` as far as they can come up.

use std::iter::Peekable;
use std::str::Chars;

use crate::automaton::{Automaton, Node, Set};

/// Makes an expression as `pattern.rs` writes them ready to run.
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
                // Whatever else stands in parentheses has a `\` before it.
                '(' => {
                    self.rest.by_ref().take_while(|c| *c != '?').for_each(drop);
                    nodes.extend([Node::Deep, Node::Inside]);
                    continue;
                }
                '^' => {
                    nodes.push(Node::Start);
                    continue;
                }
                '|' => return Err(means_otherwise("|")),
                '{' if self.begins_repetition() => return Err(means_otherwise("{")),
                '\\' => match self.escape()? {
                    Escape::Anchor(node) => {
                        nodes.push(node);
                        continue;
                    }
                    Escape::Set(ranges) => Set::of(ranges),
                    Escape::Literal(c) => Set::only_this(c),
                },
                '[' => self.class()?,
                '.' => Set::all_but('\n'),
                plain => Set::only_this(plain),
            };
            nodes.push(match self.rest.next_if_eq(&'*') {
                Some(_) => Node::Star(set),
                None => Node::One(set),
            });
        }
        Ok(nodes)
    }

    /// Reads what stands between brackets.
    fn class(&mut self) -> Result<Set, String> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges = Vec::new();
        let mut is_first = true;
        loop {
            let low = match self.rest.next() {
                None => return Err("has a `[` without its `]`".to_owned()),
                Some(']') if !is_first => return Ok(Set { is_negated, ranges }),
                Some('[') if self.rest.peek() == Some(&':') => {
                    return Err(means_otherwise("[:"));
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

    /// Reads the end of a range, where there is one: a `-` may also be the last character.
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

    /// Tells whether `{2}`, `{2,}` or `{2,3}` stands there; what does not end so is no repetition.
    fn begins_repetition(&self) -> bool {
        let inner: String = self.rest.clone().take_while(|c| *c != '}').collect();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        let is_closed = self.rest.clone().any(|c| c == '}');
        let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
        is_closed && is_number(least) && (most.is_empty() || is_number(most))
    }

    /// Reads what stands behind `\`.
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

/// What the builder forgets to escape, and takes for a part of a regular expression.
fn means_otherwise(what: &str) -> String {
    format!(
        "has `{what}`, which the builder would not take for itself beside wildcards; put `?` there"
    )
}

fn odd_escape() -> String {
    "has a `\\` before a character that needs none; directories are parted by `/`".to_owned()
}
