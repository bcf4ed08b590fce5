//! Steps whose text is written by the user.

use std::path::Path;

use daytona_dockerfile::{Dockerfile, Instruction, Keyword, SyntaxError, parse_fragment};

use crate::image::context::build_context::BuildContext;
use crate::image::context::local::read_text;
use crate::image::options::context::ContextLinks;
use crate::image::options::run::RunOptions;
use crate::image::render;
use crate::{Error, Result};

/// The origin of text that is written by the user, and its build context.
pub(in crate::image) struct Origin {
    pub(in crate::image) context: BuildContext,
    /// The path of the Dockerfile. `None` for commands given in code.
    pub(in crate::image) file: Option<String>,
}

impl Origin {
    pub(super) fn of_commands(context_dir: Option<&Path>, links: ContextLinks) -> Result<Self> {
        let context = BuildContext::open(context_dir.unwrap_or(Path::new("")), None, links)?;
        Ok(Self { context, file: None })
    }

    /// Returns the location of a line for errors.
    pub(super) fn location(&self, line: usize) -> String {
        match &self.file {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line} of the commands"),
        }
    }
}

/// Reads and parses a Dockerfile.
pub(super) fn read(
    path: &Path,
    context_dir: Option<&Path>,
    links: ContextLinks,
) -> Result<(Dockerfile, Origin)> {
    let text = read_text("Dockerfile", path)?;
    let dir = context_dir.or(path.parent()).unwrap_or(Path::new(""));
    let context = BuildContext::open(dir, Some(path), links)?;
    let origin = Origin { context, file: Some(path.display().to_string()) };
    let dockerfile = Dockerfile::parse(&text).map_err(|error| located(Some(&origin), error))?;
    Ok((dockerfile, origin))
}

/// Renders each command as a RUN instruction.
pub(super) fn run_commands(
    commands: &[String],
    options: &RunOptions,
    escape: char,
) -> Result<String> {
    let flags = render::cache_flags(&options.caches)?;
    let mut text = String::new();
    for command in commands {
        let line = format!("RUN {flags}{command}\n");
        check_command(command, &line, escape)?;
        text.push_str(&line);
    }
    Ok(text)
}

/// Refuses a command that is not exactly one instruction.
fn check_command(command: &str, line: &str, escape: char) -> Result<()> {
    if command.trim().is_empty() {
        return Err(Error::invalid_input("a command is empty"));
    }
    match parse_fragment(line, escape).as_deref() {
        Ok([Instruction { keyword: Keyword::Run, .. }]) => Ok(()),
        Err(error) if !command.trim_end().contains('\n') => Err(Error::invalid_input(format!(
            "the command `{}` cannot follow RUN: {}",
            command.escape_debug(),
            error.message()
        ))),
        _ => Err(Error::invalid_input(format!(
            "the command `{}` has line breaks that end it for the Dockerfile",
            command.escape_debug()
        ))
        .with_hint("give each line as a separate command, join them with `&&`, end them with `\\`, or use a heredoc")),
    }
}

/// Adds the location to a syntax error.
pub(super) fn located(origin: Option<&Origin>, error: SyntaxError) -> Error {
    let message = match origin {
        Some(origin) => format!("{}: {}", origin.location(error.line()), error.message()),
        None => error.message().to_owned(),
    };
    Error::invalid_input(message).with_source(error)
}
