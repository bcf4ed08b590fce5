//! Compares the parser with BuildKit's on recorded answers.
//!
//! `tests/oracle/buildkit.py` has the cases and says how the answers are recorded anew. The
//! recording package wraps BuildKit 0.12.5, and only the first of its two steps: the parse tree.
//! Where that makes a difference, it falls in one of the classes here.

use serde::Deserialize;

use super::directives::{Directives, Frontend};
use super::instruction::{Arguments, Grammar, Instruction, Keyword, Parsed};
use super::{SyntaxError, words};

const RECORDED: &str = include_str!("../../tests/data/buildkit.json");

/// What the second step refuses and the first one lets pass, by our messages.
pub(crate) const REFUSED_BEHIND_THE_TREE: [&str; 4] = [
    "is not a Dockerfile instruction",
    "nothing but",
    "has no arguments",
    "cannot stand behind ONBUILD",
];

/// Cases that today's BuildKit reads in another way than the one of the package.
const DIFFERENT_TODAY: [(&str, &str); 6] = [
    ("escape-after-check", "0.12 does not know the directive `check`, which ends the others there"),
    ("json-text-after", "0.12 takes JSON with text after it, which makes it shell form today"),
    ("json-text-after-no-space", "as before"),
    ("json-twice", "as before"),
    ("json-comment-after", "as before"),
    ("unknown-in-foreign-syntax", "we do not keep the names of instructions that we do not know"),
];

#[derive(Deserialize)]
pub(super) struct Case {
    name: String,
    pub(super) dockerfile: String,
    answer: Option<Vec<Node>>,
    error: Option<String>,
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = serde_json::from_str(RECORDED).unwrap();
    for case in &mut cases {
        // The data has this for a line that is too long to be read.
        case.dockerfile = case.dockerfile.replace('\u{e000}', &"x".repeat(65_530));
    }
    cases
}

/// An instruction as the package shows it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Node {
    /// Absent for a line without any.
    pub(crate) keyword: Option<String>,
    pub(crate) trigger: Option<String>,
    pub(crate) line: usize,
    pub(crate) json: bool,
    pub(crate) flags: Vec<String>,
    pub(crate) value: Vec<String>,
    pub(crate) heredocs: Vec<(String, String)>,
}

/// Reads a whole Dockerfile.
pub(crate) fn nodes(text: &str) -> Result<Vec<Node>, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Directives { escape, frontend } = Directives::read(text)?;
    let parsed = Grammar { escape, frontend }.structure(text)?;
    if parsed.is_empty() {
        return Err(SyntaxError::new(1, "file with no instructions"));
    }
    Ok(parsed.iter().map(|parsed| node(parsed, escape)).collect())
}

/// Reads a part of a Dockerfile, in which nothing but `escape` is known of its beginning.
pub(crate) fn nodes_of_part(text: &str, escape: char) -> Result<Vec<Node>, SyntaxError> {
    let parsed = Grammar { escape, frontend: Frontend::Foreign }.structure(text)?;
    Ok(parsed.iter().map(|parsed| node(parsed, escape)).collect())
}

fn node(parsed: &Parsed<'_>, escape: char) -> Node {
    let Parsed { instruction, heredocs, .. } = parsed;
    let inner = instruction.trigger.as_deref().unwrap_or(instruction);
    let trigger = instruction.trigger.as_ref().map(|trigger| trigger.keyword.as_str().to_owned());
    // The package loses those behind ONBUILD, though not the lines that they take.
    let heredocs = heredocs.iter().filter(|_| instruction.trigger.is_none());
    Node {
        keyword: Some(instruction.keyword.as_str().to_owned()),
        trigger,
        line: instruction.line,
        json: matches!(inner.arguments, Arguments::Json(_)),
        flags: instruction.flags.clone(),
        value: value(inner, escape),
        heredocs: heredocs
            .map(|(heredoc, body)| (heredoc.name.clone(), (*body).to_owned()))
            .collect(),
    }
}

/// The arguments, divided as the parse tree has them.
fn value(instruction: &Instruction, escape: char) -> Vec<String> {
    let text = match &instruction.arguments {
        Arguments::Json(elements) => return elements.clone(),
        Arguments::Text(text) => text,
    };
    match instruction.keyword {
        Keyword::From | Keyword::Expose | Keyword::Copy | Keyword::Add | Keyword::Volume => {
            words::fields(text)
        }
        Keyword::Arg => words::quoted_words(text, escape),
        Keyword::Env | Keyword::Label => {
            let pairs = words::pairs(text, escape).unwrap();
            pairs.into_iter().flat_map(|(name, value)| [name, value]).collect()
        }
        Keyword::Healthcheck => {
            let (kind, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            let rest = rest.trim_start();
            let words = [kind, rest].into_iter().filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        }
        _ => vec![text.clone()],
    }
}

/// Says how two readings of a case differ; `None` if they do not.
fn difference(case: &Case) -> Option<String> {
    let ours = nodes(&case.dockerfile);
    match (&ours, &case.answer) {
        (Ok(ours), Some(theirs)) if ours == theirs => return None,
        (Err(_), None) => return None,
        (Err(refused), Some(_))
            if REFUSED_BEHIND_THE_TREE.iter().any(|part| refused.message.contains(part)) =>
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
