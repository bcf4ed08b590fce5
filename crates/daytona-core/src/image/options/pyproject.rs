//! Options for the dependencies of a `pyproject.toml`.

use super::pip::PipOptions;
use crate::model::json::{is_default, json_object};

json_object! {
    /// Options of
    /// [`Image::pip_install_from_pyproject_with`](crate::Image::pip_install_from_pyproject_with):
    /// groups to install in addition to `project.dependencies`, and options of pip.
    ///
    /// ```
    /// use daytona_core::{PipOptions, PyprojectOptions};
    ///
    /// let options = PyprojectOptions::new()
    ///     .optional_dependencies(["dev", "docs"])
    ///     .dependency_groups(["test"])
    ///     .pip(PipOptions::new().pre());
    /// assert_eq!(options.optional_dependencies, ["dev", "docs"]);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PyprojectOptions {
        /// Groups of `project.optional-dependencies` to install.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub optional_dependencies: Vec<String>,
        /// Groups of `dependency-groups` to install.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub dependency_groups: Vec<String>,
        /// Options of pip.
        #[serde(default, skip_serializing_if = "is_default")]
        pub pip: PipOptions,
    }
}

impl PyprojectOptions {
    /// Creates options without groups and with pip's own defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns `true` if a group of either kind is requested.
    pub(in crate::image) fn has_groups(&self) -> bool {
        !self.optional_dependencies.is_empty() || !self.dependency_groups.is_empty()
    }

    /// Adds groups of `project.optional-dependencies`.
    ///
    /// A group can refer to other groups by the name of the project, as in `app[test,docs]`.
    #[must_use]
    pub fn optional_dependencies<S: Into<String>>(
        mut self,
        groups: impl IntoIterator<Item = S>,
    ) -> Self {
        self.optional_dependencies.extend(groups.into_iter().map(Into::into));
        self
    }

    /// Adds groups of `dependency-groups`, with the groups that they include.
    #[must_use]
    pub fn dependency_groups<S: Into<String>>(
        mut self,
        groups: impl IntoIterator<Item = S>,
    ) -> Self {
        self.dependency_groups.extend(groups.into_iter().map(Into::into));
        self
    }

    /// Sets the options of pip.
    #[must_use]
    pub fn pip(mut self, options: PipOptions) -> Self {
        self.pip = options;
        self
    }
}
