//! Ignore patterns with the rules of `.dockerignore`.

mod expression;
mod pattern;

use crate::error::PatternError;
use pattern::Pattern;

/// Patterns with the rules of `.dockerignore`, in their order. The last pattern that matches decides.
///
/// The rules differ from those of `.gitignore`: each pattern is relative to the root, `*` stops at
/// `/`, and a later `!` pattern can keep a file of an ignored directory. A pattern that matches a
/// directory matches everything in it.
///
/// ```
/// use daytona_dockerfile::IgnorePatterns;
///
/// let patterns = IgnorePatterns::parse("# dependencies\nnode_modules\n**/*.log\n!keep.log\n")?;
/// assert!(patterns.is_ignored("node_modules/a/index.js"));
/// assert!(patterns.is_ignored("logs/today.log"));
/// assert!(!patterns.is_ignored("keep.log"));
/// assert!(!patterns.is_ignored("src/node_modules"));
/// # Ok::<(), daytona_dockerfile::PatternError>(())
/// ```
///
/// A walk of a directory tree keeps one [`DirectoryMatch`] for each directory. It can skip a
/// directory for which [`is_pruned`](Self::is_pruned) returns `true`:
///
/// ```
/// # use daytona_dockerfile::IgnorePatterns;
/// let patterns = IgnorePatterns::parse("target\n*.md\n!README.md\n")?;
/// let root = patterns.root();
/// assert!(patterns.is_ignored_in(&root, "NOTES.md"));
/// let target = patterns.enter(&root, "target");
/// assert!(patterns.is_pruned(&target, "target"));
/// # Ok::<(), daytona_dockerfile::PatternError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct IgnorePatterns {
    patterns: Vec<Pattern>,
}

/// A pattern of wanted files, as `COPY --parents` has it: the rules of a single ignore pattern.
///
/// ```
/// use daytona_dockerfile::IncludePattern;
///
/// let pattern = IncludePattern::new("**/*.toml")?;
/// assert!(pattern.matches("Cargo.toml") && pattern.matches("crates/a/Cargo.toml"));
/// # Ok::<(), daytona_dockerfile::PatternError>(())
/// ```
#[derive(Clone, Debug)]
pub struct IncludePattern(Pattern);

/// The patterns that match a directory. The result for a file depends on its directory.
#[derive(Clone, Debug)]
pub struct DirectoryMatch {
    matched: Vec<bool>,
    is_ignored: bool,
}

impl Eq for IgnorePatterns {}

impl IgnorePatterns {
    /// Parses the text of a `.dockerignore`. A line that starts with `#` is a comment.
    ///
    /// # Errors
    ///
    /// If a pattern is malformed, or BuildKit reads it by accident as a regular expression. The
    /// error names the line.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.split('\n').enumerate();
        Self::of(lines.filter(|(_, line)| !line.starts_with('#')))
    }

    /// Parses the text of a `.dockerignore`, but accepts patterns that BuildKit refuses only when it
    /// evaluates them. Such a pattern matches nothing.
    ///
    /// BuildKit skips a pattern for a path that earlier patterns ignore, and a `!` pattern for any
    /// other path. [`malformed_for`](Self::malformed_for) returns the pattern that it refuses.
    ///
    /// ```
    /// use daytona_dockerfile::IgnorePatterns;
    ///
    /// let patterns = IgnorePatterns::parse_lazily("*.log\n[b-a]\n")?;
    /// assert!(patterns.malformed_for(&patterns.root(), "a.log").is_none());
    /// let refused = patterns.malformed_for(&patterns.root(), "a").expect("`[b-a]` is evaluated");
    /// assert_eq!(refused.line(), 2);
    /// # Ok::<(), daytona_dockerfile::PatternError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If BuildKit refuses a pattern without evaluating it. The error names the line.
    pub fn parse_lazily(text: &str) -> Result<Self, PatternError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.split('\n').enumerate().filter(|(_, line)| !line.starts_with('#'));
        let patterns = lines.filter_map(|(index, line)| {
            let text = line.trim();
            (!text.is_empty()).then(|| {
                let error = |reason| PatternError::new(index + 1, text, reason);
                Pattern::lazy(&normalized(text), error)
            })
        });
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    /// Returns `true` if a pattern is malformed. Only [`parse_lazily`](Self::parse_lazily) accepts
    /// such patterns.
    #[must_use]
    pub fn has_malformed(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.malformed().is_some())
    }

    /// Returns the first malformed pattern that is evaluated for a path, from the match of its
    /// directory.
    #[must_use]
    pub fn malformed_for(&self, parent: &DirectoryMatch, path: &str) -> Option<&PatternError> {
        let mut evaluated = None;
        self.decide(
            parent,
            path,
            |_| (),
            |pattern| {
                evaluated = evaluated.or(pattern.malformed());
            },
        );
        evaluated
    }

    /// Parses a list of patterns, each as one line of a `.dockerignore`. None is a comment.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse). The error has the position in the list.
    pub fn new<P: AsRef<str>>(patterns: &[P]) -> Result<Self, PatternError> {
        Self::of(patterns.iter().map(AsRef::as_ref).enumerate())
    }

    /// Parses the values of `COPY --exclude`. Unlike in a file, a leading `/` is a part of the path,
    /// so that such a pattern matches nothing.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn verbatim<P: AsRef<str>>(patterns: &[P]) -> Result<Self, PatternError> {
        let patterns = patterns.iter().map(AsRef::as_ref).enumerate();
        let patterns = patterns.filter(|(_, text)| !text.trim().is_empty());
        let patterns =
            patterns.map(|(index, text)| compiled(index, text, &pattern::clean(text.trim())));
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    fn of<'t>(lines: impl Iterator<Item = (usize, &'t str)>) -> Result<Self, PatternError> {
        let patterns = lines.filter_map(|(index, line)| {
            let text = line.trim();
            (!text.is_empty()).then(|| compiled(index, text, &normalized(text)))
        });
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    /// Returns `true` if there is no pattern.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Returns the patterns in their shortest form, without comments and blanks.
    pub fn patterns(&self) -> impl Iterator<Item = String> {
        self.patterns.iter().map(Pattern::text)
    }

    /// Returns `true` if a path is ignored. The path has `/` between segments and none at its start.
    #[must_use]
    pub fn is_ignored(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| &path[..end]);
        let parent = ends.fold(self.root(), |parent, dir| self.enter(&parent, dir));
        self.is_ignored_in(&parent, path)
    }

    /// Returns the match of the root. The root itself is never ignored.
    #[must_use]
    pub fn root(&self) -> DirectoryMatch {
        DirectoryMatch { matched: vec![false; self.patterns.len()], is_ignored: false }
    }

    /// Returns the match of a directory, from the match of its parent.
    #[must_use]
    pub fn enter(&self, parent: &DirectoryMatch, path: &str) -> DirectoryMatch {
        let mut matched = Vec::with_capacity(self.patterns.len());
        let is_ignored = self.decide(parent, path, |matches| matched.push(matches), |_| ());
        DirectoryMatch { matched, is_ignored }
    }

    /// Returns `true` if a path is ignored, from the match of its directory.
    #[must_use]
    pub fn is_ignored_in(&self, parent: &DirectoryMatch, path: &str) -> bool {
        self.decide(parent, path, |_| (), |_| ())
    }

    /// Returns `true` if everything in a directory is ignored, so that a walk can skip it.
    #[must_use]
    pub fn is_pruned(&self, dir: &DirectoryMatch, path: &str) -> bool {
        if !dir.is_ignored {
            return false;
        }
        // The pattern that ignores the directory ignores its content. Only a later one can keep
        // a file.
        let decisive = dir.matched.iter().rposition(|matched| *matched).unwrap_or(0);
        let mut later = self.patterns.iter().skip(decisive + 1);
        !later.any(|pattern| pattern.is_exception() && pattern.may_match_below(path))
    }

    /// Applies the patterns in their order. A pattern that matched the directory matches its
    /// content. A pattern that cannot change the result is skipped, and counts as no match.
    fn decide<'p>(
        &'p self,
        parent: &DirectoryMatch,
        path: &str,
        mut record: impl FnMut(bool),
        mut evaluate: impl FnMut(&'p Pattern),
    ) -> bool {
        let mut is_ignored = false;
        for (index, pattern) in self.patterns.iter().enumerate() {
            let mut matches = parent.matched.get(index).copied().unwrap_or(false);
            if !matches && pattern.is_exception() == is_ignored {
                evaluate(pattern);
                matches = pattern.matches(path);
            }
            record(matches);
            if matches {
                is_ignored = !pattern.is_exception();
            }
        }
        is_ignored
    }
}

impl IncludePattern {
    /// Parses a pattern.
    ///
    /// # Errors
    ///
    /// If the pattern is malformed, or BuildKit reads it by accident as a regular expression.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        compiled(0, text, &pattern::clean(text.trim())).map(Self)
    }

    /// Returns `true` if the pattern matches a path. The content of a matched directory is not
    /// matched again.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        !self.0.is_exception() && self.0.matches(path)
    }

    /// Returns `true` if the pattern can match a path in a directory.
    #[must_use]
    pub fn may_match_below(&self, dir: &str) -> bool {
        !self.0.is_exception() && self.0.may_match_below(dir)
    }
}

fn compiled(index: usize, text: &str, cleaned: &str) -> Result<Pattern, PatternError> {
    Pattern::new(cleaned).map_err(|reason| PatternError::new(index + 1, text, reason))
}

/// Returns a line as a pattern that is relative to the root.
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
