//! `cargo xtask words`: checks that hand-written text keeps to plain technical English.

use std::{
    fs,
    process::{Command, ExitCode},
};

use xtask::{Error, workspace};

/// Phrases that have a plainer term. A name in snake case counts as its words.
const PHRASES: [&str; 40] = [
    "anew",
    "as many as",
    "asked for",
    "asked of",
    "asked with",
    "at hand",
    "beside",
    "but for",
    "called off",
    "calls off",
    "cannot be had",
    "else as",
    "had better",
    "has a say",
    "heard of",
    "in so far",
    "lest",
    "mend",
    "mended",
    "mends",
    "of old",
    "parted by",
    "question",
    "questions",
    "so many",
    "some such",
    "stand for",
    "stands for",
    "the face",
    "the house",
    "the room",
    "the rooms",
    "thing",
    "things",
    "those who",
    "to be had",
    "told",
    "whoever",
    "whosoever",
    "with it gone",
];

/// First words that do not say what an item is or does. They are checked in documentation comments and in Markdown.
const OPENINGS: [&str; 5] = ["What ", "Whatever ", "Whether ", "Who ", "Whoever "];

/// Names of types and modules that are metaphors.
const NAMES: [&str; 13] = [
    "Book", "Door", "Flights", "Journal", "Lease", "Nudge", "Nudges", "Obstacle", "Sweep", "Veto",
    "Wish", "World", "Worlds",
];

/// A file, a phrase that it may use, and the reason.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Files whose text is not written here, or is the list itself.
const SKIPPED: [&str; 3] =
    ["crates/daytona-api/src/generated.rs", "xtask/src/words.rs", "/tests/data/"];

/// A phrase in a line of a file.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    line: usize,
    phrase: String,
}

/// Checks every hand-written file that Git knows, and prints each finding with its file and line.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let mut count = 0;
    for file in files()? {
        let text = fs::read_to_string(workspace::root().join(&file))
            .map_err(|error| format!("cannot read {file}: {error}"))?;
        for Finding { line, phrase } in check(&file, &text) {
            if !EXCEPTIONS.iter().any(|(path, allowed, _)| *path == file && *allowed == phrase) {
                println!("{file}:{line}: `{phrase}`");
                count += 1;
            }
        }
    }
    println!("{count} findings");
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the paths of the files to check, relative to the workspace.
fn files() -> Result<Vec<String>, Error> {
    let patterns = ["*.rs", "*.md", "*.yaml", "*.toml", "*.py", "*.sh", "run"];
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--"])
        .args(patterns.iter().map(|pattern| format!(":(glob)**/{pattern}")))
        .current_dir(workspace::root())
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let is_checked = |file: &&str| !SKIPPED.iter().any(|skipped| file.contains(skipped));
    Ok(str::from_utf8(&output.stdout)?.lines().filter(is_checked).map(str::to_owned).collect())
}

fn check(file: &str, text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        PHRASES.iter().flat_map(|phrase| phrases(phrase, text)).collect();
    let is_rust = file.ends_with(".rs");
    let is_markdown = file.ends_with(".md");
    let mut previous = "";
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let mut find = |phrase: &str| {
            findings.push(Finding { line: index + 1, phrase: phrase.to_owned() });
        };
        if is_rust && let Some(name) = defined_name(line) {
            NAMES
                .iter()
                .filter(|metaphor| metaphor.eq_ignore_ascii_case(name))
                .for_each(|name| find(name));
        }
        if let Some(paragraph) = paragraph(line, previous, is_markdown) {
            OPENINGS
                .iter()
                .filter(|opening| paragraph.starts_with(*opening))
                .for_each(|word| find(word));
        }
        previous = line;
    }
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// Returns each place of a phrase. A phrase can go on in the next line.
fn phrases(phrase: &str, text: &str) -> Vec<Finding> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let words: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .flat_map(|(index, line)| {
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '\'');
            let words = words.filter(|word| !word.is_empty());
            words.map(move |word| (index + 1, word.to_lowercase()))
        })
        .collect();
    words
        .windows(wanted.len())
        .filter(|window| window.iter().map(|(_, word)| word).eq(&wanted))
        .map(|window| Finding { line: window[0].0, phrase: phrase.to_owned() })
        .collect()
}

/// Returns the text of a line that starts a paragraph of documentation.
fn paragraph<'l>(line: &'l str, previous: &str, is_markdown: bool) -> Option<&'l str> {
    for mark in ["///", "//!"] {
        if let Some(text) = line.strip_prefix(mark) {
            let before = previous.strip_prefix(mark).map(str::trim);
            return before.is_none_or(str::is_empty).then(|| text.trim_start());
        }
    }
    (is_markdown && previous.is_empty()).then_some(line)
}

/// Returns the name of the type or module that a line defines.
fn defined_name(line: &str) -> Option<&str> {
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find(|word| ["struct", "enum", "trait", "type", "mod"].contains(word))?;
    words.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<(usize, String)> {
        check(file, text).into_iter().map(|finding| (finding.line, finding.phrase)).collect()
    }

    #[test]
    fn phrases_are_found_in_names_and_across_lines() {
        let text = "/// Returns everything but\n/// for logs.\nfn user_is_told() {}\n// untold\n";
        assert_eq!(found("a.rs", text), [(1, "but for".into()), (3, "told".into())]);
    }

    #[test]
    fn openings_are_checked_at_the_start_of_a_paragraph() {
        let text = "/// Returns\n/// What it has.\n///\n/// What is here.\n//! Whether it is.\n";
        assert_eq!(found("a.rs", text), [(4, "What ".into()), (5, "Whether ".into())]);
        assert_eq!(found("a.md", "# What is new\n\nWhat is old\n"), [(3, "What ".into())]);
    }

    #[test]
    fn names_are_checked_where_they_are_defined() {
        let text = "pub(crate) struct World;\nmod journal;\nlet door = Door;\n";
        assert_eq!(found("a.rs", text), [(1, "World".into()), (2, "Journal".into())]);
    }
}
