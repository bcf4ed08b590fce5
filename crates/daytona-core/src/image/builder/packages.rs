//! Builder methods that install packages of Python and Debian.

use std::path::PathBuf;

use super::strings;
use crate::image::step::Step;
use crate::{Image, PipOptions, PyprojectOptions, UvOptions};

/// # Packages
impl Image {
    /// Installs Python packages with pip, sorted by name. An empty list installs nothing.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install(["numpy", "flask>=2"]);
    /// assert!(image.dockerfile()?.ends_with("RUN python -m pip install 'flask>=2' numpy\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn pip_install<S: Into<String>>(self, packages: impl IntoIterator<Item = S>) -> Self {
        self.pip_install_with(packages, PipOptions::new())
    }

    /// Installs Python packages with pip and options.
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim")
    ///     .pip_install_with(["torch"], PipOptions::new().index_url("https://download.pytorch.org/whl/cpu"));
    /// ```
    #[doc(alias = "pip_install")]
    #[must_use]
    pub fn pip_install_with<S: Into<String>>(
        self,
        packages: impl IntoIterator<Item = S>,
        options: PipOptions,
    ) -> Self {
        self.then(Step::PipInstall { packages: strings(packages), options })
    }

    /// Installs the packages of a local `requirements.txt`.
    ///
    /// Files that it includes with `-r` and `-c` are sent too, and archives that `-f` names. All
    /// files keep their text and their relative paths. An include that pip could not find in the
    /// build is an error with file and line: an absolute path, a path with a variable, or a file
    /// that includes itself.
    ///
    /// pip searches the image for requirements that are paths, such as `-e .`, relative to its
    /// working directory. They are refused if no earlier step adds files to the image.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_requirements("requirements.txt");
    /// ```
    #[must_use]
    pub fn pip_install_from_requirements(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_requirements_with(path, PipOptions::new())
    }

    /// Installs the packages of a local `requirements.txt` with options.
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim")
    ///     .pip_install_from_requirements_with("requirements.txt", PipOptions::new().pre());
    /// ```
    #[doc(alias = "pip_install_from_requirements")]
    #[must_use]
    pub fn pip_install_from_requirements_with(
        self,
        path: impl Into<PathBuf>,
        options: PipOptions,
    ) -> Self {
        self.then(Step::PipInstallFromRequirements { path: path.into(), options })
    }

    /// Installs the `project.dependencies` of a local `pyproject.toml`, without the project itself.
    ///
    /// They are read when the image is resolved, and become part of the Dockerfile. A list that the
    /// build backend computes (`project.dynamic`) is refused.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_pyproject("pyproject.toml");
    /// ```
    #[must_use]
    pub fn pip_install_from_pyproject(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_pyproject_with(path, PyprojectOptions::new())
    }

    /// Installs the dependencies of a local `pyproject.toml`, with groups and options.
    ///
    /// If groups are requested, the file does not need `project.dependencies`. If all of them are
    /// dependency groups, it does not need a section `[project]` either. Names of groups are
    /// compared as Python's packaging does: case, `-`, `_` and `.` make no difference.
    ///
    /// ```
    /// # use daytona_core::{Image, PyprojectOptions};
    /// let image = Image::base("python:3.12-slim").pip_install_from_pyproject_with(
    ///     "pyproject.toml",
    ///     PyprojectOptions::new().optional_dependencies(["s3"]).dependency_groups(["test"]),
    /// );
    /// ```
    #[doc(alias = "pip_install_from_pyproject")]
    #[must_use]
    pub fn pip_install_from_pyproject_with(
        self,
        path: impl Into<PathBuf>,
        options: PyprojectOptions,
    ) -> Self {
        self.then(Step::PipInstallFromPyproject { path: path.into(), options })
    }

    /// Installs Python packages with [uv](https://docs.astral.sh/uv), sorted by name, into the
    /// environment of the image's `python`. An empty list installs nothing.
    ///
    /// The result is that of [`pip_install`](Image::pip_install), in less time. uv is mounted from
    /// its own image, in the version that [`UvOptions::IMAGE`] pins. The image does not need uv or
    /// pip, and keeps neither uv nor its cache.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").uv_pip_install(["numpy", "flask>=2"]);
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN --mount=type=bind,from=ghcr.io/astral-sh/uv:0.13.9,source=/uv,target=/tmp/uv \
    ///      /tmp/uv pip install --python \"$(command -v python)\" --no-cache 'flask>=2' numpy\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn uv_pip_install<S: Into<String>>(self, packages: impl IntoIterator<Item = S>) -> Self {
        self.uv_pip_install_with(packages, UvOptions::new())
    }

    /// Installs Python packages with uv and options, either [`UvOptions`] or [`PipOptions`].
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim").uv_pip_install_with(
    ///     ["torch"],
    ///     PipOptions::new().index_url("https://download.pytorch.org/whl/cpu").cache("/root/.cache/uv"),
    /// );
    /// ```
    #[doc(alias = "uv_pip_install")]
    #[must_use]
    pub fn uv_pip_install_with<S: Into<String>>(
        self,
        packages: impl IntoIterator<Item = S>,
        options: impl Into<UvOptions>,
    ) -> Self {
        self.then(Step::UvPipInstall { packages: strings(packages), options: options.into() })
    }

    /// Installs Debian packages, sorted and without duplicates. The package lists are removed.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("debian:12").apt_install(["git", "curl"]);
    /// assert!(image.dockerfile()?.contains("apt-get install -y --no-install-recommends curl git "));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn apt_install<S: Into<String>>(self, packages: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::AptInstall { packages: strings(packages) })
    }
}
