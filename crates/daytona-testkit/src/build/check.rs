//! Looks for the sources of COPY and ADD in a build context.

use std::collections::BTreeSet;

/// The paths of a build context, its directories included.
#[derive(Debug)]
pub(super) struct Listing {
    paths: BTreeSet<String>,
}

impl Listing {
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            let mut path = cleaned(file);
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

    /// Returns whether a source, as written in a Dockerfile, is or matches something in the context.
    pub(super) fn has(&self, source: &str) -> bool {
        let source = cleaned(source);
        source.is_empty()
            || self.paths.contains(&source)
            || self.paths.iter().any(|path| matches_path(&source, path))
    }
}

/// Resolves `.`, `..` and extra slashes below the context's root, which cannot be left.
pub(super) fn cleaned(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Matches segment by segment, as `*` stops at slashes.
fn matches_path(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) => {
                let (pattern, part): (Vec<_>, Vec<_>) =
                    (pattern.chars().collect(), part.chars().collect());
                if !matches(&pattern, &part) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// Matches one segment by the rules of Go's `filepath.Match`.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        ['?', rest @ ..] => text.split_first().is_some_and(|(_, text)| matches(rest, text)),
        ['[', rest @ ..] => text.split_first().is_some_and(|(first, text)| {
            class(rest, *first).is_some_and(|(within, rest)| within && matches(rest, text))
        }),
        ['\\', escaped, rest @ ..] | [escaped, rest @ ..] => {
            text.split_first().is_some_and(|(first, text)| first == escaped && matches(rest, text))
        }
    }
}

/// Reads a class behind its bracket; returns whether it has a character, and the rest of the pattern.
fn class(mut pattern: &[char], wanted: char) -> Option<(bool, &[char])> {
    let negated = pattern.first() == Some(&'^');
    if negated {
        pattern = &pattern[1..];
    }
    let mut within = false;
    let mut is_first = true;
    loop {
        match pattern {
            [']', rest @ ..] if !is_first => return Some((within != negated, rest)),
            [low, '-', high, rest @ ..] if *high != ']' => {
                within |= (*low..=*high).contains(&wanted);
                pattern = rest;
            }
            ['\\', single, rest @ ..] | [single, rest @ ..] => {
                within |= *single == wanted;
                pattern = rest;
            }
            [] => return None,
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        Listing::new(["Dockerfile", "src/main.py", "src/lib/a.py", "./data//b[1].csv"].into_iter())
    }

    #[test]
    fn files_and_directories_are_found_however_written() {
        for source in [".", "/", "src", "./src/", "/src/main.py", "src/lib", "../src/x/../main.py"]
        {
            assert!(listing().has(source), "{source}");
        }
        for source in ["main.py", "src/main", "sr", "src/main.py/x"] {
            assert!(!listing().has(source), "{source}");
        }
    }

    #[test]
    fn patterns_match_within_a_segment() {
        for source in ["*", "src/*.py", "s?c", "src/[l-m]*", "src/[^a]*/a.py", "data/b\\[1].csv"] {
            assert!(listing().has(source), "{source}");
        }
        for source in ["*.py", "src/*.rs", "src/[^lm]*", "[", "src/????"] {
            assert!(!listing().has(source), "{source}");
        }
    }
}
