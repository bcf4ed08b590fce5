//! Steps whose text was written by hand.

use std::path::Path;

use daytona_dockerfile::{Dockerfile, Instruction, Keyword, SyntaxError, parse_fragment};

use super::{Lines, Resolver};
use crate::image::context::BuildContext;
use crate::image::local::read_text;
use crate::image::{ContextLinks, RunOptions, run};
use crate::{Error, Result};

/// A text that was written by hand, and the directory that its sources count from.
pub(super) struct Origin {
    pub(super) context: BuildContext,
    /// The path of the Dockerfile; absent for lines given in code.
    pub(super) file: Option<String>,
}

impl Origin {
    pub(super) fn locate(&self, line: usize) -> String {
        match &self.file {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line} of the commands"),
        }
    }
}

impl Resolver {
    pub(super) fn read_dockerfile(
        &mut self,
        path: &Path,
        context_dir: Option<&Path>,
        links: ContextLinks,
    ) -> Result<Lines> {
        let text = read_text("Dockerfile", path)?;
        let dir = context_dir.or(path.parent()).unwrap_or(Path::new(""));
        let context = BuildContext::open(dir, Some(path), links)?;
        let origin = Some(Origin { context, file: Some(path.display().to_string()) });

        let file = Dockerfile::parse(&text).map_err(|error| located(origin.as_ref(), error))?;
        self.set_escape(file.escape())?;
        let (text, instructions) = (file.text().to_owned(), file.instructions().to_vec());
        Ok(Lines { text, instructions, origin })
    }

    fn set_escape(&mut self, escape: char) -> Result<()> {
        if self.has_dockerfile && self.escape != escape {
            return Err(Error::invalid_input(
                "its escape character is not that of the image's other Dockerfile",
            )
            .with_hint("give both the same directive `# escape=`"));
        }
        self.has_dockerfile = true;
        self.escape = escape;
        Ok(())
    }

    pub(super) fn dockerfile_commands(
        &self,
        commands: &[String],
        context_dir: Option<&Path>,
        links: ContextLinks,
    ) -> Result<Lines> {
        let context = BuildContext::open(context_dir.unwrap_or(Path::new("")), None, links)?;
        let origin = Some(Origin { context, file: None });
        let text = commands.iter().map(|command| format!("{command}\n")).collect::<String>();
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(origin.as_ref(), error))?;
        Ok(Lines { text, instructions, origin })
    }

    pub(super) fn run_commands(&self, commands: &[String], options: &RunOptions) -> Result<String> {
        let flags = run::flags(&options.caches)?;
        let mut text = String::new();
        for command in commands {
            let line = format!("RUN {flags}{command}\n");
            self.check_command(command, &line)?;
            text.push_str(&line);
        }
        Ok(text)
    }

    /// Refuses a command that would end before its text does, or go on after it.
    fn check_command(&self, command: &str, line: &str) -> Result<()> {
        if command.trim().is_empty() {
            return Err(Error::invalid_input("a command is empty"));
        }
        match parse_fragment(line, self.escape).as_deref() {
            Ok([Instruction { keyword: Keyword::Run, .. }]) => Ok(()),
            Err(error) if !command.trim_end().contains('\n') => Err(Error::invalid_input(format!(
                "the command `{}` cannot stand behind RUN: {}",
                command.escape_debug(),
                error.message()
            ))),
            _ => Err(Error::invalid_input(format!(
                "the command `{}` has line breaks that end it for the Dockerfile",
                command.escape_debug()
            ))
            .with_hint("give each line as a command of its own, join them with `&&`, end them with `\\`, or use a heredoc")),
        }
    }
}

pub(super) fn located(origin: Option<&Origin>, error: SyntaxError) -> Error {
    let message = match origin {
        Some(origin) => format!("{}: {}", origin.locate(error.line()), error.message()),
        None => error.message().to_owned(),
    };
    Error::invalid_input(message).with_source(error)
}
