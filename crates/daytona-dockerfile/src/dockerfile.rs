//! Whole Dockerfiles and fragments.

use crate::directives::Directives;
use crate::error::SyntaxError;
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::lines::before_continuation;
use crate::parser::{Parsed, parse};
use crate::stages::Stages;

/// A parsed Dockerfile.
///
/// ```
/// use daytona_dockerfile::{Arguments, Dockerfile, Keyword};
///
/// let file = Dockerfile::parse("FROM alpine:3.20\nRUN apk add \\\n    git\n")?;
/// let run = &file.instructions()[1];
/// assert_eq!((run.keyword, run.line), (Keyword::Run, 2));
/// assert_eq!(run.arguments, Arguments::Text("apk add     git".into()));
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dockerfile {
    text: String,
    directives: Directives,
    instructions: Vec<Instruction>,
}

impl Dockerfile {
    /// Parses a text, and checks the flags and arguments of each instruction.
    ///
    /// A text without instructions is accepted. So is a text without FROM; only
    /// [`stages`](Self::stages) refuses it.
    ///
    /// # Errors
    ///
    /// If BuildKit refuses the text. The error names the line.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let directives = Directives::parse(text)?;
        let parsed = parse(&directives, text)?;
        let text = match parsed.last() {
            Some(last) => without_dangling(text, last, directives.escape())?,
            None => text.to_owned(),
        };
        let instructions = parsed.into_iter().map(|parsed| parsed.instruction).collect();
        Ok(Self { text, directives, instructions })
    }

    /// Returns the text without a byte order mark, and without continuations at its end that
    /// continue nothing. A line that is appended to it starts a new instruction.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the directives at the top.
    #[must_use]
    pub fn directives(&self) -> &Directives {
        &self.directives
    }

    /// Returns the escape character.
    #[must_use]
    pub fn escape(&self) -> char {
        self.directives.escape()
    }

    /// Returns the instructions in order.
    #[must_use]
    pub fn instructions(&self) -> &[Instruction] {
        &self.instructions
    }

    /// Follows the instructions through the stages of the build.
    ///
    /// ```
    /// use daytona_dockerfile::Dockerfile;
    ///
    /// let file = Dockerfile::parse("FROM rust:1 AS build\nFROM scratch\nCOPY --from=build /x /x\n")?;
    /// let stages = file.stages()?;
    /// assert_eq!(stages.get(0).and_then(|stage| stage.name()), Some("build"));
    /// assert_eq!(stages.needed().into_iter().collect::<Vec<_>>(), [0, 1]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an instruction comes before the first FROM, a word cannot be expanded, or the builder
    /// refuses a stage that it runs ([`Stages::check`]).
    pub fn stages(&self) -> Result<Stages, SyntaxError> {
        let mut stages = Stages::with_directives(&self.directives);
        let last = self.instructions.iter().rfind(|found| found.keyword == Keyword::From);
        if let Some(name) = last.and_then(Instruction::stage_name) {
            stages.set_target(&name);
        }
        for instruction in &self.instructions {
            stages.add(instruction, 0)?;
        }
        stages.check().map_err(|(_, error)| error)?;
        Ok(stages)
    }
}

/// Parses lines that are not a whole Dockerfile, such as lines to append to one.
///
/// A directive is a comment in them, and the last line must not be continued.
///
/// ```
/// let found = daytona_dockerfile::parse_fragment("USER app\nWORKDIR /app", '\\')?;
/// assert_eq!(found.len(), 2);
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
///
/// # Errors
///
/// If BuildKit refuses the text, or it ends in a continuation. The error names the line.
pub fn parse_fragment(text: &str, escape: char) -> Result<Vec<Instruction>, SyntaxError> {
    let parsed = parse(&Directives::with_escape(escape), text)?;
    if let Some(last) = parsed.last().filter(|last| !last.dangling.is_empty()) {
        return Err(unfinished(last, escape));
    }
    Ok(parsed.into_iter().map(|parsed| parsed.instruction).collect())
}

/// Removes the escape characters that continue the last instruction past the end, as BuildKit
/// does. Otherwise the instruction would continue into appended text.
fn without_dangling(text: &str, last: &Parsed, escape: char) -> Result<String, SyntaxError> {
    let mut text = text.to_owned();
    for at in last.dangling.iter().rev() {
        text.remove(*at);
        if before_continuation(&text[..*at], escape).is_some() {
            return Err(unfinished(last, escape));
        }
    }
    Ok(text)
}

fn unfinished(last: &Parsed, escape: char) -> SyntaxError {
    last.instruction.error(format!("the text ends in a line that `{escape}` continues"))
}
