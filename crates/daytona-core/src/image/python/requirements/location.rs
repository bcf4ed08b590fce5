//! Paths relative to the first requirements file.

use std::collections::BTreeSet;

/// A path relative to the directory of the first requirements file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Location {
    /// The number of parent directories above.
    pub(super) up: usize,
    segments: Vec<String>,
}

impl Location {
    /// Creates the location of a file in the directory itself.
    pub(super) fn of(name: &str) -> Self {
        Self { up: 0, segments: vec![name.to_owned()] }
    }

    /// Resolves a path in this file. Also returns the directories that the path enters and leaves
    /// again with `..`.
    pub(super) fn resolve(&self, path: &str) -> (Self, Vec<Self>) {
        let mut target = self.clone();
        target.segments.pop();
        let mut passed = Vec::new();
        let mut entered = 0;
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    if entered > 0 {
                        passed.push(target.clone());
                        entered -= 1;
                    }
                    if target.segments.pop().is_none() {
                        target.up += 1;
                    }
                }
                name => {
                    entered += 1;
                    target.segments.push(name.to_owned());
                }
            }
        }
        (target, passed)
    }

    pub(super) fn joined(&self, name: &str) -> Self {
        let mut joined = self.clone();
        joined.segments.push(name.to_owned());
        joined
    }

    pub(super) fn is_below(&self, directory: &Self) -> bool {
        self.up == directory.up
            && self.segments.len() > directory.segments.len()
            && self.segments.starts_with(&directory.segments)
    }

    pub(super) fn name(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }

    /// Returns the path relative to the highest directory of all locations. `above` is the neutral
    /// name for the directories in between.
    pub(super) fn path(&self, highest: usize, above: &str) -> String {
        let between = std::iter::repeat_n(above, highest.saturating_sub(self.up));
        between.chain(self.segments.iter().map(String::as_str)).collect::<Vec<_>>().join("/")
    }
}

/// Returns a name for the parent directories of the first file that no location contains.
pub(super) fn neutral_name<'l>(locations: impl Iterator<Item = &'l Location>) -> String {
    let taken: BTreeSet<&str> =
        locations.flat_map(|location| location.segments.iter().map(String::as_str)).collect();
    let mut name = "_".to_owned();
    while taken.contains(name.as_str()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(up: usize, path: &str) -> Location {
        Location { up, segments: path.split('/').map(str::to_owned).collect() }
    }

    #[test]
    fn paths_are_relative_to_the_file_that_contains_them() {
        let file = location(0, "a/b.txt");
        assert_eq!(file.resolve("c.txt").0, location(0, "a/c.txt"));
        assert_eq!(file.resolve("./x//c.txt").0, location(0, "a/x/c.txt"));
        assert_eq!(file.resolve("../c.txt").0, location(0, "c.txt"));
        assert_eq!(file.resolve("../../../d/c.txt").0, location(2, "d/c.txt"));
        assert_eq!(location(1, "c.txt").resolve("../c.txt").0, location(2, "c.txt"));
    }

    #[test]
    fn directories_that_are_left_again_are_returned() {
        let file = location(0, "a.txt");
        assert_eq!(file.resolve("../b/c.txt").1, []);
        assert_eq!(file.resolve("b/../c.txt").1, [location(0, "b")]);
        assert_eq!(file.resolve("b/d/../../c").1, [location(0, "b/d"), location(0, "b")]);
    }

    #[test]
    fn parent_directories_have_neutral_names() {
        let all = [location(0, "a.txt"), location(2, "c/b.txt"), location(1, "_/d")];
        assert_eq!(neutral_name(all.iter()), "__");
        let paths = all.map(|location| location.path(2, "__"));
        assert_eq!(paths, ["__/__/a.txt", "c/b.txt", "__/_/d"]);
    }
}
