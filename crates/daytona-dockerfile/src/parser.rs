//! From logical lines to instructions.

use std::ops::Range;

use crate::check;
use crate::directives::{Directives, Frontend};
use crate::error::SyntaxError;
use crate::heredoc::heredocs;
use crate::instruction::{Arguments, Heredoc, Instruction};
use crate::keyword::Keyword;
use crate::lines::Lines;
use crate::words;

/// An instruction and its continuations at the end of the text.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) instruction: Instruction,
    /// See [`LogicalLine::dangling`](crate::lines::LogicalLine::dangling).
    pub(crate) dangling: Vec<usize>,
    /// The bodies of its heredocs, as ranges of the text.
    bodies: Vec<Range<usize>>,
}

/// Returns the ranges of all heredoc bodies.
pub(crate) fn heredoc_bodies(
    directives: &Directives,
    text: &str,
) -> Result<Vec<Range<usize>>, SyntaxError> {
    let found = parse_structure(directives, text)?;
    Ok(found.into_iter().flat_map(|parsed| parsed.bodies).collect())
}

/// Parses a text, and checks the flags and arguments of each instruction.
pub(crate) fn parse(directives: &Directives, text: &str) -> Result<Vec<Parsed>, SyntaxError> {
    let found = parse_structure(directives, text)?;
    let (frontend, escape) = (directives.frontend(), directives.escape());
    found.iter().try_for_each(|parsed| check::check(&parsed.instruction, frontend, escape))?;
    Ok(found)
}

impl Directives {
    /// Parses a text under these directives, without checking the flags and arguments of its
    /// instructions. This is the first of BuildKit's two steps, for tools that show what it refuses
    /// in the second. Comments in the text change nothing, even where they look like directives.
    ///
    /// ```
    /// use daytona_dockerfile::{Directives, Dockerfile};
    ///
    /// let text = "FROM alpine\nCOPY --form=build a b\n";
    /// assert!(Dockerfile::parse(text).is_err());
    /// let found = Directives::parse(text)?.parse_structure(text)?;
    /// assert_eq!(found[1].flags, ["--form=build"]);
    /// # Ok::<(), daytona_dockerfile::SyntaxError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text cannot be split into instructions. The error names the line.
    pub fn parse_structure(&self, text: &str) -> Result<Vec<Instruction>, SyntaxError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let found = parse_structure(self, text)?;
        Ok(found.into_iter().map(|parsed| parsed.instruction).collect())
    }
}

fn parse_structure(directives: &Directives, text: &str) -> Result<Vec<Parsed>, SyntaxError> {
    let mut lines = Lines::new(text, directives.escape());
    let mut found = Vec::new();
    while let Some(line) = lines.next()? {
        let mut instruction = instruction(directives, &line.text, line.number, Place::Line)?;
        let mut bodies = Vec::new();
        if opens_heredocs(&instruction) {
            let marks = heredocs(&line.text).map_err(|why| SyntaxError::new(line.number, why))?;
            let heredocs = marks.into_iter().map(|mark| {
                let range = lines.body(&mark, line.number)?;
                let body = text[range.clone()].to_owned();
                bodies.push(range);
                let (strips_tabs, expands) = (mark.strips_tabs, mark.expands);
                Ok(Heredoc { name: mark.name, body, strips_tabs, expands })
            });
            let heredocs = heredocs.collect::<Result<_, _>>()?;
            match &mut instruction.trigger {
                Some(trigger) => trigger.heredocs = heredocs,
                None => instruction.heredocs = heredocs,
            }
        }
        found.push(Parsed { instruction, dangling: line.dangling, bodies });
    }
    Ok(found)
}

/// The place of an instruction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A line of its own.
    Line,
    /// After ONBUILD, where the builder accepts any text until a stage runs it.
    Trigger,
}

fn instruction(
    directives: &Directives,
    line: &str,
    number: usize,
    place: Place,
) -> Result<Instruction, SyntaxError> {
    let text = line.trim();
    let (name, rest) = text.split_once(words::is_blank).unwrap_or((text, ""));
    let keyword = match Keyword::parse(name) {
        Some(keyword) => keyword,
        None if name.is_empty() => {
            let message = format!("the line has only `{}`", directives.escape());
            return Err(SyntaxError::new(number, message));
        }
        None if directives.frontend() == Frontend::Foreign || place == Place::Trigger => {
            Keyword::Unknown
        }
        None => return Err(SyntaxError::new(number, check::not_an_instruction(name))),
    };
    let (flags, rest) = words::split_flags(rest);
    if rest.is_empty() && place == Place::Line && !keyword.can_be_bare() {
        return Err(SyntaxError::new(number, check::no_arguments(keyword, &flags)));
    }
    let trigger = match keyword {
        Keyword::Onbuild => {
            check_trigger(rest, number)?;
            Some(Box::new(instruction(directives, rest, number, Place::Trigger)?))
        }
        _ => None,
    };
    let arguments = arguments(keyword, rest, directives.escape())
        .map_err(|why| SyntaxError::new(number, format!("{keyword} {why}")))?;
    Ok(Instruction { keyword, line: number, flags, arguments, heredocs: Vec::new(), trigger })
}

fn arguments(keyword: Keyword, text: &str, escape: char) -> Result<Arguments, String> {
    if matches!(keyword, Keyword::Env | Keyword::Label) && !text.is_empty() {
        words::pairs(text, escape)?;
    }
    let (kind, json) = match keyword {
        Keyword::Healthcheck => text.split_once(char::is_whitespace).unwrap_or((text, "")),
        _ => ("", text),
    };
    let json = json.trim_start();
    if !keyword.takes_json() || !json.starts_with('[') {
        return Ok(Arguments::Text(text.to_owned()));
    }
    // Text that is not valid JSON is the shell form, such as `[ -d /x ]`.
    let Ok(elements) = serde_json::from_str::<Vec<serde_json::Value>>(json) else {
        return Ok(Arguments::Text(text.to_owned()));
    };
    let kind = Some(kind).filter(|kind| !kind.is_empty()).map(str::to_owned);
    let strings = elements.iter().map(|element| element.as_str().map(str::to_owned));
    let strings: Option<Vec<String>> = kind.map(Some).into_iter().chain(strings).collect();
    strings.map(Arguments::Json).ok_or_else(|| "has JSON with more than strings in it".to_owned())
}

fn check_trigger(text: &str, line: usize) -> Result<(), SyntaxError> {
    let name = text.split(words::is_blank).next().unwrap_or_default();
    match Keyword::parse(name) {
        Some(keyword @ (Keyword::From | Keyword::Maintainer | Keyword::Onbuild)) => {
            Err(SyntaxError::new(line, format!("{keyword} cannot follow ONBUILD")))
        }
        _ => Ok(()),
    }
}

fn opens_heredocs(instruction: &Instruction) -> bool {
    match &instruction.trigger {
        Some(trigger) => opens_heredocs(trigger),
        None => {
            instruction.keyword.takes_heredocs()
                && matches!(instruction.arguments, Arguments::Text(_))
        }
    }
}
