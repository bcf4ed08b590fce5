//! Options of `pip install`.

use super::cache::CacheMount;
use crate::model::json::{is_default, json_object};

json_object! {
    /// Options of `pip install`. Default: those of pip.
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
        /// URLs, or directories of the image, that list archives (`--find-links`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub find_links: Vec<String>,
        /// The URL of the package index (`--index-url`). Default: PyPI.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub index_url: Option<String>,
        /// URLs of more package indexes (`--extra-index-url`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub extra_index_urls: Vec<String>,
        /// `true` if pre-releases are accepted (`--pre`).
        #[serde(default, skip_serializing_if = "is_default")]
        pub pre: bool,
        /// More options, passed to the shell unchanged.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub extra_options: String,
        /// Directories that the builder keeps between builds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub caches: Vec<CacheMount>,
    }
}

impl PipOptions {
    /// Creates options with pip's own defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds URLs, or directories of the image, that list archives (`--find-links`).
    #[must_use]
    pub fn find_links<S: Into<String>>(mut self, links: impl IntoIterator<Item = S>) -> Self {
        self.find_links.extend(links.into_iter().map(Into::into));
        self
    }

    /// Sets the URL of the package index (`--index-url`). Default: PyPI.
    #[must_use]
    pub fn index_url(mut self, url: impl Into<String>) -> Self {
        self.index_url = Some(url.into());
        self
    }

    /// Adds URLs of more package indexes (`--extra-index-url`).
    #[must_use]
    pub fn extra_index_urls<S: Into<String>>(mut self, urls: impl IntoIterator<Item = S>) -> Self {
        self.extra_index_urls.extend(urls.into_iter().map(Into::into));
        self
    }

    /// Accepts pre-releases (`--pre`).
    #[must_use]
    pub fn pre(mut self) -> Self {
        self.pre = true;
        self
    }

    /// Sets more options, which are passed to the shell unchanged.
    #[must_use]
    pub fn extra_options(mut self, options: impl Into<String>) -> Self {
        self.extra_options = options.into();
        self
    }

    /// Adds a directory that the builder keeps between builds. It is not part of the image.
    ///
    /// The cache of pip is `/root/.cache/pip` if root runs it.
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
