//! From steps to the text of a Dockerfile and the files that it needs.

pub(super) mod compose;
pub(super) mod local;
mod written;

use compose::{Part, Piece};
use daytona_dockerfile::{Arguments, DEFAULT_ESCAPE, Instruction, Keyword, Stages, parse_fragment};
use local::pip_install_from_pyproject;
use written::{Origin, located};

use super::entrypoint::{self, Entrypoint};
use super::merge::merge;
use super::reserved::Reserved;
use super::resolved::Misread;
use super::step::Step;
use super::{ContextFile, ResolvedImage, render, uv};
use crate::{Error, Result};

pub(super) fn resolve(steps: &[Step]) -> Result<ResolvedImage> {
    if steps.is_empty() {
        return Err(Error::invalid_input("the image has no steps").while_doing("resolve the image"));
    }
    let parts = compose::parts(steps)?;
    let mut resolver = Resolver::new();
    resolver.compose(&parts)?;
    resolver.finish(&parts)
}

/// The image as far as its steps have been taken.
struct Resolver {
    dockerfile: String,
    stages: Stages,
    escape: char,
    /// Whether a Dockerfile has set the escape character.
    has_dockerfile: bool,
    added: Reserved,
    /// Each with the number of the stage that it is for.
    files: Vec<(usize, ContextFile)>,
    places: Vec<Place>,
    passages: Vec<Passage>,
}

/// A piece of the Dockerfile, and where it comes from.
struct Passage {
    /// Where in the Dockerfile it begins, in bytes.
    at: usize,
    place: usize,
    /// Its first line, as a line of what the step adds.
    line: usize,
}

/// A step, and where the sources that its text names are to be found.
struct Place {
    part: usize,
    step: usize,
    origin: Option<Origin>,
}

/// What a step adds to the Dockerfile.
struct Lines {
    text: String,
    instructions: Vec<Instruction>,
    origin: Option<Origin>,
}

impl Resolver {
    fn new() -> Self {
        Self {
            dockerfile: String::new(),
            stages: Stages::new(DEFAULT_ESCAPE),
            escape: DEFAULT_ESCAPE,
            has_dockerfile: false,
            added: Reserved::default(),
            files: Vec::new(),
            places: Vec::new(),
            passages: Vec::new(),
        }
    }

    fn place(&mut self, part: usize, step: usize, origin: Option<Origin>) -> usize {
        self.places.push(Place { part, step, origin });
        self.places.len() - 1
    }

    /// Follows what a step adds, and writes it down.
    fn append(&mut self, parts: &[Part<'_>], place: usize, piece: &Piece) -> Result<()> {
        let Some(at) = self.places.get(place) else { return Ok(()) };
        self.stages.begin_part(at.part);
        for instruction in &piece.instructions {
            self.stages.add(instruction, place).map_err(|error| {
                parts[at.part].blame(at.step, located(at.origin.as_ref(), error))
            })?;
        }
        let before = self.dockerfile.len();
        render::append(&mut self.dockerfile, &piece.text);
        let at = self.dockerfile.len() - piece.text.len();
        self.passages.push(Passage { at: at.max(before), place, line: piece.line });
        Ok(())
    }

    fn finish(mut self, parts: &[Part<'_>]) -> Result<ResolvedImage> {
        let misread_entrypoint = self.restate_entrypoint(parts);
        let needed = self.stages.needed();
        let files = self.files.into_iter().filter(|(stage, _)| needed.contains(stage));
        let mut files: Vec<ContextFile> = files.map(|(_, file)| file).collect();
        for taken in self.stages.context_uses() {
            // Without an origin, the step has added its files already.
            let Some(at) = self.places.get(taken.origin) else { continue };
            let Some(origin) = &at.origin else { continue };
            let place = origin.locate(taken.line);
            let found = origin
                .context
                .select(taken, &place, &self.dockerfile)
                .map_err(|error| parts[at.part].blame(at.step, error))?;
            files.extend(found);
        }
        let context = merge(files).map_err(|error| error.while_doing("resolve the image"))?;
        let dockerfile = self.dockerfile;
        Ok(ResolvedImage { dockerfile, context, warnings: Vec::new(), misread_entrypoint })
    }

    /// Returns what the server takes for the entrypoint where nothing can be done about it.
    fn restate_entrypoint(&mut self, parts: &[Part<'_>]) -> Option<Misread> {
        match entrypoint::compare(&self.dockerfile, &self.stages.inherited_instructions()) {
            Entrypoint::Agreed => None,
            Entrypoint::Restated(lines) => {
                render::append(&mut self.dockerfile, &lines);
                None
            }
            Entrypoint::Misread { text, at } => self.trace(parts, text, at),
        }
    }

    /// Finds out which step something in the Dockerfile comes from.
    fn trace(&self, parts: &[Part<'_>], text: String, at: usize) -> Option<Misread> {
        let passage = self.passages.iter().rfind(|passage| passage.at <= at)?;
        let place = self.places.get(passage.place)?;
        let before = self.dockerfile.get(passage.at..at).unwrap_or_default();
        Some(Misread {
            text,
            stage: parts.get(place.part).and_then(|part| part.name).map(str::to_owned),
            step: place.step + 1,
            line: passage.line + before.matches('\n').count(),
        })
    }

    /// Returns what a step adds; `earlier` are the steps before it.
    fn lines(&mut self, step: &Step, earlier: &[Step]) -> Result<Lines> {
        let lines = self.unchecked_lines(step, earlier)?;
        check_zero_bytes(&lines)?;
        Ok(lines)
    }

    fn unchecked_lines(&mut self, step: &Step, earlier: &[Step]) -> Result<Lines> {
        let text = match step {
            Step::FromDockerfile { path, context_dir, links } => {
                return self.read_dockerfile(path, context_dir.as_deref(), *links);
            }
            Step::DockerfileCommands { commands, context_dir, links } => {
                return self.dockerfile_commands(commands, context_dir.as_deref(), *links);
            }
            Step::RunCommands { commands, options } => self.run_commands(commands, options)?,
            Step::AddLocalFile { local, destination } => self.add_local_file(local, destination)?,
            Step::AddLocalDir { local, destination, options } => {
                self.add_local_dir(local, destination, options)?
            }
            Step::AddFileContent { content, destination, options } => {
                self.add_file_content(content, destination, options)?
            }
            Step::PipInstallFromRequirements { path, options } => {
                self.pip_install_from_requirements(path, options, earlier)?
            }
            Step::PipInstallFromPyproject { path, options } => {
                pip_install_from_pyproject(path, options)?
            }
            Step::CopyFrom { stage, source, destination } => {
                self.copy_from(stage, source, destination)?
            }
            // It is a part of its own.
            Step::Stage { .. } => String::new(),
            Step::Base { image } => render::base(image)?,
            Step::DebianSlim { python } => render::debian_slim(python)?,
            Step::PipInstall { packages, options } => render::pip_install(packages, options)?,
            Step::UvPipInstall { packages, options } => uv::pip_install(packages, options)?,
            Step::AptInstall { packages } => render::apt_install(packages)?,
            Step::Shell { arguments } => render::shell(arguments)?,
            Step::RunExec { arguments } => render::run_exec(arguments)?,
            Step::Env { variables } => render::env(variables)?,
            Step::EnvExpanded { variables } => render::env_expanded(variables, self.escape)?,
            Step::Label { key, value } => render::label(key, value)?,
            Step::Workdir { path } => render::workdir(path)?,
            Step::User { user } => render::user(user)?,
            Step::Expose { port, protocol } => render::expose(*port, *protocol)?,
            Step::Entrypoint { arguments } => {
                entrypoint::instruction(Keyword::Entrypoint, arguments)
            }
            Step::Cmd { arguments } => entrypoint::instruction(Keyword::Cmd, arguments),
        };
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(None, error))?;
        Ok(Lines { text, instructions, origin: None })
    }

    fn copy_from(&self, stage: &str, source: &str, destination: &str) -> Result<String> {
        let number = self.stages.position(stage);
        if number.is_none_or(|number| number + 1 == self.stages.len()) {
            let message = format!("no stage `{}` comes before this one", stage.escape_debug());
            return Err(Error::invalid_input(message).with_hint("add it with stage"));
        }
        render::copy_from(stage, source, destination, self.escape)
    }
}

/// Refuses zero bytes, which no command can have and the server cannot store, also where JSON
/// writes them as `\u0000`.
fn check_zero_bytes(lines: &Lines) -> Result<()> {
    let in_json = |instruction: &&Instruction| match &instruction.arguments {
        Arguments::Json(arguments) => arguments.iter().any(|argument| argument.contains('\0')),
        Arguments::Text(_) => false,
    };
    let line = match lines.text.find('\0') {
        Some(at) => lines.text[..at].matches('\n').count() + 1,
        None => match lines.instructions.iter().find(in_json) {
            Some(instruction) => instruction.line,
            None => return Ok(()),
        },
    };
    Err(Error::invalid_input(format!("line {line} of what it adds has a zero byte in it"))
        .with_hint("leave it out, or bring the text along in a file with add_local_file"))
}

/// An image that was read from JSON may have its steps in any order.
fn check_place(index: usize, step: &Step) -> Result<()> {
    match (index == 0, step.is_start()) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(Error::invalid_input("an image cannot begin with this step")
            .with_hint("begin with base, debian_slim or from_dockerfile")),
        (false, true) => Err(Error::invalid_input("this step can only be an image's first")),
    }
}

#[cfg(test)]
mod tests;
