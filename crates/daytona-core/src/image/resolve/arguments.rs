//! Build arguments and a target stage, written into the text of a Dockerfile.
//!
//! The server passes no build arguments and no target to the builder. So the text carries them: each ARG
//! gets the value as its default, and the text ends after the target stage.

use std::collections::BTreeMap;

use daytona_dockerfile::{Arguments, Instruction, Keyword};

use crate::image::render::check::control_character;
use crate::image::render::quote::shell_word;
use crate::{Error, Result};

/// The arguments of every build. They have a value before the first FROM.
const PLATFORM: [&str; 9] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    TARGET_STAGE,
];

/// The argument with the name of the target.
const TARGET_STAGE: &str = "TARGETSTAGE";

/// The arguments that every RUN has in its environment without an ARG, in capital letters. The builder
/// sets each in small letters too.
const PROXIES: [&str; 5] = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/// Arguments that set up the builder, by their first letters.
const BUILDER: [&str; 2] = ["BUILDKIT_", "SOURCE_DATE_EPOCH"];

/// A build argument, and what became of it.
pub(in crate::image) struct BuildArgument {
    pub(in crate::image) name: String,
    pub(in crate::image) value: String,
    pub(in crate::image) usage: Usage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::image) enum Usage {
    /// The line with the value, in the new text.
    Line(usize),
    /// No ARG has the name.
    Unused,
    /// No ARG has the name, and the argument would set up the builder.
    Builder,
}

/// A text with the values of build arguments.
#[derive(Default)]
pub(super) struct Applied {
    pub(super) text: String,
    pub(super) arguments: Vec<BuildArgument>,
    /// The numbers of the lines that the original text does not have.
    pub(super) inserted: Vec<usize>,
}

/// Cuts a text after the stage `target`. Returns the number of instructions that are left.
pub(super) fn cut(text: &mut String, instructions: &[Instruction], target: &str) -> Result<usize> {
    let is_from = |found: &&Instruction| found.keyword == Keyword::From;
    let stages: Vec<&Instruction> = instructions.iter().filter(is_from).collect();
    // The last one counts, as for FROM and COPY.
    let found = stages.iter().rposition(|from| {
        stage_name(from).is_some_and(|name| name.to_lowercase() == target.to_lowercase())
    });
    let Some(found) = found else { return Err(no_stage(target, &stages)) };
    let Some(next) = stages.get(found + 1) else { return Ok(instructions.len()) };
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1));
    let start = starts.nth(next.line.saturating_sub(1)).unwrap_or(text.len());
    text.truncate(start);
    Ok(instructions.iter().take_while(|found| found.line < next.line).count())
}

fn stage_name(from: &Instruction) -> Option<&str> {
    let Arguments::Text(text) = &from.arguments else { return None };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [_, r#as, name] if r#as.eq_ignore_ascii_case("as") => Some(name),
        _ => None,
    }
}

fn no_stage(target: &str, stages: &[&Instruction]) -> Error {
    let message = format!("no stage has the name of the target, `{}`", target.escape_debug());
    let names: Vec<&str> = stages.iter().filter_map(|from| stage_name(from)).collect();
    let hint = match names.is_empty() {
        true => "name the stage with `AS` in its FROM".to_owned(),
        false => format!("name one of `{}`", names.join("`, `")),
    };
    Error::invalid_input(message).with_hint(hint)
}

/// Writes the values of build arguments into a text. The last value of a name counts.
///
/// `target` is the name of the target stage. `TARGETSTAGE` has it as its value.
pub(super) fn apply(
    text: &str,
    instructions: &[Instruction],
    escape: char,
    arguments: &[(String, String)],
    target: Option<&str>,
) -> Result<Applied> {
    let mut values = BTreeMap::new();
    for (name, value) in arguments {
        check_value(name, value)?;
        values.insert(name.as_str(), value.as_str());
    }
    let mut editor = Editor::new(text, escape, &values);
    let last_from = instructions.iter().rposition(|found| found.keyword == Keyword::From);
    let has_from = last_from.is_some();
    for (index, instruction) in instructions.iter().enumerate() {
        let next = instructions.get(index + 1).map_or(usize::MAX, |next| next.line);
        editor.keep_up_to(instruction.line);
        if index == 0 {
            match has_from {
                true => editor.insert(&platform_arguments(&values, target, text)),
                false => editor.insert(&proxy_arguments(&values)),
            }
        }
        match (instruction.keyword, instruction.trigger.as_deref()) {
            (Keyword::Arg, _) => editor.rewrite("ARG", instruction, next)?,
            // The triggers of the last stage run in other builds.
            (Keyword::Onbuild, Some(trigger))
                if trigger.keyword == Keyword::Arg
                    && last_from.is_some_and(|last| index < last) =>
            {
                editor.rewrite("ONBUILD ARG", trigger, next)?;
            }
            (Keyword::From, _) => {
                editor.keep_up_to(next);
                editor.insert(&proxy_arguments(&values));
            }
            _ => {}
        }
    }
    editor.keep_up_to(usize::MAX);
    Ok(editor.finish())
}

fn check_value(name: &str, value: &str) -> Result<()> {
    match value.chars().find(|c| c.is_control() && *c != '\t') {
        None => Ok(()),
        Some(c) => Err(Error::invalid_input(format!(
            "the value of the build argument `{}` has {} in it, which ARG cannot express",
            name.escape_debug(),
            control_character(c)
        ))
        .with_hint("encode it, and decode it in a RUN instruction")),
    }
}

/// Returns the names and values that are set before the first FROM.
fn platform_arguments<'v>(
    values: &BTreeMap<&'v str, &'v str>,
    target: Option<&'v str>,
    text: &str,
) -> Vec<(String, &'v str)> {
    let given = |name: &&str| values.get(name).map(|value| ((*name).to_owned(), *value));
    let mut found: Vec<_> = PLATFORM.iter().filter_map(given).collect();
    let target =
        target.filter(|_| !values.contains_key(TARGET_STAGE) && text.contains(TARGET_STAGE));
    found.extend(target.map(|target| (TARGET_STAGE.to_owned(), target)));
    found
}

/// Returns the names and values that each stage begins with.
fn proxy_arguments<'v>(values: &BTreeMap<&'v str, &'v str>) -> Vec<(String, &'v str)> {
    let mut found = Vec::new();
    for name in PROXIES {
        let small = name.to_lowercase();
        let (one, other) = (values.get(name), values.get(small.as_str()));
        found.extend(one.or(other).map(|value| (name.to_owned(), *value)));
        found.extend(other.or(one).map(|value| (small, *value)));
    }
    found
}

/// Writes a text again, line by line.
struct Editor<'t> {
    lines: Vec<&'t str>,
    /// The number of lines that are written.
    done: usize,
    escape: char,
    values: &'t BTreeMap<&'t str, &'t str>,
    first_use: BTreeMap<String, usize>,
    written: usize,
    applied: Applied,
}

impl<'t> Editor<'t> {
    fn new(text: &'t str, escape: char, values: &'t BTreeMap<&'t str, &'t str>) -> Self {
        Self {
            lines: text.split_inclusive('\n').collect(),
            done: 0,
            escape,
            values,
            first_use: BTreeMap::new(),
            written: 0,
            applied: Applied::default(),
        }
    }

    /// Copies the lines before the line with this number.
    fn keep_up_to(&mut self, line: usize) {
        while self.done + 1 < line
            && let Some(kept) = self.lines.get(self.done)
        {
            self.write(kept);
        }
    }

    fn write(&mut self, line: &str) {
        self.applied.text.push_str(line);
        self.written += 1;
        self.done += 1;
    }

    /// Inserts an ARG with values.
    fn insert(&mut self, arguments: &[(String, &str)]) {
        if arguments.is_empty() {
            return;
        }
        let text = &mut self.applied.text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let words: Vec<String> =
            arguments.iter().map(|(name, value)| format!("{name}={}", shell_word(value))).collect();
        text.push_str(&format!("ARG {}\n", words.join(" ")));
        self.written += 1;
        self.applied.inserted.push(self.written);
        for (name, _) in arguments {
            self.first_use.entry(name.clone()).or_insert(self.written);
        }
    }

    /// Rewrites an ARG that has the name of a build argument, on as many lines as before.
    fn rewrite(&mut self, keyword: &str, arg: &Instruction, next: usize) -> Result<()> {
        let words = arg
            .words(self.escape)
            .map_err(|error| Error::invalid_input(error.message().to_owned()).with_source(error))?;
        let name_of = |word: &String| match word.split_once('=') {
            Some((name, _)) => name.to_owned(),
            None => word.clone(),
        };
        if !words.iter().any(|word| self.values.contains_key(name_of(word).as_str())) {
            return Ok(());
        }
        let mut text = keyword.to_owned();
        for word in &words {
            let name = name_of(word);
            text.push(' ');
            match self.values.get(name.as_str()) {
                Some(value) => text.push_str(&format!("{name}={}", shell_word(value))),
                None => text.push_str(word),
            }
            if self.values.contains_key(name.as_str()) {
                self.first_use.entry(name).or_insert(self.written + 1);
            }
        }
        let first = self.lines.get(self.done).copied().unwrap_or_default();
        self.write(&format!("{text}{}", line_end(first)));
        while self.done + 1 < next
            && let Some(line) = self.lines.get(self.done).copied()
        {
            // What is neither empty nor a comment continues the instruction.
            let is_kept = line.trim().is_empty() || line.trim_start().starts_with('#');
            self.write(if is_kept { line } else { line_end(line) });
        }
        Ok(())
    }

    fn finish(mut self) -> Applied {
        for (name, value) in self.values {
            let usage = match self.first_use.get(*name) {
                Some(line) => Usage::Line(*line),
                None if BUILDER.iter().any(|first| name.starts_with(first)) => Usage::Builder,
                None => Usage::Unused,
            };
            let (name, value) = ((*name).to_owned(), (*value).to_owned());
            self.applied.arguments.push(BuildArgument { name, value, usage });
        }
        self.applied
    }
}

fn line_end(line: &str) -> &str {
    let content = line.trim_end_matches(['\r', '\n']);
    &line[content.len()..]
}
