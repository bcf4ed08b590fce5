//! The methods that build an image. Each only notes a step.

mod commands;
mod files;
mod packages;
mod settings;

use std::path::PathBuf;

use super::step::Step;
use super::{ContextOptions, Image, PythonVersion};

/// # Where an image begins
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

    /// Starts from Debian with a Python, a C and Fortran compiler, and a fresh pip.
    ///
    /// [`PythonVersion::default()`] is 3.13, as in Daytona's TypeScript SDK; the Python SDK takes
    /// the version of the interpreter that it runs in.
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

    /// Starts from a Dockerfile, whose directory is the build context.
    ///
    /// The text is taken as it is, and the files that its `COPY`, `ADD` and `RUN --mount=type=bind`
    /// name are sent under the paths by which it names them. As in `docker build`, an absolute
    /// source counts from the context, and nothing outside of the context can be had, neither by
    /// `..` nor through a link; [`from_dockerfile_with`](Self::from_dockerfile_with) can allow
    /// links. What a source names must be there, and so must a match of some pattern.
    ///
    /// What `.dockerignore` ignores is not in the context. For a Dockerfile `NAME`, a file
    /// `NAME.dockerignore` beside it takes the place of `.dockerignore`. The rules are those of the
    /// builder; `docs/differences.md` lists the cases in which `docker build` does otherwise.
    ///
    /// A file `Dockerfile` at the root of the context is never sent: the build has a `Dockerfile`
    /// of its own there, which would be replaced. A `COPY . .` therefore copies the text of this
    /// image under that name, and with it what later steps add under `.daytona-files`.
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

    /// Starts from a Dockerfile, and says where its sources come from.
    ///
    /// ```
    /// # use daytona_core::{ContextOptions, Image};
    /// let options = ContextOptions::new().context_dir(".");
    /// let image = Image::from_dockerfile_with("docker/Dockerfile", options);
    /// ```
    #[doc(alias = "from_dockerfile")]
    #[must_use]
    pub fn from_dockerfile_with(path: impl Into<PathBuf>, options: ContextOptions) -> Self {
        let ContextOptions { context_dir, links } = options;
        Self::start(Step::FromDockerfile { path: path.into(), context_dir, links })
    }

    fn start(step: Step) -> Self {
        Self { steps: vec![step] }
    }

    pub(super) fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

pub(super) fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

fn pairs<K: Into<String>, V: Into<String>>(
    items: impl IntoIterator<Item = (K, V)>,
) -> Vec<(String, String)> {
    items.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}
