//! Patterns in variables: `${x#a*}`, `${x%%.*}`, `${x//a/b}`.

/// Which of several possible matches is removed from a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MatchLength {
    Shortest,
    Longest,
}

/// Which matches are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occurrences {
    First,
    All,
}

/// A pattern, split at each `*`. A pattern with one `*` has two blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    first: Block,
    others: Vec<Block>,
}

/// Consecutive characters. `None` matches any character.
type Block = Vec<Option<char>>;

impl Pattern {
    /// Parses a pattern. `\` can only escape `*`, `?`, `\`, `}` and `/`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pattern = Self { first: Block::new(), others: Vec::new() };
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            let part = match c {
                '*' => {
                    pattern.others.push(Block::new());
                    continue;
                }
                '?' => None,
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Some(escaped),
                    _ => return Err(format!("the pattern `{text}` escapes what needs no escape")),
                },
                literal => Some(literal),
            };
            pattern.others.last_mut().unwrap_or(&mut pattern.first).push(part);
        }
        Ok(pattern)
    }

    /// Removes a match from the front.
    pub(super) fn trim_start(&self, value: &str, length: MatchLength) -> String {
        let value: Vec<char> = value.chars().collect();
        let end = self.end(&value, 0, length).unwrap_or(0);
        value[end..].iter().collect()
    }

    /// Removes a match from the end.
    pub(super) fn trim_end(&self, value: &str, length: MatchLength) -> String {
        let value: Vec<char> = value.chars().rev().collect();
        let end = self.reversed().end(&value, 0, length).unwrap_or(0);
        value[end..].iter().rev().collect()
    }

    /// Replaces matches, each as long as possible. Returns `None` if the result is longer than
    /// `max_bytes`.
    pub(super) fn replace(
        &self,
        value: &str,
        replacement: &str,
        occurrences: Occurrences,
        max_bytes: usize,
    ) -> Option<String> {
        let value: Vec<char> = value.chars().collect();
        let mut text = String::new();
        // The end of the last match. The value is copied up to here.
        let mut done = 0;
        let mut at = 0;
        while let Some((start, end)) = self.find(&value, at) {
            text.extend(&value[done..start]);
            // An empty match directly after another match does not count.
            if end > done || start == 0 {
                text.push_str(replacement);
            }
            if text.len() > max_bytes {
                return None;
            }
            done = end;
            at = end.max(at + 1);
            if occurrences == Occurrences::First || at > value.len() {
                break;
            }
        }
        text.extend(&value[done..]);
        (text.len() <= max_bytes).then_some(text)
    }

    /// Returns the first match from a position on.
    fn find(&self, value: &[char], at: usize) -> Option<(usize, usize)> {
        let start = first_place(&self.first, value, at)?;
        // A block after a `*` that is missing for this start is missing for later starts too.
        self.end(value, start, MatchLength::Longest).map(|end| (start, end))
    }

    /// Returns the end of a match that begins at `start`.
    fn end(&self, value: &[char], start: usize, length: MatchLength) -> Option<usize> {
        let mut at = Some(start).filter(|_| fits(&self.first, &value[start..]))? + self.first.len();
        let Some((last, middle)) = self.others.split_last() else { return Some(at) };
        for block in middle {
            at = first_place(block, value, at)? + block.len();
        }
        let place = match length {
            MatchLength::Shortest => first_place(last, value, at)?,
            MatchLength::Longest => {
                let latest = value.len().checked_sub(last.len())?;
                (at..=latest).rev().find(|place| fits(last, &value[*place..]))?
            }
        };
        Some(place + last.len())
    }

    fn reversed(&self) -> Self {
        let mut blocks = std::iter::once(&self.first).chain(&self.others).rev();
        let mut reversed = || blocks.next().map(|block| block.iter().rev().copied().collect());
        let first = reversed().unwrap_or_default();
        Self { first, others: std::iter::from_fn(reversed).collect() }
    }
}

fn first_place(block: &[Option<char>], value: &[char], at: usize) -> Option<usize> {
    (at..=value.len()).find(|place| fits(block, &value[*place..]))
}

/// Returns `true` if a value begins with a block.
fn fits(block: &[Option<char>], value: &[char]) -> bool {
    block.len() <= value.len()
        && block.iter().zip(value).all(|(part, c)| part.is_none_or(|part| part == *c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trim_start(pattern: &str, value: &str, length: MatchLength) -> String {
        Pattern::parse(pattern).unwrap().trim_start(value, length)
    }

    fn trim_end(pattern: &str, value: &str, length: MatchLength) -> String {
        Pattern::parse(pattern).unwrap().trim_end(value, length)
    }

    fn replace(pattern: &str, value: &str, replacement: &str, which: Occurrences) -> String {
        Pattern::parse(pattern).unwrap().replace(value, replacement, which, 9).unwrap()
    }

    #[test]
    fn trims_remove_the_shortest_or_the_longest_match() {
        use MatchLength::{Longest, Shortest};
        assert_eq!(trim_start("*/", "a/b/c", Shortest), "b/c");
        assert_eq!(trim_start("*/", "a/b/c", Longest), "c");
        assert_eq!(trim_start("a*b*", "axbxb", Shortest), "xb");
        assert_eq!(trim_start("a*", "ba", Longest), "ba");
        assert_eq!(trim_end(".*", "a.tar.gz", Shortest), "a.tar");
        assert_eq!(trim_end(".*", "a.tar.gz", Longest), "a");
        assert_eq!(trim_end("a*c", "abcac", Longest), "");
        assert_eq!(trim_start("x", "a", Shortest), "a");
        assert_eq!(trim_end("?", "", Longest), "");
        assert_eq!(trim_start(r"\*", "*a", Shortest), "a");
    }

    #[test]
    fn replacement_is_of_the_first_place_or_all() {
        assert_eq!(replace("a", "banana", "o", Occurrences::First), "bonana");
        assert_eq!(replace("a", "banana", "o", Occurrences::All), "bonono");
        assert_eq!(replace("a*n", "banana", "", Occurrences::First), "ba");
        assert_eq!(replace("x", "banana", "o", Occurrences::All), "banana");
        assert_eq!(replace("*", "", "x", Occurrences::All), "x");
        assert_eq!(replace("*", "ab", "x", Occurrences::All), "x");
        assert_eq!(replace("", "ab", "-", Occurrences::All), "-a-b-");
        assert_eq!(replace("", "ab", "-", Occurrences::First), "-ab");
        let many = Pattern::parse("a").unwrap();
        assert_eq!(many.replace("aaa", "1234", Occurrences::All, 11), None);
    }

    #[test]
    fn needless_escapes_are_refused() {
        for pattern in [r"\a", r"a\", r"\."] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
        assert_eq!(trim_start(r"\}\/\?", "}/?x", MatchLength::Shortest), "x");
    }
}
