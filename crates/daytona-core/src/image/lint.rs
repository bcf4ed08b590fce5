//! What will build, but probably not as meant.

mod base;
mod directory;
mod secret;
mod warning;

use std::path::Path;

use daytona_dockerfile::{
    Base, Dockerfile, Instruction, Keyword, Stages, SyntaxError, parse_fragment,
};

pub use warning::{Warning, WarningCode};

use super::context::{BuildContext, DOCKERFILE};
use super::local::read_text;
use super::reserved::is_reserved;
use super::resolve::compose::parts;
use super::resolve::local::local_dir;
use super::resolve::resolve;
use super::step::Step;
use super::{ContextFile, ContextLinks, Image, ResolvedImage, render};
use crate::{Error, Result};

pub(super) fn lint(image: &Image) -> Result<Vec<Warning>> {
    // What cannot be built is refused here, so that the steps below hold no surprise.
    let resolved = resolve(&image.steps)?;
    look(&image.steps, &resolved, Look::TextAndDirectories)
}

/// Returns the warnings that need no look into the directories of the context.
pub(super) fn of_text(steps: &[Step], resolved: &ResolvedImage) -> Result<Vec<Warning>> {
    look(steps, resolved, Look::Text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Text,
    TextAndDirectories,
}

fn look(steps: &[Step], resolved: &ResolvedImage, look: Look) -> Result<Vec<Warning>> {
    let escape = Dockerfile::parse(&resolved.dockerfile).map_err(refused)?.escape();
    let mut warnings = Vec::new();
    for part in parts(steps)? {
        let mut linter = Linter {
            resolved,
            look,
            escape,
            stage: part.name,
            stages: Stages::new(escape),
            texts: Vec::new(),
            warnings: Vec::new(),
        };
        for (index, step) in part.steps.iter().enumerate() {
            linter.take(index + 1, step)?;
        }
        linter.check_bases();
        linter.check_entrypoint();
        linter.warnings.sort_by_key(|warning| (warning.step, warning.line));
        warnings.append(&mut linter.warnings);
    }
    Ok(warnings)
}

/// One stage, or the image itself, as far as its steps have been looked at.
struct Linter<'r> {
    resolved: &'r ResolvedImage,
    look: Look,
    escape: char,
    /// The name of the stage; the image itself has none.
    stage: Option<&'r str>,
    /// The stages, followed by FROM and global ARG alone.
    stages: Stages,
    /// For each step, what its lines are lines of.
    texts: Vec<Text>,
    warnings: Vec<Warning>,
}

enum Text {
    /// The Dockerfile of this path.
    File(String),
    Commands,
    /// What nobody has before him.
    Rendered,
}

/// A text that was written by hand.
struct Source<'s> {
    step: usize,
    instructions: &'s [Instruction],
    dockerfile: Option<&'s Path>,
    /// The directory that it copies from.
    context: &'s Path,
}

impl Linter<'_> {
    /// Looks at a step; steps count from 1.
    fn take(&mut self, step: usize, what: &Step) -> Result<()> {
        self.texts.push(match what {
            Step::FromDockerfile { path, .. } => Text::File(path.display().to_string()),
            Step::DockerfileCommands { .. } => Text::Commands,
            _ => Text::Rendered,
        });
        match what {
            Step::FromDockerfile { path, context_dir, .. } => {
                self.dockerfile(step, path, context_dir.as_deref())
            }
            Step::DockerfileCommands { commands, context_dir, .. } => {
                self.commands(step, commands, context_dir.as_deref())
            }
            Step::Base { image } => self.rendered(step, &render::base(image)?),
            Step::Env { variables } => self.rendered(step, &render::env(variables)?),
            Step::EnvExpanded { variables } => {
                self.rendered(step, &render::env_expanded(variables, self.escape)?)
            }
            Step::AddLocalDir { local, options, .. } if self.look == Look::TextAndDirectories => {
                let added = local_dir(local, String::new(), options)?;
                self.check_directories(step, &[&added]);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn dockerfile(&mut self, step: usize, path: &Path, context_dir: Option<&Path>) -> Result<()> {
        let file = Dockerfile::parse(&read_text("Dockerfile", path)?).map_err(refused)?;
        let context = context_dir.or(path.parent()).unwrap_or(Path::new(""));
        self.source(&Source {
            step,
            instructions: file.instructions(),
            dockerfile: Some(path),
            context,
        })
    }

    fn commands(&mut self, step: usize, commands: &[String], context: Option<&Path>) -> Result<()> {
        let instructions = parse_fragment(&commands.join("\n"), self.escape).map_err(refused)?;
        let context = context.unwrap_or(Path::new(""));
        self.source(&Source { step, instructions: &instructions, dockerfile: None, context })
    }

    fn rendered(&mut self, step: usize, text: &str) -> Result<()> {
        let instructions = parse_fragment(text, self.escape).map_err(refused)?;
        self.instructions(step, &instructions)
    }

    fn source(&mut self, source: &Source<'_>) -> Result<()> {
        self.instructions(source.step, source.instructions)?;
        if self.look == Look::Text {
            return Ok(());
        }
        // Written as the context writes the paths of its files.
        let context = match source.context.as_os_str().is_empty() {
            true => Path::new("."),
            false => source.context,
        };
        let whole = source.instructions.iter().find(|found| found.copies_whole_context());
        if let Some(whole) = whole {
            let opened = BuildContext::open(context, source.dockerfile, ContextLinks::default())?;
            if !opened.has_ignore_file() {
                self.check_size(source.step, context, whole);
            }
            if !opened.ignores(DOCKERFILE) {
                self.check_own_dockerfile(source.step, context, whole);
            }
        }
        let taken = taken_from(self.resolved, context);
        self.check_directories(source.step, &taken);
        Ok(())
    }

    fn instructions(&mut self, step: usize, instructions: &[Instruction]) -> Result<()> {
        for instruction in instructions {
            let follows = match instruction.keyword {
                Keyword::From => true,
                // The only variables that FROM knows.
                Keyword::Arg => self.stages.is_empty(),
                _ => false,
            };
            if follows {
                self.stages.add(instruction, step).map_err(refused)?;
            }
            self.check_secrets(step, instruction);
        }
        Ok(())
    }

    fn check_secrets(&mut self, step: usize, instruction: &Instruction) {
        let effective = instruction.trigger.as_deref().unwrap_or(instruction);
        let keyword = effective.keyword.as_str();
        let names = effective.literal_names(self.escape);
        for name in names.iter().filter(|name| secret::is_secret(name)) {
            let message = format!(
                "{keyword} sets `{}` to a text that anybody who has the image can read; give \
                secrets to the sandbox when it starts",
                name.escape_debug()
            );
            self.warn_at(WarningCode::SecretInImage, message, step, instruction.line);
        }
    }

    fn check_bases(&mut self) {
        let bases: Vec<Base> = self.stages.base_images().cloned().collect();
        for base in bases {
            if let Some(message) = base::unpinned(&base) {
                self.warn_at(WarningCode::UnpinnedBase, message, base.origin, base.line);
            }
            if let Some(message) = base::other_platform(&base) {
                self.warn_at(WarningCode::OtherPlatform, message, base.origin, base.line);
            }
        }
    }

    fn check_entrypoint(&mut self) {
        let Some(misread) = &self.resolved.misread_entrypoint else { return };
        if misread.stage.as_deref() == self.stage {
            let text = match self.texts.get(misread.step - 1) {
                // It may be a part of a value, and that a secret.
                Some(Text::Rendered) => "what comes after the word ENTRYPOINT here".to_owned(),
                _ => format!("`{}`", misread.text.escape_debug()),
            };
            let message = format!(
                "the server will take {text} for the entrypoint, though the Dockerfile leaves it \
                to the image that it starts from; write ENTRYPOINT otherwise there, or set the \
                entrypoint"
            );
            self.warn_at(WarningCode::MisreadEntrypoint, message, misread.step, misread.line);
        }
    }

    fn check_size(&mut self, step: usize, context: &Path, whole: &Instruction) {
        if directory::is_larger(context, Warning::LARGE_CONTEXT_BYTES) {
            let message = format!(
                "{} takes all of `{}`, more than {} MiB, and no `.dockerignore` leaves anything \
                out",
                whole.keyword.as_str(),
                context.display(),
                Warning::LARGE_CONTEXT_BYTES / 1024 / 1024
            );
            self.warn_at(WarningCode::NoDockerignore, message, step, whole.line);
        }
    }

    fn check_own_dockerfile(&mut self, step: usize, context: &Path, whole: &Instruction) {
        let local = context.join(DOCKERFILE);
        if directory::holds_other_text(&local, &self.resolved.dockerfile) {
            let message = format!(
                "{} brings the Dockerfile of the build along, and not `{}`, whose text is another",
                whole.keyword.as_str(),
                local.display()
            );
            self.warn_at(WarningCode::OtherDockerfile, message, step, whole.line);
        }
    }

    fn check_directories(&mut self, step: usize, taken: &[&ContextFile]) {
        let empty = directory::without_files(taken);
        if let Some(message) = directory::list(&empty) {
            self.warn(WarningCode::EmptyDirectory, message, step, None);
        }
    }

    fn warn_at(&mut self, code: WarningCode, message: String, step: usize, line: usize) {
        self.warn(code, message, step, Some(line));
    }

    fn warn(&mut self, code: WarningCode, message: String, step: usize, line: Option<usize>) {
        let (file, line) = match self.texts.get(step - 1) {
            Some(Text::File(path)) => (Some(path.clone()), line),
            Some(Text::Commands) => (None, line),
            Some(Text::Rendered) | None => (None, None),
        };
        let stage = self.stage.map(str::to_owned);
        self.warnings.push(Warning { code, message, stage, step: Some(step), file, line });
    }
}

/// Returns what a Dockerfile takes from its directory.
fn taken_from<'r>(resolved: &'r ResolvedImage, context: &Path) -> Vec<&'r ContextFile> {
    let by_name = |file: &&ContextFile| {
        let first = file.archive_path.split('/').next().unwrap_or_default();
        !is_reserved(first) && file.local == context.join(&file.archive_path)
    };
    resolved.context.iter().filter(by_name).collect()
}

/// An error that comes up only where a file has changed since the image was resolved.
fn refused(error: SyntaxError) -> Error {
    Error::invalid_input(error.to_string()).with_source(error)
}

#[cfg(test)]
mod tests;
