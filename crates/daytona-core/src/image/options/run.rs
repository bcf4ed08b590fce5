//! Options for commands of the build.

use super::cache::CacheMount;
use crate::model::json::json_object;

json_object! {
    /// Options of [`Image::run_commands_with`](crate::Image::run_commands_with). Default: no caches.
    ///
    /// ```
    /// use daytona_core::{CacheMount, Image, RunOptions};
    ///
    /// let options = RunOptions::new().cache(CacheMount::new("/var/cache/apt").locked());
    /// let image = Image::base("debian:12").run_commands_with(["apt-get update"], options);
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct RunOptions {
        /// Directories that the builder keeps between builds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub caches: Vec<CacheMount>,
    }
}

impl RunOptions {
    /// Creates options without caches.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a directory that the builder keeps between builds.
    #[must_use]
    pub fn cache(mut self, cache: impl Into<CacheMount>) -> Self {
        self.caches.push(cache.into());
        self
    }
}
