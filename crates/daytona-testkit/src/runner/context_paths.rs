//! The paths of a build context, and the check of sources against them.

use std::collections::BTreeSet;

use daytona_dockerfile::{Glob, Source, SourceKind, has_wildcard, path_segments};

/// The paths of the files and directories of a build context.
#[derive(Debug)]
pub(super) struct ContextPaths {
    paths: BTreeSet<String>,
}

impl ContextPaths {
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            let mut path = normalize(file);
            while !path.is_empty() {
                let parent = path.rfind('/').map_or(0, |at| at);
                let shorter = path[..parent].to_owned();
                if !paths.insert(std::mem::replace(&mut path, shorter)) {
                    break;
                }
            }
        }
        Self { paths }
    }

    /// Checks a source as BuildKit does: a name must exist, and so must the directory before the first
    /// wildcard of a pattern. A pattern can match nothing.
    ///
    /// # Errors
    ///
    /// The message of BuildKit for what does not exist or for a malformed pattern.
    pub(super) fn check(&self, source: &Source) -> Result<(), String> {
        // The base image, which is unknown here, can set the variable.
        if !source.unset.is_empty() {
            return Ok(());
        }
        match source.kind {
            SourceKind::Name => self.lookup(&normalize(&source.path)).map(drop),
            SourceKind::Pattern => self.find(&source.path).map(drop),
            SourceKind::Parents => {
                let (above, below) = source.path.split_once("/./").unwrap_or(("", &source.path));
                self.check_below(&self.find(above)?, &normalize(below))
            }
        }
    }

    /// Checks the part of a `COPY --parents` source after the pivot, in the directories before it.
    fn check_below(&self, dirs: &[String], below: &str) -> Result<(), String> {
        if has_wildcard(below) {
            return Glob::new(below).map(drop).map_err(|_| malformed());
        }
        let mut found = dirs.iter().map(|dir| self.lookup(&normalize(&format!("{dir}/{below}"))));
        found.next().map_or(Ok(()), |first| found.fold(first, Result::or).map(drop))
    }

    /// Returns the paths that match a name or a pattern. The root is the empty path.
    fn find(&self, source: &str) -> Result<Vec<String>, String> {
        let source = normalize(source);
        let segments: Vec<&str> = source.split('/').collect();
        let Some(wild) = segments.iter().position(|segment| has_wildcard(segment)) else {
            return Ok(vec![self.lookup(&source)?]);
        };
        let (dir, pattern) = (segments[..wild].join("/"), segments[wild..].join("/"));
        let glob = Glob::new(&pattern).map_err(|_| malformed())?;
        if !dir.is_empty() && !self.paths.contains(&dir) {
            return Err(format!("lstat /{dir}: no such file or directory"));
        }
        let found = self.paths.iter().filter(|path| {
            let path = if dir.is_empty() { Some(path.as_str()) } else { inside(&dir, path) };
            path.is_some_and(|path| glob.matches(path))
        });
        Ok(found.cloned().collect())
    }

    fn lookup(&self, path: &str) -> Result<String, String> {
        match path.is_empty() || self.paths.contains(path) {
            true => Ok(path.to_owned()),
            false => Err(checksum_failure(&format!("\"/{path}\": not found"))),
        }
    }
}

/// Returns a path relative to a directory, or `None` for a path outside it.
fn inside<'p>(dir: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(dir)?.strip_prefix('/')
}

/// Resolves `.`, `..` and extra slashes.
fn normalize(path: &str) -> String {
    path_segments(path).join("/")
}

fn malformed() -> String {
    checksum_failure("syntax error in pattern")
}

fn checksum_failure(reason: &str) -> String {
    format!("failed to compute cache key: failed to calculate checksum of ref: {reason}")
}

#[cfg(test)]
mod tests {
    use daytona_dockerfile::Dockerfile;

    use super::*;

    /// Checks the sources of one instruction.
    fn check(instruction: &str) -> Result<(), String> {
        let files = ["Dockerfile", "src/main.py", "src/lib/a.py", "./data//b[1].csv", "a b"];
        let paths = ContextPaths::new(files.into_iter());
        let stages =
            Dockerfile::parse(&format!("FROM a\n{instruction}\n")).unwrap().stages().unwrap();
        let mut sources = stages.context_uses().flat_map(|used| &used.sources);
        sources.try_for_each(|source| paths.check(source))
    }

    #[test]
    fn files_and_directories_are_found_in_any_spelling() {
        for source in [".", "/", "src", "./src/", "/src/main.py", "src/lib", "../src/x/../main.py"]
        {
            assert_eq!(check(&format!("COPY {source} /d")), Ok(()), "{source}");
        }
        for source in ["main.py", "src/main", "sr", "src/main.py/x"] {
            let message = check(&format!("COPY {source} /d")).unwrap_err();
            assert!(message.ends_with(&format!("of ref: \"/{source}\": not found")), "{message}");
        }
        assert_eq!(check("COPY [\"a b\", \"/d\"]"), Ok(()));
    }

    #[test]
    fn pattern_can_match_nothing_and_a_name_cannot() {
        for source in ["*.rs", "src/*.rs", "none*/x", "src/[^lm]*", ".env*", "lock.jso[n]", "s?c"] {
            assert_eq!(check(&format!("ADD {source} /d")), Ok(()), "{source}");
        }
        assert!(check("COPY src none* nowhere /d").unwrap_err().contains("\"/nowhere\""));
        assert!(check("COPY src/[ /d").unwrap_err().ends_with("syntax error in pattern"));
        let message = check("COPY src/none/*.rs /d").unwrap_err();
        assert_eq!(message, "lstat /src/none: no such file or directory");
    }

    #[test]
    fn mounts_take_names_and_parents_take_names_and_patterns() {
        assert_eq!(check("RUN --mount=source=data/b[1].csv,target=/b x"), Ok(()));
        assert!(check("RUN --mount=source=src/*,target=/b x").is_err());
        for source in ["**/*.t", "src/./lib/a.py", "s*/./main.py", "src/./**/*.rs", "none*/./x"] {
            assert_eq!(check(&format!("COPY --parents {source} /d")), Ok(()), "{source}");
        }
        for source in ["src/./a.py", "none/./x", "s*/./none", "none", "src/./["] {
            assert!(check(&format!("COPY --parents {source} /d")).is_err(), "{source}");
        }
    }

    #[test]
    fn source_with_a_variable_of_the_base_image_is_accepted() {
        assert_eq!(check("COPY $FROM_THE_BASE/x /d"), Ok(()));
        assert!(check("ARG DIR=nowhere\nCOPY $DIR/x /d").unwrap_err().contains("\"/nowhere/x\""));
    }
}
