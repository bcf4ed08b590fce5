//! Packages of Python and Debian.

use std::path::PathBuf;

use super::strings;
use crate::image::step::Step;
use crate::{Image, PipOptions, PyprojectOptions};

/// # Packages
impl Image {
    /// Installs Python packages with pip, sorted by name. Without any package it does nothing.
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

    /// Installs Python packages with pip and the given options.
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

    /// Installs what a local `requirements.txt` lists.
    ///
    /// Files that it includes with `-r` and `-c` come along, as do archives that `-f` names, so that
    /// pip finds them in the build: all keep their places relative to each other, and their text.
    /// An include that could not be found there is refused with its file and line: an absolute path,
    /// one with a variable, or one that includes itself.
    ///
    /// pip looks for requirements that are paths, such as `-e .`, in the image, from its working
    /// directory on. They are refused where no earlier step brings files into the image.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_requirements("requirements.txt");
    /// ```
    #[must_use]
    pub fn pip_install_from_requirements(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_requirements_with(path, PipOptions::new())
    }

    /// Installs what a local `requirements.txt` lists, with the given options.
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

    /// Installs the `project.dependencies` of a local `pyproject.toml`, and not the project itself.
    ///
    /// They are read when the image is resolved, so that they stand in the Dockerfile. A list that
    /// the build backend works out (`project.dynamic`) cannot be had.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_pyproject("pyproject.toml");
    /// ```
    #[must_use]
    pub fn pip_install_from_pyproject(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_pyproject_with(path, PyprojectOptions::new())
    }

    /// Installs the dependencies of a local `pyproject.toml`, with optional groups, dependency
    /// groups and options.
    ///
    /// Where groups are asked for, the file need not have `project.dependencies`; with nothing but
    /// dependency groups, not even a section `[project]`. Names of groups are compared as Python's
    /// packaging does: case, `-`, `_` and `.` make no difference.
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

    /// Installs Debian packages, sorted and each once, and leaves no package lists behind.
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
