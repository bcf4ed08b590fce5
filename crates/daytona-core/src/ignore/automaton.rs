//! Runs the patterns that are more than a name.
//!
//! The builder turns such a pattern into a regular expression, and not all that gets into it is
//! escaped: `^` is an anchor, `\d` a digit, and a `*` between brackets does not mean what one would
//! think. To agree with it, the same expression is read here, by the rules of Go's package `regexp`
//! as far as they can come up. All states are followed at once, so that no pattern is slow.

use std::iter::Peekable;
use std::str::Chars;

/// An expression of which all of a path must fit.
#[derive(Debug)]
pub(super) struct Automaton {
    nodes: Vec<Node>,
    /// What a path must begin and end with, which decides most cases.
    prefix: String,
    suffix: String,
}

#[derive(Debug)]
enum Node {
    One(Set),
    /// Any number of them.
    Star(Set),
    /// Nothing, or what the next node takes: `(.*/)?`.
    Deep,
    /// Anything up to a `/`.
    Inside,
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

/// Characters by their ranges.
#[derive(Debug)]
struct Set {
    is_negated: bool,
    ranges: Vec<(char, char)>,
}

impl Set {
    fn of(ranges: &[(char, char)]) -> Self {
        Self { is_negated: false, ranges: ranges.to_vec() }
    }

    fn all_but(c: char) -> Self {
        Self { is_negated: true, ranges: vec![(c, c)] }
    }

    fn has(&self, c: char) -> bool {
        self.ranges.iter().any(|&(low, high)| low <= c && c <= high) != self.is_negated
    }

    fn only(&self) -> Option<char> {
        match self.ranges.as_slice() {
            &[(low, high)] if low == high && !self.is_negated => Some(low),
            _ => None,
        }
    }
}

impl Automaton {
    pub(super) fn new(expression: &str) -> Result<Self, String> {
        let nodes = Parser { rest: expression.chars().peekable() }.nodes()?;
        let literal = |node: &Node| match node {
            Node::One(set) => set.only(),
            _ => None,
        };
        let prefix = nodes.iter().map_while(literal).collect();
        let suffix: Vec<char> = nodes.iter().rev().map_while(literal).collect();
        Ok(Self { nodes, prefix, suffix: suffix.into_iter().rev().collect() })
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        if !path.starts_with(&self.prefix) || !path.ends_with(&self.suffix) {
            return false;
        }
        let mut run = Run::new(&self.nodes);
        let mut before = None;
        for c in path.chars() {
            run.take(before, c);
            before = Some(c);
        }
        run.ends(before)
    }

    /// Tells whether a path in this directory may match, whatever comes behind the `/`.
    pub(super) fn may_match_below(&self, dir: &str) -> bool {
        let mut run = Run::new(&self.nodes);
        let mut before = None;
        for c in dir.chars().chain(['/']) {
            run.take(before, c);
            before = Some(c);
        }
        run.is_unfinished()
    }
}

/// Where a path has come to: the nodes that may take what follows. The number of nodes stands for
/// the end.
struct Run<'n> {
    nodes: &'n [Node],
    active: Vec<bool>,
    next: Vec<bool>,
}

impl<'n> Run<'n> {
    fn new(nodes: &'n [Node]) -> Self {
        let mut active = vec![false; nodes.len() + 1];
        active[0] = true;
        Self { nodes, next: vec![false; active.len()], active }
    }

    /// Takes a character, which stands behind another one.
    fn take(&mut self, before: Option<char>, c: char) {
        self.skip(before, Some(c));
        self.next.fill(false);
        for (index, node) in self.nodes.iter().enumerate() {
            if !self.active[index] {
                continue;
            }
            match node {
                Node::One(set) => self.next[index + 1] |= set.has(c),
                Node::Star(set) => self.next[index] |= set.has(c),
                Node::Inside => {
                    self.next[index] |= c != '\n';
                    self.next[index + 1] |= c == '/';
                }
                _ => {}
            }
        }
        std::mem::swap(&mut self.active, &mut self.next);
    }

    /// Tells whether all nodes have been gone through at the end of a path.
    fn ends(mut self, before: Option<char>) -> bool {
        self.skip(before, None);
        self.active[self.nodes.len()]
    }

    fn is_unfinished(&self) -> bool {
        self.active[..self.nodes.len()].contains(&true)
    }

    /// Goes on from nodes that need no character, between two characters. It only leads forward.
    fn skip(&mut self, before: Option<char>, after: Option<char>) {
        let is_boundary = is_word(before) != is_word(after);
        for (index, node) in self.nodes.iter().enumerate() {
            if !self.active[index] {
                continue;
            }
            match node {
                Node::One(_) | Node::Inside => {}
                Node::Star(_) => self.active[index + 1] = true,
                Node::Deep => {
                    self.active[index + 1] = true;
                    self.active[index + 2] = true;
                }
                Node::Start => self.active[index + 1] |= before.is_none(),
                Node::End => self.active[index + 1] |= after.is_none(),
                Node::WordBoundary => self.active[index + 1] |= is_boundary,
                Node::NoWordBoundary => self.active[index + 1] |= !is_boundary,
            }
        }
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
const SPACES: &[(char, char)] = &[('\t', '\n'), ('\u{c}', '\r'), (' ', ' ')];
const NO_DIGITS: &[(char, char)] = &[('\0', '/'), (':', char::MAX)];
const NO_WORDS: &[(char, char)] =
    &[('\0', '/'), (':', '@'), ('[', '^'), ('`', '`'), ('{', char::MAX)];
const NO_SPACES: &[(char, char)] =
    &[('\0', '\u{8}'), ('\u{b}', '\u{b}'), ('\u{e}', '\u{1f}'), ('!', char::MAX)];

/// Reads an expression as `pattern.rs` writes them.
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
                    Escape::Literal(c) => Set::of(&[(c, c)]),
                },
                '[' => self.class()?,
                '.' => Set::all_but('\n'),
                plain => Set::of(&[(plain, plain)]),
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
