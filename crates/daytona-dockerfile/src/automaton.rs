//! A nondeterministic automaton that matches paths.
//!
//! It follows all states at once, so that the time is linear in the path for every pattern.

/// A pattern that matches whole paths.
#[derive(Clone, Debug)]
pub(crate) struct Automaton {
    nodes: Vec<Node>,
    /// The literal text at the start and the end of every match. Most paths fail on it.
    prefix: String,
    suffix: String,
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// One character of a set.
    One(CharSet),
    /// Any number of characters of a set.
    Many(CharSet),
    /// The start of `(.*/)?`: the next node is optional.
    Optional,
    /// The content of `(.*/)?`: any text that ends in `/`.
    Directories,
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

/// A set of characters, by ranges.
#[derive(Clone, Debug)]
pub(crate) struct CharSet {
    pub(crate) is_negated: bool,
    pub(crate) ranges: Vec<(char, char)>,
}

impl CharSet {
    pub(crate) fn only(c: char) -> Self {
        Self::of(&[(c, c)])
    }

    pub(crate) fn of(ranges: &[(char, char)]) -> Self {
        Self { is_negated: false, ranges: ranges.to_vec() }
    }

    pub(crate) fn all_except(c: char) -> Self {
        Self { is_negated: true, ranges: vec![(c, c)] }
    }

    fn contains(&self, c: char) -> bool {
        self.ranges.iter().any(|&(low, high)| low <= c && c <= high) != self.is_negated
    }

    fn literal(&self) -> Option<char> {
        match self.ranges.as_slice() {
            &[(low, high)] if low == high && !self.is_negated => Some(low),
            _ => None,
        }
    }
}

impl Automaton {
    pub(crate) fn new(nodes: Vec<Node>) -> Self {
        let literal = |node: &Node| match node {
            Node::One(set) => set.literal(),
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
        let mut states = States::new(&self.nodes);
        let mut before = None;
        for c in path.chars() {
            states.advance(before, c);
            before = Some(c);
        }
        states.accepts(before)
    }

    /// Returns `true` if a path in this directory can match.
    pub(crate) fn may_match_below(&self, dir: &str) -> bool {
        let mut states = States::new(&self.nodes);
        let mut before = None;
        for c in dir.chars().chain(['/']) {
            states.advance(before, c);
            before = Some(c);
        }
        states.is_unfinished()
    }
}

/// The active states after a part of a path. State `i` is active if node `i` can consume the next
/// character. The last state, after all nodes, accepts.
struct States<'n> {
    nodes: &'n [Node],
    active: Vec<bool>,
    next: Vec<bool>,
}

impl<'n> States<'n> {
    fn new(nodes: &'n [Node]) -> Self {
        let mut active = vec![false; nodes.len() + 1];
        active[0] = true;
        Self { nodes, next: vec![false; active.len()], active }
    }

    /// Consumes the character `c`, which follows the character `before`.
    fn advance(&mut self, before: Option<char>, c: char) {
        self.skip(before, Some(c));
        self.next.fill(false);
        for (index, node) in self.nodes.iter().enumerate() {
            if !self.active[index] {
                continue;
            }
            match node {
                Node::One(set) => self.next[index + 1] |= set.contains(c),
                Node::Many(set) => self.next[index] |= set.contains(c),
                Node::Directories => {
                    self.next[index] |= c != '\n';
                    self.next[index + 1] |= c == '/';
                }
                _ => {}
            }
        }
        std::mem::swap(&mut self.active, &mut self.next);
    }

    /// Returns `true` if the path can end here.
    fn accepts(mut self, before: Option<char>) -> bool {
        self.skip(before, None);
        self.active[self.nodes.len()]
    }

    fn is_unfinished(&self) -> bool {
        self.active[..self.nodes.len()].contains(&true)
    }

    /// Activates the states that are reached without a character. They are all further ahead.
    fn skip(&mut self, before: Option<char>, after: Option<char>) {
        let is_boundary = is_word(before) != is_word(after);
        for (index, node) in self.nodes.iter().enumerate() {
            if !self.active[index] {
                continue;
            }
            match node {
                Node::One(_) | Node::Directories => {}
                Node::Many(_) => self.active[index + 1] = true,
                Node::Optional => {
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
