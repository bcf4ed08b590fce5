//! Ignore patterns with the rules of `.dockerignore`, as the builder applies them.
//!
//! They are not those of `.gitignore`: every pattern counts from the root, `*` stops at `/`, and a
//! path that a later `!` pattern brings back is back even though its directory is ignored. Two
//! modules do the work: [`pattern`] knows the kinds of patterns there are, [`expression`] those that
//! are more than a name.

mod expression;
mod pattern;
#[cfg(test)]
mod table;

use std::fmt;

use pattern::Pattern;

/// Patterns in their order, of which the last one that matches decides.
#[derive(Debug)]
pub(crate) struct IgnorePatterns {
    patterns: Vec<Pattern>,
}

/// A pattern of what is wanted, by the same rules.
#[derive(Debug)]
pub(crate) struct IncludePattern(Pattern);

/// The patterns' answers for a directory, on which those for what is in it depend.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    matched: Vec<bool>,
    is_ignored: bool,
}

/// A pattern that the builder would refuse, and the number of its line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadPattern {
    pub(crate) line: usize,
    pub(crate) pattern: String,
    pub(crate) reason: String,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern `{}` {}", self.pattern.escape_debug(), self.reason)
    }
}

impl std::error::Error for BadPattern {}

/// Two lists are the same when they are written the same.
impl PartialEq for IgnorePatterns {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns
    }
}

impl Eq for IgnorePatterns {}

impl IgnorePatterns {
    /// Reads the text of a `.dockerignore`. A line that begins with `#` is a comment.
    pub(crate) fn parse(text: &str) -> Result<Self, BadPattern> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.split('\n').enumerate();
        Self::of(lines.filter(|(_, line)| !line.starts_with('#')))
    }

    /// Takes patterns from a list, each as it would stand on a line of its own. None is a comment.
    pub(crate) fn new<P: AsRef<str>>(patterns: &[P]) -> Result<Self, BadPattern> {
        Self::of(patterns.iter().map(AsRef::as_ref).enumerate())
    }

    /// Takes patterns that count as they are, without what only a file has: here a leading `/` is
    /// a part of the path, which thereby matches nothing.
    pub(crate) fn verbatim<P: AsRef<str>>(patterns: &[P]) -> Result<Self, BadPattern> {
        let patterns = patterns.iter().map(AsRef::as_ref).enumerate();
        let patterns = patterns.filter(|(_, text)| !text.trim().is_empty());
        let patterns =
            patterns.map(|(index, text)| compiled(index, text, &pattern::clean(text.trim())));
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    fn of<'t>(lines: impl Iterator<Item = (usize, &'t str)>) -> Result<Self, BadPattern> {
        let patterns = lines.filter_map(|(index, line)| {
            let text = line.trim();
            (!text.is_empty()).then(|| compiled(index, text, &normalized(text)))
        });
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    /// Tells whether nothing is ignored.
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Returns the patterns as they are understood, without comments and blanks.
    pub(crate) fn texts(&self) -> impl Iterator<Item = String> {
        self.patterns.iter().map(Pattern::text)
    }

    /// Returns the answers for the root, which is never ignored itself.
    pub(crate) fn root(&self) -> Level {
        Level { matched: vec![false; self.patterns.len()], is_ignored: false }
    }

    /// Returns the answers for a directory, given those for the one that it is in.
    pub(crate) fn enter(&self, above: &Level, path: &str) -> Level {
        let mut matched = Vec::with_capacity(self.patterns.len());
        let is_ignored = self.decide(above, path, |answer| matched.push(answer));
        Level { matched, is_ignored }
    }

    /// Tells whether a file is ignored, given the answers for the directory that it is in.
    pub(crate) fn ignores_in(&self, above: &Level, path: &str) -> bool {
        self.decide(above, path, |_| ())
    }

    /// Tells whether everything in a directory is ignored, so that there is no need to list it.
    pub(crate) fn ignores_all_below(&self, dir: &Level, path: &str) -> bool {
        if !dir.is_ignored {
            return false;
        }
        // What ignores the directory ignores what is in it, and only a later pattern helps.
        let decisive = dir.matched.iter().rposition(|matched| *matched).unwrap_or(0);
        let mut later = self.patterns.iter().skip(decisive + 1);
        !later.any(|pattern| pattern.is_exception() && pattern.may_match_below(path))
    }

    /// Asks the patterns in their order. One that matched the directory matches all that is in it;
    /// one that would change nothing is not asked, and thereby not known to have matched.
    fn decide(&self, above: &Level, path: &str, mut note: impl FnMut(bool)) -> bool {
        let mut is_ignored = false;
        for (index, pattern) in self.patterns.iter().enumerate() {
            let inherited = above.matched.get(index).copied().unwrap_or(false);
            let matches =
                inherited || (pattern.is_exception() == is_ignored && pattern.matches(path));
            note(matches);
            if matches {
                is_ignored = !pattern.is_exception();
            }
        }
        is_ignored
    }
}

impl IncludePattern {
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        Pattern::new(&pattern::clean(text.trim())).map(Self)
    }

    /// Tells whether the pattern matches a path. What is in a match is as good as matched.
    pub(crate) fn matches(&self, path: &str) -> bool {
        !self.0.is_exception() && self.0.matches(path)
    }

    /// Tells whether there can be a match in a directory.
    pub(crate) fn may_match_below(&self, dir: &str) -> bool {
        !self.0.is_exception() && self.0.may_match_below(dir)
    }
}

fn compiled(index: usize, text: &str, cleaned: &str) -> Result<Pattern, BadPattern> {
    Pattern::new(cleaned).map_err(|reason| BadPattern {
        line: index + 1,
        pattern: text.to_owned(),
        reason,
    })
}

/// Writes a line as a pattern that counts from the root.
fn normalized(line: &str) -> String {
    let (mark, path) = match line.strip_prefix('!') {
        Some(path) => ("!", path.trim()),
        None => ("", line),
    };
    if path.is_empty() {
        return mark.to_owned();
    }
    let path = pattern::clean(path);
    let path = path.strip_prefix('/').filter(|path| !path.is_empty()).unwrap_or(&path);
    pattern::clean(format!("{mark}{path}").trim())
}
