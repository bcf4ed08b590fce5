//! Characters that the text of a step must not contain.

use daytona_dockerfile::{Arguments, Instruction};

use crate::Result;
use crate::image::render::check::{control_character, invalid_text};
use crate::image::step::Step;

/// Returns `true` for a character to refuse.
type Predicate = fn(char) -> bool;

/// Refuses control characters in the text of a step, and in the JSON strings of its instructions.
///
/// `docker build` accepts control characters in a Dockerfile, so the file of a user can have them,
/// except NUL, for which the server answers 500. In the arguments of a method they are refused as
/// mistakes, except tabs and line breaks. A JSON escape in `dockerfile_commands`, such as `\u001b`,
/// is written on purpose and therefore accepted.
pub(super) fn check(step: &Step, text: &str, instructions: &[Instruction]) -> Result<()> {
    let (in_text, in_json): (Predicate, Predicate) = match step {
        Step::FromDockerfile(_) | Step::FromDockerfileText(_) => (is_nul, is_nul),
        Step::DockerfileCommands(_) => (is_unexpected, is_nul),
        _ => (is_unexpected, is_unexpected),
    };
    let found = text
        .char_indices()
        .find(|(_, c)| in_text(*c))
        .map(|(at, c)| (text[..at].matches('\n').count() + 1, c))
        .or_else(|| {
            let mut strings = instructions.iter().flat_map(json_strings);
            strings
                .find_map(|(line, string)| string.chars().find(|c| in_json(*c)).map(|c| (line, c)))
        });
    match found {
        None => Ok(()),
        Some((line, c)) => {
            let what = control_character(c);
            Err(invalid_text(format!("line {line} of what it adds has {what} in it")))
        }
    }
}

/// Returns the strings of an instruction in JSON form, with its line.
fn json_strings(instruction: &Instruction) -> impl Iterator<Item = (usize, &str)> {
    let strings = match &instruction.arguments {
        Arguments::Json(strings) => strings.as_slice(),
        Arguments::Text(_) => &[],
    };
    strings.iter().map(|string| (instruction.line, string.as_str()))
}

fn is_nul(c: char) -> bool {
    c == '\0'
}

fn is_unexpected(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}
