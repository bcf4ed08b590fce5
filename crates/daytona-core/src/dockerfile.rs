//! Dockerfiles: their instructions, and the local files that these use.
//!
//! The grammar is BuildKit's. A text goes through three steps, each with a module: [`lines`] joins
//! physical lines to logical ones, [`instruction`] takes these apart, and [`build`] follows the
//! instructions through the stages, with their variables, to find what they take from the context.

mod build;
mod expand;
mod instruction;
mod lines;
mod pattern;
mod substitution;
mod words;

use std::fmt;

pub(crate) use build::{Build, ContextUse, Source, SourceKind};
pub(crate) use instruction::{Instruction, Keyword};
pub(crate) use pattern::{has_wildcard, matches};

/// The escape character of a Dockerfile that does not set another.
pub(crate) const DEFAULT_ESCAPE: char = '\\';

/// A Dockerfile taken apart.
#[derive(Debug)]
pub(crate) struct Dockerfile {
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
    let directives = lines::Directives::read(text)?;
    let grammar = instruction::Grammar {
        escape: directives.escape,
        // Another frontend may know more instructions.
        accepts_unknown: directives.foreign_syntax,
    };
    Ok(Dockerfile { instructions: grammar.instructions(text)?, escape: directives.escape })
}

/// Parses a part of a Dockerfile that is not its beginning, so that a directive is a comment.
pub(crate) fn parse_fragment(text: &str, escape: char) -> Result<Vec<Instruction>, SyntaxError> {
    instruction::Grammar { escape, accepts_unknown: false }.instructions(text)
}
