//! Dockerfiles: their instructions, and the local files that these use.
//!
//! The grammar is BuildKit's. A text goes through three steps, each with a module: [`lines`] joins
//! physical lines to logical ones, [`instruction`] takes these apart, and [`build`] follows the
//! instructions through the stages, with their variables, to find what they take from the context.

mod build;
#[cfg(test)]
pub(crate) mod buildkit;
mod check;
mod directives;
mod expand;
mod heredoc;
mod instruction;
mod lines;
mod pattern;
#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
pub(crate) mod reading;
mod substitution;
mod words;

use std::fmt;

pub(crate) use build::{Base, Build, ContextUse, Source, SourceKind};
pub(crate) use instruction::{Arguments, Instruction, Keyword};
pub(crate) use pattern::{Glob, has_wildcard};

use directives::{Directives, Frontend};
use instruction::{Grammar, Parsed};

/// The escape character of a Dockerfile that does not set another.
pub(crate) const DEFAULT_ESCAPE: char = '\\';

/// A Dockerfile taken apart.
#[derive(Debug)]
pub(crate) struct Dockerfile {
    /// The text, without a byte order mark, and so that what is appended begins an instruction.
    pub(crate) text: String,
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) escape: char,
}

/// Why a text is not a Dockerfile, and on which line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl SyntaxError {
    fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Parses a whole Dockerfile, with its directives.
pub(crate) fn parse(text: &str) -> Result<Dockerfile, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Directives { escape, frontend } = Directives::read(text)?;
    let parsed = Grammar { escape, frontend }.instructions(text)?;
    let text = match parsed.last() {
        Some(last) => closed(text, last, escape)?,
        None => text.to_owned(),
    };
    let instructions = parsed.into_iter().map(|parsed| parsed.instruction).collect();
    Ok(Dockerfile { text, instructions, escape })
}

/// Takes out the escape characters with which the last instruction goes on into nothing, as the
/// builder does, so that it does not go on into what is appended.
fn closed(text: &str, last: &Parsed<'_>, escape: char) -> Result<String, SyntaxError> {
    let mut text = text.to_owned();
    for at in last.dangling.iter().rev() {
        text.remove(*at);
        if lines::before_continuation(&text[..*at], escape).is_some() {
            return Err(unfinished(last, escape));
        }
    }
    Ok(text)
}

fn unfinished(last: &Parsed<'_>, escape: char) -> SyntaxError {
    last.instruction.error(format!("the text ends in a line that `{escape}` continues"))
}

/// Expands a word in which variables stay as they are.
#[cfg(test)]
pub(crate) fn expand_literally(word: &str) -> String {
    let value_of = |name: &str| match name {
        "HOME" => Some("$HOME"),
        "DIR" => Some("${DIR}"),
        _ => None,
    };
    expand::expand(word, DEFAULT_ESCAPE, &value_of).map_or_else(|why| why, |word| word.text)
}

/// Parses a part of a Dockerfile that is not its beginning, so that a directive is a comment, nor
/// its end, so that it may not go on.
pub(crate) fn parse_fragment(text: &str, escape: char) -> Result<Vec<Instruction>, SyntaxError> {
    let parsed = Grammar { escape, frontend: Frontend::BuiltIn }.instructions(text)?;
    if let Some(last) = parsed.last().filter(|last| !last.dangling.is_empty()) {
        return Err(unfinished(last, escape));
    }
    Ok(parsed.into_iter().map(|parsed| parsed.instruction).collect())
}
