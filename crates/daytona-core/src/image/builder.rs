//! The methods that build an image. Each method adds a step and reads nothing.

mod commands;
mod files;
mod packages;
mod settings;
mod stages;

use std::path::PathBuf;

use super::options::context::{DockerfileStep, DockerfileTextStep};
use super::step::{Step, StepList};
use crate::{ContextOptions, Image, PythonVersion};

/// # Bases
impl Image {
    /// Starts from an image in a registry.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// assert_eq!(Image::base("alpine:3.20").dockerfile()?, "FROM alpine:3.20\n");
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn base(image: impl Into<String>) -> Self {
        Self::start(Step::Base { image: image.into() })
    }

    /// Starts from Debian with Python, compilers for C and Fortran, and the newest pip.
    ///
    /// [`PythonVersion::default()`] is 3.13, as in Daytona's TypeScript SDK. Daytona's Python SDK
    /// uses the version of its own interpreter.
    ///
    /// ```
    /// # use daytona_core::{Image, PythonVersion};
    /// let image = Image::debian_slim(PythonVersion::V3_11);
    /// assert!(image.dockerfile()?.starts_with("FROM python:3.11.12-slim-bookworm\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn debian_slim(python: PythonVersion) -> Self {
        Self::start(Step::DebianSlim { python })
    }

    /// Starts from a Dockerfile. Its directory is the build context.
    ///
    /// The text is used unchanged. The files that `COPY`, `ADD` and `RUN --mount=type=bind` name are
    /// sent under the same paths. An absolute source is relative to the context, as in
    /// `docker build`. A source outside of the context is an error, through `..` as well as through
    /// a link. [`from_dockerfile_with`](Self::from_dockerfile_with) can allow such links. A source
    /// that does not exist is an error. So is an instruction whose patterns match nothing.
    ///
    /// Files that `.dockerignore` ignores are not part of the context. For a Dockerfile `NAME`, a
    /// file `NAME.dockerignore` in the same directory replaces `.dockerignore`, and
    /// [`ContextOptions::ignore_file`] replaces both. The rules are those of BuildKit.
    /// `docs/differences.md` lists the exceptions.
    ///
    /// A file `Dockerfile` at the root of the context is never sent, because it would replace the
    /// Dockerfile of the build. Therefore `COPY . .` copies the text of this image under that name,
    /// and also the files that later steps add under `.daytona-files`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::from_dockerfile("app/Dockerfile").env([("MODE", "batch")]);
    /// ```
    #[doc(alias = "strict_context")]
    #[must_use]
    pub fn from_dockerfile(path: impl Into<PathBuf>) -> Self {
        Self::from_dockerfile_with(path, ContextOptions::new())
    }

    /// Starts from a Dockerfile, with options for its build context.
    ///
    /// ```
    /// # use daytona_core::{ContextOptions, Image};
    /// let options = ContextOptions::new().context_dir(".");
    /// let image = Image::from_dockerfile_with("docker/Dockerfile", options);
    /// ```
    #[doc(alias = "from_dockerfile")]
    #[must_use]
    pub fn from_dockerfile_with(path: impl Into<PathBuf>, options: ContextOptions) -> Self {
        Self::start(Step::FromDockerfile(DockerfileStep { path: path.into(), options }))
    }

    /// Starts from the text of a Dockerfile. It has no build context.
    ///
    /// An instruction that reads the context is an error.
    /// [`from_dockerfile_text_with`](Self::from_dockerfile_text_with) can set a context.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::from_dockerfile_text("FROM alpine:3.20\nRUN apk add git\n").user("guest");
    /// assert_eq!(image.dockerfile()?, "FROM alpine:3.20\nRUN apk add git\nUSER guest\n");
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn from_dockerfile_text(text: impl Into<String>) -> Self {
        Self::from_dockerfile_text_with(text, ContextOptions::new())
    }

    /// Starts from the text of a Dockerfile, with options for its build context.
    ///
    /// Without [`context_dir`](ContextOptions::context_dir), the text has no context.
    ///
    /// ```
    /// # use daytona_core::{ContextOptions, Image};
    /// let text = "ARG TAG=3.19\nFROM alpine:$TAG AS base\nFROM base AS test\nRUN ./test\n";
    /// let options = ContextOptions::new().build_arg("TAG", "3.20").target("base");
    /// let image = Image::from_dockerfile_text_with(text, options);
    /// assert_eq!(image.dockerfile()?, "ARG TAG=3.20\nFROM alpine:$TAG AS base\n");
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn from_dockerfile_text_with(text: impl Into<String>, options: ContextOptions) -> Self {
        Self::start(Step::FromDockerfileText(DockerfileTextStep { text: text.into(), options }))
    }

    fn start(step: Step) -> Self {
        Self { list: StepList { steps: vec![step] } }
    }

    fn then(mut self, step: Step) -> Self {
        self.list.steps.push(step);
        self
    }
}

fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

fn pairs<K: Into<String>, V: Into<String>>(
    items: impl IntoIterator<Item = (K, V)>,
) -> Vec<(String, String)> {
    items.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}
