//! Ignore patterns, against the table in `tests/data/ignore.txt`. The table describes its format.

use daytona_dockerfile::IgnorePatterns;

use super::random::Random;

const TABLE: &str = include_str!("../data/ignore.txt");

struct Case {
    place: String,
    patterns: String,
    ignored: Vec<String>,
    kept: Vec<String>,
}

/// Returns the cases, each with the number of its line.
fn cases() -> Vec<Case> {
    let lines = TABLE.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
        .map(|(index, line)| {
            let fields: Vec<&str> = line.split('|').map(str::trim).collect();
            let [patterns, ignored, kept] = fields[..] else { panic!("line {}", index + 1) };
            let plain = |text: &str| text.replace('␣', " ").replace('␉', "\t").replace('␤', "\r");
            let words = |field: &str| field.split_whitespace().map(plain).collect();
            Case {
                place: format!("line {} of the table: {patterns}", index + 1),
                patterns: plain(&patterns.replace(" ; ", "\n")),
                ignored: words(ignored),
                kept: words(kept),
            }
        })
        .collect()
}

#[test]
fn table_is_followed() {
    let cases = cases();
    assert!(cases.len() >= 120, "{} cases", cases.len());
    for case in cases {
        let patterns = IgnorePatterns::parse(&case.patterns);
        if case.ignored == ["error"] {
            let refused = patterns.expect_err(&case.place);
            assert_eq!(vec![format!("{}", refused.line())], case.kept, "{}", case.place);
            continue;
        }
        let patterns = patterns.expect(&case.place);
        assert!(!case.ignored.is_empty() || !case.kept.is_empty(), "{}", case.place);
        for path in &case.ignored {
            assert!(patterns.is_ignored(path), "{path} is kept, {}", case.place);
        }
        for path in &case.kept {
            assert!(!patterns.is_ignored(path), "{path} is ignored, {}", case.place);
        }
    }
}

/// A directory is skipped only if nothing in it is kept.
#[test]
fn pruning_never_skips_a_kept_file() {
    let cases = cases();
    let kept = cases.iter().flat_map(|case| &case.kept);
    let paths: Vec<&String> = kept.chain(cases.iter().flat_map(|case| &case.ignored)).collect();
    let mut pruned = 0;
    for case in &cases {
        let Ok(patterns) = IgnorePatterns::parse(&case.patterns) else { continue };
        for path in &paths {
            let mut level = patterns.root();
            for (end, _) in path.match_indices('/') {
                level = patterns.enter(&level, &path[..end]);
                if patterns.is_pruned(&level, &path[..end]) {
                    pruned += 1;
                    assert!(patterns.is_ignored(path), "{path}, {}", case.place);
                }
            }
        }
    }
    assert!(pruned > 100, "{pruned}");
}

/// Parts of patterns.
const PIECES: [&str; 24] = [
    "a", "b", "ab", "*", "**", "?", "/", "/", "!", "[", "[a", "[^a", "]", "-", "\\", ".", "..",
    "^", "**/", "/**", "*.b", "\\d", "{2}", "|",
];

const NAMES: [&str; 8] = ["a", "b", "ab", ".b", "a.b", "[", "1", "!a"];

fn some<'p>(random: &mut Random, pieces: &[&'p str], most: usize) -> Vec<&'p str> {
    (0..=random.below(most)).map(|_| pieces[random.below(pieces.len())]).collect()
}

#[test]
fn no_pattern_panics_and_pruned_paths_are_ignored() {
    let mut random = Random(7);
    let (mut understood, mut pruned) = (0, 0);
    for _ in 0..4_000 {
        let lines: Vec<String> =
            (0..=random.below(3)).map(|_| some(&mut random, &PIECES, 5).concat()).collect();
        let Ok(patterns) = IgnorePatterns::new(&lines) else { continue };
        understood += 1;
        for _ in 0..8 {
            let path = some(&mut random, &NAMES, 4).join("/");
            let mut level = patterns.root();
            for (end, _) in path.match_indices('/') {
                level = patterns.enter(&level, &path[..end]);
                if patterns.is_pruned(&level, &path[..end]) {
                    pruned += 1;
                    assert!(patterns.is_ignored(&path), "{lines:?} {path}");
                }
            }
        }
    }
    assert!(understood > 1_000 && pruned > 1_000, "{understood} {pruned}");
}

#[test]
fn only_exceptions_that_lead_below_keep_a_directory_from_being_pruned() {
    for (text, dir, expected) in [
        ("a", "a", true),
        ("a", "b", false),
        ("a\n!a/b", "a", false),
        ("a\n!b/c", "a", true),
        ("a\n!a/b\na/b", "a", false),
        ("!a/b\na", "a", true),
        ("*\n!src/**/*.rs", "target", true),
        ("*\n!src/**/*.rs", "src", false),
        ("*\n!src/**/*.rs", "src/x", false),
        ("*\n!*/keep", "x", false),
        ("*\n!*/keep", "x/y", true),
        ("a\n!**/b", "a", false),
        ("a\n!a/**", "a", false),
        ("a\n!a", "a", false),
    ] {
        let patterns = IgnorePatterns::parse(text).unwrap();
        let mut level = patterns.root();
        let ends = dir.match_indices('/').map(|(end, _)| end).chain([dir.len()]);
        for end in ends {
            level = patterns.enter(&level, &dir[..end]);
        }
        assert_eq!(patterns.is_pruned(&level, dir), expected, "{text:?} {dir}");
    }
}

#[test]
fn lists_have_no_comments_and_verbatim_ones_no_leading_slash() {
    assert!(IgnorePatterns::new(&["#a"]).unwrap().is_ignored("#a"));
    assert!(IgnorePatterns::new(&["/a", ""]).unwrap().is_ignored("a"));
    assert!(!IgnorePatterns::verbatim(&["/a", ""]).unwrap().is_ignored("a"));
    assert!(IgnorePatterns::verbatim(&[" a/. "]).unwrap().is_ignored("a"));
    assert!(IgnorePatterns::new::<&str>(&[]).unwrap().is_empty());
}

#[test]
fn refusals_name_the_pattern_and_the_reason() {
    for (text, expected) in [
        ("a\n\n [a \n", "3: the pattern `[a` is not well-formed"),
        ("!", "1: the pattern `!` makes an exception of nothing"),
        ("[b-a]", "1: the pattern `[b-a]` has the range `b-a`, which ends before it begins"),
        // BuildKit accepts these, but not by the rules of its documentation.
        (
            "[[:alpha:]]",
            "1: the pattern `[[:alpha:]]` has `[:`, which the builder reads as a regular expression next \
            to wildcards; write `?` instead",
        ),
        (
            "a|*",
            "1: the pattern `a|*` has `|`, which the builder reads as a regular expression next \
            to wildcards; write `?` instead",
        ),
        (
            "*a{2}",
            "1: the pattern `*a{2}` has `{`, which the builder reads as a regular expression next \
            to wildcards; write `?` instead",
        ),
        (
            r"\x41",
            "1: the pattern `\\\\x41` has a `\\` before a character that needs no escape; the separator \
            of directories is `/`",
        ),
        (
            r"src\pkg",
            "1: the pattern `src\\\\pkg` has a `\\` before a character that needs no escape; the separator \
            of directories is `/`",
        ),
    ] {
        let refused = IgnorePatterns::parse(text).unwrap_err();
        assert_eq!(format!("{}: {refused}", refused.line()), expected);
    }
}

#[test]
fn malformed_pattern_is_refused_only_where_it_is_evaluated() {
    for (text, path, expected) in [
        ("[b-a]", "x", Some(1)),
        ("x\n\n[b-a]", "x", None),
        ("x\n\n[b-a]", "y", Some(3)),
        ("![b-a]", "x", None),
        ("x\n![b-a]", "x", Some(2)),
        ("x\n![b-a]", "x/y", Some(2)),
        ("*\n\\x41\n!x", "x", None),
    ] {
        let patterns = IgnorePatterns::parse_lazily(text).unwrap();
        assert!(patterns.has_malformed());
        let mut level = patterns.root();
        let mut found = None;
        for end in path.match_indices('/').map(|(end, _)| end).chain([path.len()]) {
            found = found.or(patterns.malformed_for(&level, &path[..end]));
            level = patterns.enter(&level, &path[..end]);
        }
        assert_eq!(found.map(|error| error.line()), expected, "{text:?} {path}");
    }
    for text in ["[x", "!", "a\\"] {
        assert!(IgnorePatterns::parse_lazily(text).is_err(), "{text}");
    }
    assert!(!IgnorePatterns::parse_lazily("a\n!b\n").unwrap().has_malformed());
}

#[test]
fn hostile_patterns_stay_fast() {
    let patterns = IgnorePatterns::parse(&format!("{}b", "**/*a".repeat(500))).unwrap();
    assert!(!patterns.is_ignored(&"a/".repeat(1_000)));
}
