//! Compares the parser with recorded answers of BuildKit's parser.
//!
//! `tests/oracle/buildkit.py` has the cases and records the answers. It uses a package that wraps
//! BuildKit 0.12.5, and only the first of its two steps: the parse tree. The constants list the
//! differences that follow from this.

use daytona_dockerfile::{Arguments, Directives, Instruction};
use serde::Deserialize;

const RECORDED: &str = include_str!("../data/buildkit.json");

/// Messages for texts that only BuildKit's second step refuses.
const REFUSED_BY_THE_SECOND_STEP: [&str; 4] = [
    "is not a Dockerfile instruction",
    "the line has only",
    "has no arguments",
    "cannot follow ONBUILD",
];

/// Cases that a current BuildKit reads differently from the version in the package.
const DIFFERENT_TODAY: [(&str, &str); 8] = [
    ("escape-after-check", "0.12 does not know the directive `check`, which ends the others there"),
    ("json-text-after", "0.12 takes JSON with text after it, which makes it shell form today"),
    ("json-text-after-no-space", "as before"),
    ("json-twice", "as before"),
    ("json-comment-after", "as before"),
    ("heredoc-space-before-name", "0.12 has no blanks between `<<` and the name of a heredoc"),
    ("onbuild-unknown", "we do not keep the names of instructions that we do not know"),
    ("unknown-in-foreign-syntax", "we do not keep the names of instructions that we do not know"),
];

#[derive(Deserialize)]
pub(crate) struct Case {
    name: String,
    pub(crate) dockerfile: String,
    answer: Option<Vec<Node>>,
    error: Option<String>,
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = serde_json::from_str(RECORDED).unwrap();
    for case in &mut cases {
        // The data has this character in place of a line that is too long for BuildKit.
        case.dockerfile = case.dockerfile.replace('\u{e000}', &"x".repeat(65_530));
    }
    cases
}

/// An instruction as the package returns it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
struct Node {
    /// Absent for a line without a keyword.
    keyword: Option<String>,
    trigger: Option<String>,
    line: usize,
    json: bool,
    flags: Vec<String>,
    value: Vec<String>,
    heredocs: Vec<(String, String)>,
}

/// Returns the parse tree of a whole Dockerfile.
fn nodes(text: &str) -> Result<Vec<Node>, String> {
    let directives = Directives::parse(text).map_err(|error| error.to_string())?;
    let found = directives.parse_structure(text).map_err(|error| error.to_string())?;
    if found.is_empty() {
        return Err("file with no instructions".to_owned());
    }
    Ok(found.iter().map(|instruction| node(instruction, directives.escape())).collect())
}

fn node(instruction: &Instruction, escape: char) -> Node {
    let inner = instruction.trigger.as_deref().unwrap_or(instruction);
    Node {
        keyword: Some(instruction.keyword.to_string()),
        trigger: instruction.trigger.as_ref().map(|trigger| trigger.keyword.to_string()),
        line: instruction.line,
        json: matches!(inner.arguments, Arguments::Json(_)),
        flags: instruction.flags.clone(),
        value: inner.words(escape).unwrap(),
        // The package loses the heredocs of a trigger, but not their lines.
        heredocs: instruction
            .heredocs
            .iter()
            .map(|heredoc| (heredoc.name.clone(), heredoc.body.clone()))
            .collect(),
    }
}

/// Describes how our tree differs from the recorded one. Returns `None` if they agree.
fn difference(case: &Case) -> Option<String> {
    let ours = nodes(&case.dockerfile);
    match (&ours, &case.answer) {
        (Ok(ours), Some(theirs)) if ours == theirs => return None,
        (Err(_), None) => return None,
        (Err(refused), Some(_))
            if REFUSED_BY_THE_SECOND_STEP.iter().any(|part| refused.contains(part)) =>
        {
            return None;
        }
        _ => {}
    }
    let theirs = (&case.answer, &case.error);
    Some(format!("{}: {:?}\n  ours {ours:?}\n  theirs {theirs:?}", case.name, case.dockerfile))
}

#[test]
fn structure_agrees_with_buildkit() {
    let cases = cases();
    assert!(cases.len() >= 200, "only {} cases", cases.len());
    let compared =
        cases.iter().filter(|case| case.answer.is_some() && nodes(&case.dockerfile).is_ok());
    assert!(compared.count() >= 200);

    let mut differences = Vec::new();
    for case in &cases {
        let known = DIFFERENT_TODAY.iter().any(|(name, _)| *name == case.name);
        match (difference(case), known) {
            (Some(difference), false) => differences.push(difference),
            (None, true) => differences.push(format!("{}: no longer different", case.name)),
            _ => {}
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
