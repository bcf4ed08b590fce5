//! Steps whose text is written by the user.

use std::path::Path;

use daytona_dockerfile::{
    ContextUse, Dockerfile, Instruction, Keyword, SyntaxError, decode, parse_fragment,
};

use super::arguments::{self, Applied, BuildArgument};

use crate::image::context::build_context::BuildContext;
use crate::image::context::local;
use crate::image::options::context::ContextOptions;
use crate::image::options::run::RunOptions;
use crate::image::render;
use crate::{Error, Result};

/// The advice for a text without a build context.
const NAME_CONTEXT: &str = "name its directory with ContextOptions::context_dir";

/// The origin of text that is written by the user, and its build context.
pub(in crate::image) struct Origin {
    /// `None` for a text that was given without a directory.
    pub(in crate::image) context: Option<BuildContext>,
    /// The path of the Dockerfile. `None` for a text given in code.
    pub(in crate::image) file: Option<String>,
    /// The name of a text that is not a file.
    text: &'static str,
    pub(in crate::image) arguments: Vec<BuildArgument>,
    /// The numbers of the lines that the user has not written.
    inserted: Vec<usize>,
}

impl Origin {
    fn new(context: Option<BuildContext>, file: Option<&Path>, text: &'static str) -> Self {
        let file = file.map(|path| path.display().to_string());
        Self { context, file, text, arguments: Vec::new(), inserted: Vec::new() }
    }

    /// Returns the location of a line for errors.
    pub(super) fn location(&self, line: usize) -> String {
        let line = self.line(line);
        match &self.file {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line} of the {}", self.text),
        }
    }

    /// Returns the number of a line in the text as it is written by the user.
    pub(in crate::image) fn line(&self, line: usize) -> usize {
        let inserted = self.inserted.iter().filter(|inserted| **inserted <= line).count();
        line.saturating_sub(inserted).max(1)
    }

    /// Returns the build context for an instruction that reads it.
    pub(super) fn context(
        &self,
        instruction: &ContextUse,
        location: &str,
    ) -> Result<&BuildContext> {
        self.context.as_ref().ok_or_else(|| {
            let keyword = instruction.keyword.as_str();
            let source = instruction.sources.first().map_or("", |source| source.path.as_str());
            Error::invalid_input(format!(
                "{location}: {keyword} reads `{}` from the build context, and this text has none",
                source.escape_debug()
            ))
            .with_hint(NAME_CONTEXT)
        })
    }

    /// Takes over the changes to the text. Returns the new text.
    fn edited(&mut self, applied: Applied) -> String {
        self.arguments = applied.arguments;
        self.inserted = applied.inserted;
        applied.text
    }
}

/// Reads and parses a Dockerfile.
pub(super) fn read(path: &Path, options: &ContextOptions) -> Result<(Dockerfile, Origin)> {
    let bytes = local::read("Dockerfile", path)?;
    let dir = options.context_dir.as_deref().or(path.parent()).unwrap_or(Path::new(""));
    let context = BuildContext::open(dir, Some(path), options)?;
    let origin = Origin::new(Some(context), Some(path), "Dockerfile");
    let text = decode(&bytes).map_err(|error| located(Some(&origin), error))?;
    parsed(&text, origin, options)
}

/// Parses the text of a Dockerfile.
pub(super) fn of_text(text: &str, options: &ContextOptions) -> Result<(Dockerfile, Origin)> {
    let context = match (&options.context_dir, &options.ignore_file) {
        (Some(dir), _) => Some(BuildContext::open(dir, None, options)?),
        (None, Some(ignore_file)) => return Err(ignores_no_context(ignore_file)),
        (None, None) => None,
    };
    let origin = Origin::new(context, None, "Dockerfile");
    let text = decode(text.as_bytes()).map_err(|error| located(Some(&origin), error))?;
    parsed(&text, origin, options)
}

/// Creates the error of an ignore file for a text without a context.
fn ignores_no_context(ignore_file: &Path) -> Error {
    let shown = ignore_file.display();
    let message =
        format!("the ignore file `{shown}` applies to a build context, and this text has none");
    Error::invalid_input(message).with_hint(NAME_CONTEXT)
}

/// Parses a text, with its target stage and its build arguments.
fn parsed(
    text: &str,
    mut origin: Origin,
    options: &ContextOptions,
) -> Result<(Dockerfile, Origin)> {
    let parse =
        |text: &str, origin: &Origin| Dockerfile::parse(text).map_err(|e| located(Some(origin), e));
    let dockerfile = parse(text, &origin)?;
    let target = options.target.as_deref();
    if options.build_args.is_empty() && target.is_none() {
        return Ok((dockerfile, origin));
    }
    let escape = dockerfile.escape();
    let mut text = dockerfile.text().to_owned();
    let mut instructions = dockerfile.instructions();
    if let Some(target) = target {
        let left = arguments::cut(&mut text, instructions, target)?;
        instructions = instructions.get(..left).unwrap_or(instructions);
    }
    let applied = arguments::apply(&text, instructions, escape, &options.build_args, target)?;
    let text = origin.edited(applied);
    Ok((parse(&text, &origin)?, origin))
}

/// Parses lines of a Dockerfile. Returns their text and their instructions.
pub(super) fn of_commands(
    commands: &[String],
    escape: char,
    options: &ContextOptions,
) -> Result<(String, Vec<Instruction>, Origin)> {
    let dir = options.context_dir.as_deref().unwrap_or(Path::new(""));
    let context = BuildContext::open(dir, None, options)?;
    let mut origin = Origin::new(Some(context), None, "commands");
    if options.target.is_some() {
        return Err(Error::invalid_input("a target stage is an option of a whole Dockerfile")
            .with_hint("give it to from_dockerfile_with or from_dockerfile_text_with"));
    }
    let parse = |text: &str, origin: &Origin| {
        parse_fragment(text, escape).map_err(|error| located(Some(origin), error))
    };
    let text: String = commands.iter().map(|command| format!("{command}\n")).collect();
    let instructions = parse(&text, &origin)?;
    if options.build_args.is_empty() {
        return Ok((text, instructions, origin));
    }
    let applied = arguments::apply(&text, &instructions, escape, &options.build_args, None)?;
    let text = origin.edited(applied);
    let instructions = parse(&text, &origin)?;
    Ok((text, instructions, origin))
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
