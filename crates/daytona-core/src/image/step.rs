//! The steps of an image, as data.

pub(super) mod content;
mod json;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::options::context::{DockerfileCommandsStep, DockerfileStep, DockerfileTextStep};
use super::options::file::FileOptions;
use super::options::local_dir::LocalDirOptions;
use super::options::pip::PipOptions;
use super::options::pyproject::PyprojectOptions;
use super::options::run::RunOptions;
use super::options::uv::UvOptions;
use super::python::version::PythonVersion;
use crate::model::json::is_default;
use content::Content;

/// The steps of an image, or of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Image", expecting = "an object with the list `steps`")]
pub(super) struct StepList {
    #[serde(deserialize_with = "json::steps")]
    pub(super) steps: Vec<Step>,
}

/// A call of a builder method. The JSON form uses the names of the variants and fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Step {
    Base {
        image: String,
    },
    DebianSlim {
        python: PythonVersion,
    },
    FromDockerfile(DockerfileStep),
    FromDockerfileText(DockerfileTextStep),
    PipInstall {
        packages: Vec<String>,
        #[serde(default, skip_serializing_if = "is_default")]
        options: PipOptions,
    },
    PipInstallFromRequirements {
        path: PathBuf,
        #[serde(default, skip_serializing_if = "is_default")]
        options: PipOptions,
    },
    PipInstallFromPyproject {
        path: PathBuf,
        #[serde(default, skip_serializing_if = "is_default")]
        options: PyprojectOptions,
    },
    UvPipInstall {
        packages: Vec<String>,
        #[serde(default, skip_serializing_if = "is_default")]
        options: UvOptions,
    },
    AddLocalFile {
        local: PathBuf,
        destination: String,
    },
    AddLocalDir {
        local: PathBuf,
        destination: String,
        #[serde(default, skip_serializing_if = "is_default")]
        options: LocalDirOptions,
    },
    AddFileContent {
        content: Content,
        destination: String,
        #[serde(default, skip_serializing_if = "is_default")]
        options: FileOptions,
    },
    Stage {
        name: String,
        image: StepList,
    },
    CopyFrom {
        stage: String,
        source: String,
        destination: String,
    },
    RunCommands {
        commands: Vec<String>,
        #[serde(default, skip_serializing_if = "is_default")]
        options: RunOptions,
    },
    Shell {
        arguments: Vec<String>,
    },
    RunExec {
        arguments: Vec<String>,
    },
    Env {
        variables: Vec<(String, String)>,
    },
    EnvExpanded {
        variables: Vec<(String, String)>,
    },
    Label {
        key: String,
        value: String,
    },
    Workdir {
        path: String,
    },
    User {
        user: String,
    },
    Expose {
        port: u16,
        #[serde(default, skip_serializing_if = "is_default")]
        protocol: Protocol,
    },
    AptInstall {
        packages: Vec<String>,
    },
    Entrypoint {
        arguments: Vec<String>,
    },
    Cmd {
        arguments: Vec<String>,
    },
    DockerfileCommands(DockerfileCommandsStep),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Protocol {
    #[default]
    Tcp,
    Udp,
}

impl Step {
    /// Returns `true` if an image can only begin with the step.
    pub(super) fn is_start(&self) -> bool {
        matches!(
            self,
            Self::Base { .. }
                | Self::DebianSlim { .. }
                | Self::FromDockerfile(_)
                | Self::FromDockerfileText(_)
        )
    }

    /// Returns `true` if the step can add files to the image.
    pub(super) fn can_add_files(&self) -> bool {
        matches!(
            self,
            Self::FromDockerfile(_)
                | Self::FromDockerfileText(_)
                | Self::AddLocalFile { .. }
                | Self::AddLocalDir { .. }
                | Self::AddFileContent { .. }
                | Self::CopyFrom { .. }
                | Self::RunCommands { .. }
                | Self::RunExec { .. }
                | Self::DockerfileCommands(_)
        )
    }

    /// Returns the call for an error message: the method and the arguments that identify the step.
    pub(super) fn call(&self) -> String {
        let names = |pairs: &[(String, String)]| list(pairs.iter().map(|(name, _)| name));
        match self {
            Self::Base { image } => format!("base({image:?})"),
            Self::DebianSlim { python } => format!("debian_slim({python})"),
            Self::FromDockerfile(DockerfileStep { path, .. }) => {
                format!("from_dockerfile({path:?})")
            }
            Self::FromDockerfileText(DockerfileTextStep { text, .. }) => {
                format!("from_dockerfile_text({} bytes)", text.len())
            }
            Self::PipInstall { packages, .. } => format!("pip_install({})", list(packages)),
            Self::PipInstallFromRequirements { path, .. } => {
                format!("pip_install_from_requirements({path:?})")
            }
            Self::PipInstallFromPyproject { path, .. } => {
                format!("pip_install_from_pyproject({path:?})")
            }
            Self::UvPipInstall { packages, .. } => format!("uv_pip_install({})", list(packages)),
            Self::AddLocalFile { local, destination } => {
                format_added("add_local_file", local, destination)
            }
            Self::AddLocalDir { local, destination, .. } => {
                format_added("add_local_dir", local, destination)
            }
            Self::AddFileContent { content, destination, .. } => {
                format!("add_file_content({content:?}, {destination:?})")
            }
            Self::Stage { name, .. } => format!("stage({name:?})"),
            Self::CopyFrom { stage, source, destination } => {
                format!("copy_from({stage:?}, {source:?}, {destination:?})")
            }
            Self::RunCommands { commands, .. } => format!("run_commands({})", list(commands)),
            Self::Shell { arguments } => format!("shell({})", list(arguments)),
            Self::RunExec { arguments } => format!("run_exec({})", list(arguments)),
            // Values can be secrets.
            Self::Env { variables } => format!("env({})", names(variables)),
            Self::EnvExpanded { variables } => format!("env_expanded({})", names(variables)),
            Self::Label { key, .. } => format!("label({key:?})"),
            Self::Workdir { path } => format!("workdir({path:?})"),
            Self::User { user } => format!("user({user:?})"),
            Self::Expose { port, .. } => format!("expose({port})"),
            Self::AptInstall { packages } => format!("apt_install({})", list(packages)),
            Self::Entrypoint { arguments } => format!("entrypoint({})", list(arguments)),
            Self::Cmd { arguments } => format!("cmd({})", list(arguments)),
            Self::DockerfileCommands(DockerfileCommandsStep { commands, .. }) => {
                format!("dockerfile_commands({})", list(commands))
            }
        }
    }
}

fn format_added(method: &str, local: &Path, destination: &str) -> String {
    format!("{method}({local:?}, {destination:?})")
}

/// The maximum length of the arguments of a call in a message, in characters.
const LIST_LIMIT: usize = 80;

fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> =
        items.into_iter().map(|item| format!("{:?}", item.as_ref())).collect();
    shortened(format_args!("[{}]", quoted.join(", ")))
}

fn shortened(text: impl Display) -> String {
    let text = text.to_string();
    match text.char_indices().nth(LIST_LIMIT) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
