//! Patterns within variables: `${x#a*}`, `${x%%.*}`, `${x//a/b}`.

/// How much of a value a pattern takes: the least or the most that fits; for a replacement, the
/// first place or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Least,
    Most,
}

/// Takes what fits the pattern off the front.
pub(super) fn trim_start(pattern: &str, value: &str, reach: Reach) -> String {
    let (parts, value) = (parts(pattern), chars(value));
    let mut ends = ends(&parts, &value, 0).into_iter();
    let end = match reach {
        Reach::Least => ends.next(),
        Reach::Most => ends.next_back(),
    };
    value[end.unwrap_or(0)..].iter().collect()
}

/// Takes what fits the pattern off the end.
pub(super) fn trim_end(pattern: &str, value: &str, reach: Reach) -> String {
    let (parts, value) = (parts(pattern), chars(value));
    let fits = |start: &usize| ends(&parts, &value, *start).last() == Some(&value.len());
    let start = match reach {
        Reach::Least => (0..=value.len()).rev().find(fits),
        Reach::Most => (0..=value.len()).find(fits),
    };
    value[..start.unwrap_or(value.len())].iter().collect()
}

/// Replaces what fits the pattern, the most at each place.
pub(super) fn replace(pattern: &str, value: &str, replacement: &str, reach: Reach) -> String {
    let (parts, value) = (parts(pattern), chars(value));
    let mut text = String::new();
    let mut at = 0;
    while at < value.len() {
        let end = ends(&parts, &value, at).last().copied().filter(|end| *end > at);
        match end {
            Some(end) => {
                text.push_str(replacement);
                at = end;
                if reach == Reach::Least {
                    break;
                }
            }
            None => {
                text.push(value[at]);
                at += 1;
            }
        }
    }
    text.extend(&value[at..]);
    text
}

enum Part {
    AnyText,
    AnyChar,
    Literal(char),
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut chars = pattern.chars();
    let mut parts = Vec::new();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => Part::AnyText,
            '?' => Part::AnyChar,
            '\\' => Part::Literal(chars.next().unwrap_or(c)),
            literal => Part::Literal(literal),
        });
    }
    parts
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// Returns every position where a match that begins at `start` can end, in ascending order.
fn ends(parts: &[Part], value: &[char], start: usize) -> Vec<usize> {
    let mut ends = vec![start];
    for part in parts {
        ends = match part {
            Part::AnyText => {
                ends.first().map_or_else(Vec::new, |first| (*first..=value.len()).collect())
            }
            Part::AnyChar => step(&ends, value, |_| true),
            Part::Literal(literal) => step(&ends, value, |c| c == *literal),
        };
    }
    ends
}

fn step(ends: &[usize], value: &[char], fits: impl Fn(char) -> bool) -> Vec<usize> {
    ends.iter()
        .filter(|end| value.get(**end).is_some_and(|c| fits(*c)))
        .map(|end| end + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_take_the_least_or_the_most() {
        use Reach::{Least, Most};
        assert_eq!(trim_start("*/", "a/b/c", Least), "b/c");
        assert_eq!(trim_start("*/", "a/b/c", Most), "c");
        assert_eq!(trim_end(".*", "a.tar.gz", Least), "a.tar");
        assert_eq!(trim_end(".*", "a.tar.gz", Most), "a");
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
    }
}
