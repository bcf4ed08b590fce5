//! Runs patterns of paths.
//!
//! All states are followed at once, so that no pattern is slow. What a pattern consists of is known
//! by those who write them down: [`ignore`](crate::ignore) has the rules of `.dockerignore`,
//! [`dockerfile`](crate::dockerfile) those of sources.

/// A pattern that all of a path must fit.
#[derive(Debug)]
pub(crate) struct Automaton {
    nodes: Vec<Node>,
    /// What a path must begin and end with, which decides most cases.
    prefix: String,
    suffix: String,
}

/// A part of a pattern.
#[derive(Debug)]
pub(crate) enum Node {
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
pub(crate) struct Set {
    pub(crate) is_negated: bool,
    pub(crate) ranges: Vec<(char, char)>,
}

impl Set {
    pub(crate) fn only_this(c: char) -> Self {
        Self::of(&[(c, c)])
    }

    pub(crate) fn of(ranges: &[(char, char)]) -> Self {
        Self { is_negated: false, ranges: ranges.to_vec() }
    }

    pub(crate) fn all_but(c: char) -> Self {
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
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        let literal = |node: &Node| match node {
            Node::One(set) => set.only(),
            _ => None,
        };
        let prefix = nodes.iter().map_while(literal).collect();
        let suffix: Vec<char> = nodes.iter().rev().map_while(literal).collect();
        Self { nodes, prefix, suffix: suffix.into_iter().rev().collect() }
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
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
    pub(crate) fn may_match_below(&self, dir: &str) -> bool {
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
