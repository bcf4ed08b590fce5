//! The text that each step adds to the Dockerfile.

use daytona_dockerfile::{
    DEFAULT_ESCAPE, Dockerfile, Instruction, Keyword, Stages, parse_fragment,
};

use super::characters;
use super::dockerfile::{self, Origin, located};
use super::files::{self, Addition};
use crate::image::context::file::ContextFile;
use crate::image::context::reserved::ReservedNames;
use crate::image::options::context::{DockerfileCommandsStep, DockerfileStep, DockerfileTextStep};
use crate::image::render::{self, entrypoint, packages};
use crate::image::step::Step;
use crate::{Error, Result};

/// The text that a step adds to the Dockerfile, and its files.
pub(super) struct StepText {
    pub(super) text: String,
    pub(super) instructions: Vec<Instruction>,
    /// The origin of text that is written by the user.
    pub(super) origin: Option<Origin>,
    pub(super) files: Vec<ContextFile>,
}

/// The state that the text of a step depends on.
pub(super) struct Renderer {
    escape: char,
    /// `true` after a Dockerfile has set the escape character.
    has_dockerfile: bool,
    names: ReservedNames,
}

impl Renderer {
    pub(super) fn new() -> Self {
        Self { escape: DEFAULT_ESCAPE, has_dockerfile: false, names: ReservedNames::default() }
    }

    pub(super) fn escape(&self) -> char {
        self.escape
    }

    /// Renders a step. `earlier` are the steps before it, `stages` those of the Dockerfile so far.
    pub(super) fn render(
        &mut self,
        step: &Step,
        earlier: &[Step],
        stages: &Stages,
    ) -> Result<StepText> {
        check_position(earlier.len(), step)?;
        let rendered = match step {
            Step::FromDockerfile(DockerfileStep { path, options }) => {
                self.whole(dockerfile::read(path, options)?)?
            }
            Step::FromDockerfileText(DockerfileTextStep { text, options }) => {
                self.whole(dockerfile::of_text(text, options)?)?
            }
            Step::DockerfileCommands(DockerfileCommandsStep { commands, options }) => {
                let (text, instructions, origin) =
                    dockerfile::of_commands(commands, self.escape, options)?;
                StepText { text, instructions, origin: Some(origin), files: Vec::new() }
            }
            _ => {
                let Addition { text, files } = self.addition(step, earlier, stages)?;
                let instructions =
                    parse_fragment(&text, self.escape).map_err(|error| located(None, error))?;
                StepText { text, instructions, origin: None, files }
            }
        };
        characters::check(step, &rendered.text, &rendered.instructions)?;
        Ok(rendered)
    }

    /// Returns the text of a whole Dockerfile.
    fn whole(&mut self, (dockerfile, origin): (Dockerfile, Origin)) -> Result<StepText> {
        self.set_escape(dockerfile.escape())?;
        let instructions = dockerfile.instructions().to_vec();
        let text = dockerfile.text().to_owned();
        Ok(StepText { text, instructions, origin: Some(origin), files: Vec::new() })
    }

    fn addition(&mut self, step: &Step, earlier: &[Step], stages: &Stages) -> Result<Addition> {
        let escape = self.escape;
        let text = match step {
            Step::AddLocalFile { local, destination } => {
                return files::add_local_file(local, destination, &mut self.names, escape);
            }
            Step::AddLocalDir { local, destination, options } => {
                return files::add_local_dir(local, destination, options, &mut self.names, escape);
            }
            Step::AddFileContent { content, destination, options } => {
                let names = &mut self.names;
                return files::add_file_content(content, destination, options, names, escape);
            }
            Step::PipInstallFromRequirements { path, options } => {
                let has_files = earlier.iter().any(Step::can_add_files);
                return files::add_requirements(path, options, has_files, &mut self.names);
            }
            Step::PipInstallFromPyproject { path, options } => files::pyproject(path, options)?,
            Step::RunCommands { commands, options } => {
                dockerfile::run_commands(commands, options, escape)?
            }
            Step::CopyFrom { stage, source, destination } => {
                check_stage_exists(stage, stages)?;
                render::copy_from(stage, source, destination, escape)?
            }
            Step::Base { image } => render::base(image)?,
            Step::DebianSlim { python } => render::debian_slim(python)?,
            Step::PipInstall { packages, options } => packages::pip_install(packages, options)?,
            Step::UvPipInstall { packages, options } => {
                packages::uv_pip_install(packages, options)?
            }
            Step::AptInstall { packages } => packages::apt_install(packages)?,
            Step::Shell { arguments } => render::shell(arguments)?,
            Step::RunExec { arguments } => render::run_exec(arguments)?,
            Step::Env { variables } => render::env(variables)?,
            Step::EnvExpanded { variables } => render::env_expanded(variables, escape)?,
            Step::Label { key, value } => render::label(key, value)?,
            Step::Workdir { path } => render::workdir(path)?,
            Step::User { user } => render::user(user)?,
            Step::Expose { port, protocol } => render::expose(*port, *protocol)?,
            Step::Entrypoint { arguments } => {
                entrypoint::instruction(Keyword::Entrypoint, arguments)
            }
            Step::Cmd { arguments } => entrypoint::instruction(Keyword::Cmd, arguments),
            // A stage is a part of its own, and the others are handled by the caller.
            Step::Stage { .. }
            | Step::FromDockerfile(_)
            | Step::FromDockerfileText(_)
            | Step::DockerfileCommands(_) => String::new(),
        };
        Ok(Addition { text, files: Vec::new() })
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
}

fn check_stage_exists(name: &str, stages: &Stages) -> Result<()> {
    let number = stages.position(name);
    if number.is_none_or(|number| number + 1 == stages.len()) {
        let message = format!("no stage `{}` comes before this one", name.escape_debug());
        return Err(Error::invalid_input(message).with_hint("add it with stage"));
    }
    Ok(())
}

/// Checks the position of a step. An image from JSON can have its steps in any order.
fn check_position(index: usize, step: &Step) -> Result<()> {
    match (index == 0, step.is_start()) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(Error::invalid_input("an image cannot begin with this step")
            .with_hint("begin with base, debian_slim or from_dockerfile")),
        (false, true) => Err(Error::invalid_input("this step can only be an image's first")),
    }
}
