//! From steps to the text of a Dockerfile and the files that it needs.

use std::fs;
use std::path::Path;

use super::context::{self, BuildContext, has_file, unreadable};
use super::options::PyprojectOptions;
use super::reserved::Reserved;
use super::step::Step;
use super::{ContextFile, PipOptions, ResolvedImage, pyproject, render};
use crate::dockerfile::{
    self, Build, DEFAULT_ESCAPE, Instruction, Keyword, SyntaxError, parse_fragment,
};
use crate::{Error, Result};

pub(super) fn resolve(steps: &[Step]) -> Result<ResolvedImage> {
    if steps.is_empty() {
        return Err(Error::invalid_input("the image has no steps").while_doing("resolve the image"));
    }
    let mut resolver = Resolver::new();
    for (index, step) in steps.iter().enumerate() {
        resolver.take(index, step).map_err(|error| error.while_doing(attempt(steps, index)))?;
    }
    resolver.finish(steps)
}

fn attempt(steps: &[Step], index: usize) -> String {
    let call = steps.get(index).map(Step::call).unwrap_or_default();
    format!("resolve step {} of the image, {call}", index + 1)
}

/// The image as far as its steps have been taken.
struct Resolver {
    dockerfile: String,
    build: Build,
    escape: char,
    added: Reserved,
    files: Vec<ContextFile>,
    /// For each step, where the sources that its text names are to be found.
    origins: Vec<Option<Origin>>,
}

/// A text that was written by hand, and the directory that its sources count from.
struct Origin {
    context: BuildContext,
    /// The path of the Dockerfile; absent for lines given in code.
    file: Option<String>,
}

impl Origin {
    fn locate(&self, line: usize) -> String {
        match &self.file {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line} of the commands"),
        }
    }
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
            build: Build::new(DEFAULT_ESCAPE),
            escape: DEFAULT_ESCAPE,
            added: Reserved::default(),
            files: Vec::new(),
            origins: Vec::new(),
        }
    }

    fn take(&mut self, index: usize, step: &Step) -> Result<()> {
        check_place(index, step)?;
        let lines = self.lines(step)?;
        let locate = |error| located(lines.origin.as_ref(), error);
        for instruction in &lines.instructions {
            self.build.follow(instruction, index).map_err(locate)?;
        }
        if !self.build.has_stage() {
            return Err(Error::invalid_input(
                "no FROM instruction is in it, so there is nothing to build",
            ));
        }
        render::append(&mut self.dockerfile, &lines.text);
        self.origins.push(lines.origin);
        Ok(())
    }

    fn finish(self, steps: &[Step]) -> Result<ResolvedImage> {
        let mut files = self.files;
        for taken in self.build.context_uses() {
            // Without an origin, the step has added its files already.
            let Some(Some(origin)) = self.origins.get(taken.origin) else { continue };
            let place = origin.locate(taken.line);
            let found = origin
                .context
                .select(&taken, &place, &self.dockerfile)
                .map_err(|error| error.while_doing(attempt(steps, taken.origin)))?;
            files.extend(found);
        }
        let context =
            context::merge(files).map_err(|error| error.while_doing("resolve the image"))?;
        Ok(ResolvedImage { dockerfile: self.dockerfile, context })
    }

    fn lines(&mut self, step: &Step) -> Result<Lines> {
        let text = match step {
            Step::FromDockerfile { path } => return self.from_dockerfile(path),
            Step::DockerfileCommands { commands, context_dir } => {
                return self.dockerfile_commands(commands, context_dir.as_deref());
            }
            Step::RunCommands { commands } => self.run_commands(commands)?,
            Step::AddLocalFile { local, destination } => self.add_local_file(local, destination)?,
            Step::AddLocalDir { local, destination } => self.add_local_dir(local, destination)?,
            Step::PipInstallFromRequirements { path, options } => {
                self.pip_install_from_requirements(path, options)?
            }
            Step::PipInstallFromPyproject { path, options } => {
                pip_install_from_pyproject(path, options)?
            }
            Step::Base { image } => render::base(image)?,
            Step::DebianSlim { python } => render::debian_slim(python)?,
            Step::PipInstall { packages, options } => render::pip_install(packages, options)?,
            Step::AptInstall { packages } => render::apt_install(packages)?,
            Step::RunExec { arguments } => render::run_exec(arguments)?,
            Step::Env { variables } => render::env(variables)?,
            Step::EnvExpanded { variables } => render::env_expanded(variables, self.escape)?,
            Step::Label { key, value } => render::label(key, value)?,
            Step::Workdir { path } => render::workdir(path)?,
            Step::User { user } => render::user(user)?,
            Step::Expose { port, protocol } => render::expose(*port, *protocol)?,
            Step::Entrypoint { arguments } => render::entrypoint(arguments),
            Step::Cmd { arguments } => render::cmd(arguments),
        };
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(None, error))?;
        Ok(Lines { text, instructions, origin: None })
    }

    fn from_dockerfile(&mut self, path: &Path) -> Result<Lines> {
        check_file("Dockerfile", path)?;
        let text = read_text("Dockerfile", path)?;
        let context = BuildContext::open(path.parent().unwrap_or(Path::new("")))?;
        let origin = Some(Origin { context, file: Some(path.display().to_string()) });

        let file = dockerfile::parse(&text).map_err(|error| located(origin.as_ref(), error))?;
        self.escape = file.escape;
        self.build = Build::new(file.escape);
        Ok(Lines { text, instructions: file.instructions, origin })
    }

    fn dockerfile_commands(
        &self,
        commands: &[String],
        context_dir: Option<&Path>,
    ) -> Result<Lines> {
        let context = BuildContext::open(context_dir.unwrap_or(Path::new("")))?;
        let origin = Some(Origin { context, file: None });
        let text = commands.iter().map(|command| format!("{command}\n")).collect::<String>();
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(origin.as_ref(), error))?;
        Ok(Lines { text, instructions, origin })
    }

    fn run_commands(&self, commands: &[String]) -> Result<String> {
        let mut text = String::new();
        for command in commands {
            let line = format!("RUN {command}\n");
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
                "the command `{}` is incomplete: {}",
                command.escape_debug(),
                error.message
            ))),
            _ => Err(Error::invalid_input(format!(
                "the command `{}` has line breaks that end it for the Dockerfile",
                command.escape_debug()
            ))
            .with_hint("give each line as a command of its own, join them with `&&`, end them with `\\`, or use a heredoc")),
        }
    }

    fn add_local_file(&mut self, local: &Path, destination: &str) -> Result<String> {
        render::check_value("the destination", destination)?;
        check_file("local file", local)?;
        let name = local.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
            Error::invalid_input(format!("the name of `{}` is not UTF-8", local.display()))
        })?;
        let destination = file_destination(destination, name);
        // The name stays last: should the destination be a directory of the image, the builder
        // takes it from there.
        let named = match destination.rsplit('/').next() == Some(name) {
            true => destination.clone(),
            false => format!("{destination}/{name}"),
        };
        let archive_path = self.added.name(&named);
        let text = render::copy(&archive_path, &destination, self.escape);
        self.add(local, archive_path)?;
        Ok(text)
    }

    fn add_local_dir(&mut self, local: &Path, destination: &str) -> Result<String> {
        render::check_value("the destination", destination)?;
        let metadata =
            fs::metadata(local).map_err(|error| unreadable("local directory", local, error))?;
        if !metadata.is_dir() {
            return Err(Error::invalid_input(format!("`{}` is not a directory", local.display()))
                .with_hint("use add_local_file for a file"));
        }
        if !has_file(local) {
            return Err(Error::invalid_input(format!(
                "directory `{}` has no files in it, and only files reach the build",
                local.display()
            ))
            .with_hint("put a file into it, or make the directory with run_commands"));
        }
        let archive_path = self.added.name(destination);
        let text = render::copy(&archive_path, destination, self.escape);
        self.add(local, archive_path)?;
        Ok(text)
    }

    fn pip_install_from_requirements(
        &mut self,
        path: &Path,
        options: &PipOptions,
    ) -> Result<String> {
        check_file("requirements file", path)?;
        let archive_path = self.added.name(render::REQUIREMENTS);
        let text = render::pip_install_from_requirements(&archive_path, options)?;
        self.add(path, archive_path)?;
        Ok(text)
    }

    /// Adds what the caller named: it may be a link itself, but links below may not lead out.
    fn add(&mut self, local: &Path, archive_path: String) -> Result<()> {
        let real = local.canonicalize().map_err(|error| unreadable("path", local, error))?;
        let link_root = match real.parent() {
            Some(parent) if !real.is_dir() => parent.to_owned(),
            _ => real,
        };
        self.files.push(ContextFile { local: local.to_owned(), archive_path, link_root });
        Ok(())
    }
}

fn pip_install_from_pyproject(path: &Path, options: &PyprojectOptions) -> Result<String> {
    check_file("pyproject file", path)?;
    let text = read_text("pyproject file", path)?;
    let packages = pyproject::dependencies(path, &text, &options.optional_dependencies)?;
    render::pip_install(&packages, &options.pip)
}

fn located(origin: Option<&Origin>, error: SyntaxError) -> Error {
    let message = match origin {
        Some(origin) => format!("{}: {}", origin.locate(error.line), error.message),
        None => error.message.clone(),
    };
    Error::invalid_input(message).with_source(error)
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

/// Completes a destination that is a directory with the name of the file.
fn file_destination(destination: &str, name: &str) -> String {
    match destination.rsplit('/').next() {
        Some("") => format!("{destination}{name}"),
        Some("." | "..") => format!("{destination}/{name}"),
        _ => destination.to_owned(),
    }
}

fn check_file(what: &str, path: &Path) -> Result<()> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(what, path, error))?;
    let path = path.display();
    if metadata.is_dir() {
        let refused = Error::invalid_input(format!("{what} `{path}` is a directory"));
        return Err(match what {
            "local file" => refused.with_hint("use add_local_dir for a directory"),
            _ => refused.with_hint("name the file in it"),
        });
    }
    if !metadata.is_file() {
        return Err(Error::invalid_input(format!("{what} `{path}` is not a regular file")));
    }
    Ok(())
}

/// Reads a text as every editor shows it: without a byte order mark, with plain line ends.
fn read_text(what: &str, path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|error| unreadable(what, path, error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Error::invalid_input(format!("{what} `{}` is not UTF-8", path.display())).with_source(error)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}
