//! The arguments of a build: the Dockerfile and its context.

use std::env;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use daytona_core::{ContextLinks, ContextModes, ContextOptions, Image};

use super::entrypoint::Entrypoint;
use crate::failure::{Exit, Failure};

/// The name of a Dockerfile that is read from standard input.
const STANDARD_INPUT: &str = "-";
/// The Dockerfile of a context, if no other is named.
pub(crate) const DOCKERFILE: &str = "Dockerfile";
/// The most that is read from standard input. The server takes less.
const MAX_STANDARD_INPUT_MIB: u64 = 1;

/// The Dockerfile, its build context, and what is applied to them.
#[derive(Args, Clone, Debug)]
pub(crate) struct BuildArgs {
    /// The root of the build context [default: folder of the Dockerfile]
    #[arg(value_name = "CONTEXT")]
    context: Option<PathBuf>,

    /// The same as CONTEXT
    #[arg(
        long = "context",
        short = 'c',
        value_name = "DIR",
        conflicts_with = "context",
        hide_short_help = true
    )]
    context_option: Option<PathBuf>,

    /// The Dockerfile; `-` is standard input
    ///
    /// Default: `Dockerfile` in CONTEXT.
    #[arg(long, short = 'f', visible_alias = "file", value_name = "PATH")]
    dockerfile: Option<PathBuf>,

    /// The file with the patterns of files to leave out
    ///
    /// Default: `NAME.dockerignore` for a Dockerfile NAME, else `.dockerignore` in CONTEXT. The path is
    /// relative to the current folder.
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    ignore_file: Option<PathBuf>,

    /// Set a build argument: NAME=VALUE, or NAME
    ///
    /// Without a value, it has that of the environment variable.
    #[arg(long = "build-arg", value_name = "ARG")]
    build_args: Vec<String>,

    /// Build up to this stage
    #[arg(long, value_name = "STAGE")]
    target: Option<String>,

    /// Follow links that lead out of the context
    ///
    /// By default they are an error.
    #[arg(long, hide_short_help = true)]
    allow_links_outside: bool,

    /// Keep all mode bits of files and directories
    ///
    /// By default, the modes 664 and 775 become 644 and 755, so that a different umask sends the same
    /// context.
    #[arg(long, hide_short_help = true)]
    preserve_modes: bool,

    #[command(flatten)]
    pub(crate) entrypoint: Entrypoint,
}

/// The usage of `image`.
pub(super) const IMAGE_USAGE: &str = "daytona-snapshot image [OPTIONS] <CONTEXT|-f <PATH>>";

/// The usage of `context upload`.
pub(super) const UPLOAD_USAGE: &str =
    "daytona-snapshot context upload [OPTIONS] <CONTEXT|-f <PATH>>";

/// The id of the group of sources.
pub(super) const SOURCE: &str = "source";

/// The ids of the arguments that name a build, for the group of sources.
pub(super) const BUILD_SOURCES: [&str; 3] = ["context", "context_option", "dockerfile"];

impl BuildArgs {
    /// Returns `true` if an option needs a Dockerfile.
    pub(crate) fn is_given(&self) -> bool {
        self.context().is_some()
            || self.dockerfile.is_some()
            || self.ignore_file.is_some()
            || self.target.is_some()
            || !self.build_args.is_empty()
            || self.allow_links_outside
            || self.preserve_modes
    }

    /// Returns the image, without the entrypoint of the options. Reads standard input if that is the
    /// Dockerfile.
    pub(crate) async fn image(&self) -> Result<Image, Failure> {
        let options = self.options()?;
        match &self.dockerfile {
            Some(path) if path.as_os_str() == STANDARD_INPUT => {
                let text = tokio::task::spawn_blocking(read_standard_input).await;
                let text = text.map_err(|error| {
                    Failure::new(Exit::Other, "internal", format!("failed to read: {error}"))
                })??;
                Ok(Image::from_dockerfile_text_with(text, options))
            }
            Some(path) => Ok(Image::from_dockerfile_with(path, options)),
            None => {
                let context = self.context().unwrap_or(Path::new(""));
                Ok(Image::from_dockerfile_with(context.join(DOCKERFILE), options))
            }
        }
    }

    fn context(&self) -> Option<&Path> {
        self.context.as_deref().or(self.context_option.as_deref())
    }

    fn options(&self) -> Result<ContextOptions, Failure> {
        let mut options = ContextOptions::new();
        if let Some(context) = self.context() {
            options = options.context_dir(checked(context)?);
        }
        if let Some(path) = &self.ignore_file {
            options = options.ignore_file(checked_ignore_file(path)?);
        }
        if self.allow_links_outside {
            options = options.links(ContextLinks::FollowAnywhere);
        }
        if self.preserve_modes {
            options = options.modes(ContextModes::KeepAll);
        }
        for argument in &self.build_args {
            if let Some((name, value)) = build_arg(argument)? {
                options = options.build_arg(name, value);
            }
        }
        Ok(match &self.target {
            Some(stage) => options.target(stage),
            None => options,
        })
    }
}

/// Checks that a context is a directory of this machine.
fn checked(context: &Path) -> Result<&Path, Failure> {
    let shown = context.display();
    if context.as_os_str() == STANDARD_INPUT {
        return Err(Failure::usage("the build context cannot be standard input")
            .with_hint("name a directory, and read a Dockerfile with `--dockerfile -`"));
    }
    if context.to_str().is_some_and(|text| text.contains("://") || text.starts_with("git@")) {
        return Err(Failure::usage(format!("the build context `{shown}` is not a directory"))
            .with_hint("clone or download it first, and name the directory"));
    }
    match context.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(context),
        Ok(_) => Err(Failure::usage(format!("the build context `{shown}` is not a directory"))
            .with_hint("name a Dockerfile with `--dockerfile`")),
        Err(error) => {
            Err(Failure::usage(format!("cannot use the build context `{shown}`: {error}")))
        }
    }
}

/// Checks that an ignore file exists.
fn checked_ignore_file(path: &Path) -> Result<&Path, Failure> {
    match path.metadata() {
        Ok(_) => Ok(path),
        Err(error) => {
            let message = format!("cannot read the ignore file `{}`: {error}", path.display());
            Err(Failure::usage(message)
                .with_hint("the path is relative to the current folder, not to CONTEXT"))
        }
    }
}

/// Returns the name and the value of a build argument. A variable that is not set has none.
fn build_arg(argument: &str) -> Result<Option<(String, String)>, Failure> {
    let (name, value) = match argument.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (argument, environment(argument)?),
    };
    if name.is_empty() {
        // The value can be a secret.
        let failure = Failure::usage("a `--build-arg` has no name");
        return Err(failure.with_hint("write it as `--build-arg NAME=VALUE`"));
    }
    Ok(value.map(|value| (name.to_owned(), value)))
}

fn environment(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Failure::usage(format!("the variable {name} of `--build-arg {name}` is not UTF-8")))
        }
    }
}

fn read_standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    let limit = MAX_STANDARD_INPUT_MIB << 20;
    let read = std::io::stdin().lock().take(limit + 1).read_to_string(&mut text);
    read.map_err(|error| {
        Failure::usage(format!("cannot read the Dockerfile from standard input: {error}"))
    })?;
    match text.len() as u64 > limit {
        true => Err(Failure::usage(format!(
            "the Dockerfile on standard input is longer than {MAX_STANDARD_INPUT_MIB} MiB"
        ))),
        false => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_argument_has_a_name_and_maybe_a_value() {
        let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(build_arg("A=b=c").unwrap(), pair("A", "b=c"));
        assert_eq!(build_arg("A=").unwrap(), pair("A", ""));
        assert_eq!(build_arg("DAYTONA_TEST_UNSET_VARIABLE").unwrap(), None);
        assert!(build_arg("=b").is_err());
    }

    #[test]
    fn context_is_a_directory_of_this_machine() {
        for context in ["-", "https://host/repository.git", "git@host:repository", "Cargo.toml"] {
            assert!(checked(Path::new(context)).is_err(), "{context}");
        }
        assert!(checked(Path::new("src")).is_ok());
    }
}
