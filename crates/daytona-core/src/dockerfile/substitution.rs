//! Patterns within variables: `${x#a*}`, `${x%%.*}`, `${x//a/b}`.

/// How much of a value a pattern takes: the least or the most that fits; for a replacement, the
/// first place or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Least,
    Most,
}

/// A pattern: what stands between its `*`, so that one `*` makes two blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    first: Block,
    others: Vec<Block>,
}

/// Characters in a row; `None` is any one.
type Block = Vec<Option<char>>;

impl Pattern {
    /// Reads a pattern, in which `\` makes `*`, `?`, `\`, `}` and `/` literal, and nothing else.
    pub(super) fn read(text: &str) -> Result<Self, String> {
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

    /// Takes what fits off the front.
    pub(super) fn trim_start(&self, value: &str, reach: Reach) -> String {
        let value: Vec<char> = value.chars().collect();
        let end = self.end(&value, 0, reach).unwrap_or(0);
        value[end..].iter().collect()
    }

    /// Takes what fits off the end.
    pub(super) fn trim_end(&self, value: &str, reach: Reach) -> String {
        let value: Vec<char> = value.chars().rev().collect();
        let end = self.reversed().end(&value, 0, reach).unwrap_or(0);
        value[end..].iter().rev().collect()
    }

    /// Replaces what fits, the most at each place. Nothing comes back where more than `max_bytes`
    /// would.
    pub(super) fn replace(
        &self,
        value: &str,
        replacement: &str,
        reach: Reach,
        max_bytes: usize,
    ) -> Option<String> {
        let value: Vec<char> = value.chars().collect();
        let mut text = String::new();
        // Where the last match ended, up to where the value has been copied.
        let mut done = 0;
        let mut at = 0;
        while let Some((start, end)) = self.find(&value, at) {
            text.extend(&value[done..start]);
            // No empty match follows right upon another one.
            if end > done || start == 0 {
                text.push_str(replacement);
            }
            if text.len() > max_bytes {
                return None;
            }
            done = end;
            at = end.max(at + 1);
            if reach == Reach::Least || at > value.len() {
                break;
            }
        }
        text.extend(&value[done..]);
        (text.len() <= max_bytes).then_some(text)
    }

    /// Returns the first match from a place on.
    fn find(&self, value: &[char], at: usize) -> Option<(usize, usize)> {
        let start = first_place(&self.first, value, at)?;
        // What follows a `*` and is missing here is missing for later starts, too.
        self.end(value, start, Reach::Most).map(|end| (start, end))
    }

    /// Returns where a match that begins at `start` ends.
    fn end(&self, value: &[char], start: usize, reach: Reach) -> Option<usize> {
        let mut at = Some(start).filter(|_| fits(&self.first, &value[start..]))? + self.first.len();
        let Some((last, middle)) = self.others.split_last() else { return Some(at) };
        for block in middle {
            at = first_place(block, value, at)? + block.len();
        }
        let place = match reach {
            Reach::Least => first_place(last, value, at)?,
            Reach::Most => {
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

/// Tells whether a value begins with a block.
fn fits(block: &[Option<char>], value: &[char]) -> bool {
    block.len() <= value.len()
        && block.iter().zip(value).all(|(part, c)| part.is_none_or(|part| part == *c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trim_start(pattern: &str, value: &str, reach: Reach) -> String {
        Pattern::read(pattern).unwrap().trim_start(value, reach)
    }

    fn trim_end(pattern: &str, value: &str, reach: Reach) -> String {
        Pattern::read(pattern).unwrap().trim_end(value, reach)
    }

    fn replace(pattern: &str, value: &str, replacement: &str, reach: Reach) -> String {
        Pattern::read(pattern).unwrap().replace(value, replacement, reach, 9).unwrap()
    }

    #[test]
    fn trims_take_the_least_or_the_most() {
        use Reach::{Least, Most};
        assert_eq!(trim_start("*/", "a/b/c", Least), "b/c");
        assert_eq!(trim_start("*/", "a/b/c", Most), "c");
        assert_eq!(trim_start("a*b*", "axbxb", Least), "xb");
        assert_eq!(trim_start("a*", "ba", Most), "ba");
        assert_eq!(trim_end(".*", "a.tar.gz", Least), "a.tar");
        assert_eq!(trim_end(".*", "a.tar.gz", Most), "a");
        assert_eq!(trim_end("a*c", "abcac", Most), "");
        assert_eq!(trim_start("x", "a", Least), "a");
        assert_eq!(trim_end("?", "", Most), "");
        assert_eq!(trim_start(r"\*", "*a", Least), "a");
    }

    #[test]
    fn replacement_is_of_the_first_place_or_all() {
        assert_eq!(replace("a", "banana", "o", Reach::Least), "bonana");
        assert_eq!(replace("a", "banana", "o", Reach::Most), "bonono");
        assert_eq!(replace("a*n", "banana", "", Reach::Least), "ba");
        assert_eq!(replace("x", "banana", "o", Reach::Most), "banana");
        assert_eq!(replace("*", "", "x", Reach::Most), "x");
        assert_eq!(replace("*", "ab", "x", Reach::Most), "x");
        assert_eq!(replace("", "ab", "-", Reach::Most), "-a-b-");
        assert_eq!(replace("", "ab", "-", Reach::Least), "-ab");
        let many = Pattern::read("a").unwrap();
        assert_eq!(many.replace("aaa", "1234", Reach::Most, 11), None);
    }

    #[test]
    fn needless_escapes_are_refused() {
        for pattern in [r"\a", r"a\", r"\."] {
            assert!(Pattern::read(pattern).is_err(), "{pattern}");
        }
        assert_eq!(trim_start(r"\}\/\?", "}/?x", Reach::Least), "x");
    }
}
