//! Filters for the files of a directory.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daytona_dockerfile::{DirectoryMatch, IgnorePatterns, PatternError};

/// A filter for the files of a directory in the build context, with the patterns of `.dockerignore`.
///
/// Paths are relative to the [`link_root`](crate::ContextFile::link_root) of the file that has the
/// filter. For a file behind a link, the path of the target counts.
///
/// ```
/// use daytona_core::Image;
///
/// # let dir = tempfile::tempdir().unwrap();
/// # let at = |name| dir.path().join(name);
/// # std::fs::create_dir(at("src")).unwrap();
/// # std::fs::write(at("src/main.py"), "").unwrap();
/// # std::fs::write(at("Dockerfile"), "FROM alpine:3.20\nCOPY src /src\n").unwrap();
/// # std::fs::write(at(".dockerignore"), "**/*.md\n!README.md\n").unwrap();
/// let resolved = Image::from_dockerfile(at("Dockerfile")).resolve()?;
/// let filter = resolved.context[0].filter.as_ref().expect("there is a `.dockerignore`");
/// assert_eq!(filter.patterns(), ["**/*.md", "!README.md"]);
/// assert!(filter.ignores("src/notes.md"));
/// assert!(!filter.ignores("src/main.py"));
/// # Ok::<(), daytona_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContextFilter {
    rules: Vec<Rule>,
}

/// Patterns, and the directory that they are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    base: String,
    patterns: Arc<IgnorePatterns>,
}

impl ContextFilter {
    /// Creates a filter of patterns that are relative to the root.
    pub(crate) fn new(patterns: IgnorePatterns) -> Self {
        Self::default().excluding("", &Arc::new(patterns))
    }

    /// Adds patterns that are relative to a directory. They do not apply to that directory itself.
    pub(crate) fn excluding(mut self, base: &str, patterns: &Arc<IgnorePatterns>) -> Self {
        if !patterns.is_empty() {
            self.rules.push(Rule { base: base.to_owned(), patterns: Arc::clone(patterns) });
        }
        self
    }

    /// Returns `true` if the filter ignores nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns `true` if the other filter has all patterns of this one.
    pub(crate) fn is_part_of(&self, other: &Self) -> bool {
        self.rules.iter().all(|rule| other.rules.contains(rule))
    }

    /// Returns the patterns in their order, normalized: without comments and blanks, and in their
    /// shortest form.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        self.rules.iter().flat_map(|rule| rule.patterns.patterns()).collect()
    }

    /// Returns `true` if the filter ignores the file at a path. The path has `/` between segments.
    #[must_use]
    pub fn ignores(&self, path: &str) -> bool {
        match path.rsplit_once('/') {
            None => !self.root().takes(path),
            Some((dir, name)) => self.at(dir).is_none_or(|dir| !dir.takes(name)),
        }
    }

    /// Returns the filter of the directory at a path, or `None` if all of its files are ignored.
    pub(crate) fn at(&self, path: &str) -> Option<FilteredDir> {
        let mut names = path.split('/').filter(|name| !name.is_empty());
        names.try_fold(self.root(), |dir, name| dir.below(name))
    }

    /// Returns the first malformed pattern that is evaluated for a member of a directory or below.
    /// Like the builder, it does not search a directory whose files are all ignored.
    pub(super) fn first_malformed(&self, dir: &Path) -> Option<PatternError> {
        if !self.rules.iter().any(|rule| rule.patterns.has_malformed()) {
            return None;
        }
        let mut pending = vec![(dir.to_owned(), self.root())];
        while let Some((dir, filtered)) = pending.pop() {
            for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                if let Some(malformed) = filtered.malformed_for(&name) {
                    return Some(malformed.clone());
                }
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    pending.extend(filtered.below(&name).map(|below| (entry.path(), below)));
                }
            }
        }
        None
    }

    pub(crate) fn root(&self) -> FilteredDir {
        let rules =
            self.rules.iter().cloned().map(|rule| ScopedRule::new(rule, "", None)).collect();
        FilteredDir { path: String::new(), rules }
    }
}

/// The filter of one directory. The default ignores nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilteredDir {
    path: String,
    rules: Vec<ScopedRule>,
}

/// A rule with the state of its patterns for the current directory. There is no state outside of the
/// directory that the patterns are relative to.
#[derive(Clone, Debug)]
struct ScopedRule {
    rule: Rule,
    level: Option<DirectoryMatch>,
}

impl ScopedRule {
    fn new(rule: Rule, path: &str, above: Option<&DirectoryMatch>) -> Self {
        let level = match above {
            Some(above) => Some(rule.patterns.enter(above, rule.within(path))),
            None => (rule.base == path).then(|| rule.patterns.root()),
        };
        Self { rule, level }
    }

    fn ignores(&self, path: &str) -> bool {
        let Self { rule, level } = self;
        level.as_ref().is_some_and(|level| rule.patterns.is_ignored_in(level, rule.within(path)))
    }

    fn ignores_all_below(&self, path: &str) -> bool {
        let Self { rule, level } = self;
        level.as_ref().is_some_and(|level| rule.patterns.is_pruned(level, rule.within(path)))
    }
}

impl Rule {
    /// Returns the path relative to the directory of the patterns.
    fn within<'p>(&self, path: &'p str) -> &'p str {
        let within = path.strip_prefix(self.base.as_str()).unwrap_or(path);
        within.strip_prefix('/').unwrap_or(within)
    }
}

impl FilteredDir {
    /// Returns `true` if the filter takes the file of that name.
    pub(crate) fn takes(&self, name: &str) -> bool {
        let path = self.path_of(name);
        !self.rules.iter().any(|rule| rule.ignores(&path))
    }

    /// Returns the first malformed pattern that is evaluated for the member of that name.
    fn malformed_for(&self, name: &str) -> Option<&PatternError> {
        let path = self.path_of(name);
        self.rules.iter().find_map(|ScopedRule { rule, level }| {
            rule.patterns.malformed_for(level.as_ref()?, rule.within(&path))
        })
    }

    /// Returns the filter of the directory of that name, or `None` if all of its files are ignored.
    pub(crate) fn below(&self, name: &str) -> Option<Self> {
        let path = self.path_of(name);
        let rules: Vec<ScopedRule> = self
            .rules
            .iter()
            .map(|above| ScopedRule::new(above.rule.clone(), &path, above.level.as_ref()))
            .collect();
        let is_pruned = rules.iter().any(|rule| rule.ignores_all_below(&path));
        (!is_pruned).then_some(Self { path, rules })
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> ContextFilter {
        ContextFilter::new(IgnorePatterns::parse(text).unwrap())
    }

    #[test]
    fn filter_follows_its_patterns() {
        let filter = filter("*\n!a/b\n!c\n");
        for (path, expected) in [("a/b", false), ("a/b/x", false), ("a/c", true), ("c/d", false)] {
            assert_eq!(filter.ignores(path), expected, "{path}");
        }
    }

    #[test]
    fn directory_whose_files_are_all_ignored_has_no_filter() {
        let filter = filter("a\nb\n!b/c\n");
        assert!(filter.at("a").is_none());
        assert!(filter.at("a/x").is_none());
        assert!(filter.at("b").is_some());
        assert!(filter.at("b/x").is_none());
        assert!(filter.at("").is_some());
    }

    #[test]
    fn patterns_are_relative_to_their_directory_and_do_not_apply_to_it() {
        let patterns = Arc::new(IgnorePatterns::parse("*\n!keep\n").unwrap());
        let filter = filter("b.md").excluding("a/b", &patterns);
        for (path, expected) in [
            ("x", false),
            ("a/x", false),
            ("a/b/x", true),
            ("a/b/keep", false),
            ("a/b/keep/x", false),
            ("a/bx", false),
            ("b.md", true),
            ("a/b/b.md", true),
        ] {
            assert_eq!(filter.ignores(path), expected, "{path}");
        }
        assert_eq!(filter.patterns(), ["b.md", "*", "!keep"]);
    }

    #[test]
    fn filter_is_part_of_one_with_more_patterns() {
        let (one, other) = (filter("a"), filter("b"));
        let more = one.clone().excluding("x", &Arc::new(IgnorePatterns::parse("c").unwrap()));
        assert!(one.is_part_of(&more) && ContextFilter::default().is_part_of(&one));
        assert!(!more.is_part_of(&one) && !one.is_part_of(&other));
    }
}
