//! What pip is told beside the names of the packages.

use super::CacheMount;
use crate::model::json::json_object;

json_object! {
    /// Options of `pip install`. Without any, pip's own defaults hold.
    ///
    /// ```
    /// use daytona_core::{Image, PipOptions, PythonVersion};
    ///
    /// let options = PipOptions::new().index_url("https://pypi.example.com/simple").pre();
    /// let image = Image::debian_slim(PythonVersion::V3_12).pip_install_with(["numpy"], options);
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN python -m pip install numpy --index-url https://pypi.example.com/simple --pre\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct PipOptions {
        /// Pages, or directories of the image, with archives (`--find-links`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub find_links: Vec<String>,
        /// The package index instead of PyPI (`--index-url`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub index_url: Option<String>,
        /// Package indexes beside the main one (`--extra-index-url`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub extra_index_urls: Vec<String>,
        /// `true` if pre-releases count (`--pre`).
        #[serde(default, skip_serializing_if = "is_default")]
        pub pre: bool,
        /// More options, handed to the shell as they are.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub extra_options: String,
        /// Directories that the builder keeps between builds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub caches: Vec<CacheMount>,
    }
}

impl PipOptions {
    /// Makes options that leave everything to pip.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds pages, or directories of the image, with archives (`--find-links`).
    #[must_use]
    pub fn find_links<S: Into<String>>(mut self, links: impl IntoIterator<Item = S>) -> Self {
        self.find_links.extend(links.into_iter().map(Into::into));
        self
    }

    /// Sets the package index instead of PyPI (`--index-url`).
    #[must_use]
    pub fn index_url(mut self, url: impl Into<String>) -> Self {
        self.index_url = Some(url.into());
        self
    }

    /// Adds package indexes beside the main one (`--extra-index-url`).
    #[must_use]
    pub fn extra_index_urls<S: Into<String>>(mut self, urls: impl IntoIterator<Item = S>) -> Self {
        self.extra_index_urls.extend(urls.into_iter().map(Into::into));
        self
    }

    /// Lets pre-releases count (`--pre`).
    #[must_use]
    pub fn pre(mut self) -> Self {
        self.pre = true;
        self
    }

    /// Sets more options, handed to the shell as they are.
    #[must_use]
    pub fn extra_options(mut self, options: impl Into<String>) -> Self {
        self.extra_options = options.into();
        self
    }

    /// Adds a directory that the builder keeps between builds, and that is no part of the image.
    ///
    /// pip run by root keeps what it downloads in `/root/.cache/pip`.
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim")
    ///     .pip_install_with(["numpy"], PipOptions::new().cache("/root/.cache/pip"));
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN --mount=type=cache,target=/root/.cache/pip python -m pip install numpy\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn cache(mut self, cache: impl Into<CacheMount>) -> Self {
        self.caches.push(cache.into());
        self
    }
}

json_object! {
    /// What [`Image::pip_install_from_pyproject_with`](crate::Image::pip_install_from_pyproject_with)
    /// takes from a `pyproject.toml` beside its `project.dependencies`, and what pip is told.
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
        /// The groups of `project.optional-dependencies` to install as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub optional_dependencies: Vec<String>,
        /// The groups of `dependency-groups` to install as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub dependency_groups: Vec<String>,
        /// Options of pip.
        #[serde(default, skip_serializing_if = "is_default")]
        pub pip: PipOptions,
    }
}

impl PyprojectOptions {
    /// Makes options that take `project.dependencies` alone and leave everything else to pip.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells whether anything beside `project.dependencies` is asked for.
    pub(super) fn asks_for_groups(&self) -> bool {
        !self.optional_dependencies.is_empty() || !self.dependency_groups.is_empty()
    }

    /// Adds groups of `project.optional-dependencies`.
    ///
    /// A group may refer to others by the name of the project, as in `app[test,docs]`.
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

/// Tells whether a value can be left out of the JSON form.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
