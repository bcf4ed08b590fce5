//! Pieces of the Dockerfile.

use daytona_dockerfile::{Arguments, DEFAULT_ESCAPE, Instruction, Keyword, parse_fragment};

use crate::{Error, Result};

/// Consecutive lines of the text of a step.
#[derive(Default)]
pub(super) struct Fragment {
    pub(super) text: String,
    /// The number of its first line in the text of the step.
    pub(super) line: usize,
    pub(super) instructions: Vec<Instruction>,
}

/// The text of the first step of a part, split at FROM.
pub(super) struct FirstStep {
    /// The lines before the first FROM: directives, comments, and ARGs for all FROMs.
    pub(super) head: Fragment,
    /// The stages before the last one.
    pub(super) earlier_stages: Fragment,
    pub(super) last_stage: Fragment,
}

impl FirstStep {
    /// Splits a text. Refuses a text without FROM.
    pub(super) fn split(mut text: String, mut instructions: Vec<Instruction>) -> Result<Self> {
        let is_from = |found: &Instruction| found.keyword == Keyword::From;
        let last = instructions.iter().rposition(is_from).ok_or_else(|| {
            Error::invalid_input("no FROM instruction is in it, so there is nothing to build")
        })?;
        let last_stage = split_off(&mut text, &mut instructions, last);
        let first = instructions.iter().position(is_from).unwrap_or(instructions.len());
        let earlier_stages = split_off(&mut text, &mut instructions, first);
        Ok(Self { head: Fragment { text, line: 1, instructions }, earlier_stages, last_stage })
    }

    /// Sets the name of the last stage.
    pub(super) fn set_stage_name(&mut self, name: &str) -> Result<()> {
        let stage = &mut self.last_stage;
        let Some(from) = stage.instructions.first_mut() else { return Ok(()) };
        let end = stage.text.find('\n').unwrap_or(stage.text.len());
        let line = stage.text[..end].trim_end();
        let parsed_line = parse_fragment(line, DEFAULT_ESCAPE);
        let is_single_line = parsed_line.is_ok_and(
            |found| matches!(found.as_slice(), [only] if only.arguments == from.arguments),
        );
        let Arguments::Text(text) = &from.arguments else { return Ok(()) };
        let words: Vec<&str> = text.split_whitespace().collect();
        let with_name = |text: &str| match words.as_slice() {
            [_, _, old] => text.strip_suffix(old).map(|kept| format!("{kept}{name}")),
            _ => Some(format!("{text} AS {name}")),
        };
        match (with_name(line), with_name(text)) {
            (Some(line), Some(text)) if is_single_line => {
                stage.text.replace_range(..end, &line);
                from.arguments = Arguments::Text(text);
                Ok(())
            }
            _ => Err(Error::invalid_input(
                "the last FROM goes on over several lines, so that it cannot be given a name",
            )
            .with_hint("write it on one line")),
        }
    }
}

/// Splits off the text that begins with the instruction at `index`.
fn split_off(text: &mut String, instructions: &mut Vec<Instruction>, index: usize) -> Fragment {
    let instructions = instructions.split_off(index.min(instructions.len()));
    let Some(first) = instructions.first() else { return Fragment::default() };
    let line = first.line;
    let mut line_starts = text.match_indices('\n').map(|(end, _)| end + 1);
    let at = match line {
        0 | 1 => 0,
        line => line_starts.nth(line - 2).unwrap_or(text.len()),
    };
    Fragment { text: text.split_off(at), line, instructions }
}
