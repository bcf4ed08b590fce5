//! Parse trees in the form of the recording.

use daytona_dockerfile::{Arguments, Directives, Instruction, expand};

/// Errors that BuildKit reports after parsing. The recording is of the parser only.
pub(super) const REFUSED_BY_THE_SECOND_STEP: [&str; 4] = [
    "is not a Dockerfile instruction",
    "the line has only",
    "has no arguments",
    "cannot follow ONBUILD",
];

/// An instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Absent for a line without a keyword.
    pub(super) keyword: Option<String>,
    pub(super) trigger: Option<String>,
    pub(super) line: usize,
    pub(super) json: bool,
    pub(super) flags: Vec<String>,
    pub(super) value: Vec<String>,
    pub(super) heredocs: Vec<(String, String)>,
}

/// Returns the tree of a whole Dockerfile.
pub(super) fn nodes(text: &str) -> Result<Vec<Node>, String> {
    let directives = Directives::parse(text).map_err(|error| error.to_string())?;
    let nodes = tree(text, &directives)?;
    if nodes.is_empty() { Err("file with no instructions".to_owned()) } else { Ok(nodes) }
}

/// Returns the tree of lines that are not a whole Dockerfile. Accepts unknown instructions.
pub(super) fn nodes_of_part(text: &str) -> Result<Vec<Node>, String> {
    tree(text, &Directives::parse("# syntax=example/frontend").unwrap())
}

fn tree(text: &str, directives: &Directives) -> Result<Vec<Node>, String> {
    let found = directives.parse_structure(text).map_err(|error| error.to_string())?;
    Ok(found.iter().map(|instruction| node(instruction, directives.escape())).collect())
}

fn node(instruction: &Instruction, escape: char) -> Node {
    let inner = instruction.trigger.as_deref().unwrap_or(instruction);
    let heredocs = instruction.heredocs.iter();
    Node {
        keyword: Some(instruction.keyword.to_string()),
        trigger: instruction.trigger.as_ref().map(|trigger| trigger.keyword.to_string()),
        line: instruction.line,
        json: matches!(inner.arguments, Arguments::Json(_)),
        flags: instruction.flags.clone(),
        value: inner.words(escape).unwrap(),
        heredocs: heredocs.map(|found| (found.name.clone(), found.body.clone())).collect(),
    }
}

/// Expands a word. The variables `HOME` and `DIR` are kept.
pub(super) fn expand_literally(word: &str) -> String {
    let value_of = |name: &str| match name {
        "HOME" => Some("$HOME"),
        "DIR" => Some("${DIR}"),
        _ => None,
    };
    expand(word, '\\', value_of).map_or_else(|error| error.to_string(), |word| word.text)
}
