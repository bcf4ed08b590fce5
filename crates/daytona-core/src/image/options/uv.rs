//! Options of `uv pip install`.

use super::pip::PipOptions;
use crate::model::json::{is_default, json_object};

json_object! {
    /// Options of [`Image::uv_pip_install_with`](crate::Image::uv_pip_install_with). Default: those of
    /// uv.
    ///
    /// uv takes the options of pip under other names: `--default-index` for `index_url`, `--index`
    /// for `extra_index_urls`, and `--prerelease allow` for `pre`. uv installs a package from the
    /// first index that has it, `extra_index_urls` before the main index. pip installs the newest
    /// version of all indexes.
    ///
    /// ```
    /// use daytona_core::{Image, PipOptions, UvOptions};
    ///
    /// let options = UvOptions::new()
    ///     .image("registry.example.com/uv:0.13.9")
    ///     .pip(PipOptions::new().pre());
    /// let text = Image::base("python:3.12-slim").uv_pip_install_with(["numpy"], options).dockerfile()?;
    /// assert!(text.contains("from=registry.example.com/uv:0.13.9,source=/uv"));
    /// assert!(text.ends_with(" numpy --prerelease allow\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct UvOptions {
        /// The image to mount `/uv` from. Default: [`UvOptions::IMAGE`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image: Option<String>,
        /// The options that uv shares with pip. Without a cache, uv runs with `--no-cache`.
        #[serde(default, skip_serializing_if = "is_default")]
        pub pip: PipOptions,
    }
}

impl UvOptions {
    /// The default image of uv. The version is pinned, so that later builds are the same.
    pub const IMAGE: &'static str = "ghcr.io/astral-sh/uv:0.13.9";

    /// Creates options with uv's own defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the image to mount `/uv` from: another version, a digest, or a mirror. It must contain
    /// uv 0.5 or newer.
    #[must_use]
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.image = Some(image.into());
        self
    }

    /// Sets the options that uv shares with pip.
    ///
    /// The cache of uv is `/root/.cache/uv` if root runs it.
    #[must_use]
    pub fn pip(mut self, options: PipOptions) -> Self {
        self.pip = options;
        self
    }
}

impl From<PipOptions> for UvOptions {
    fn from(options: PipOptions) -> Self {
        Self::new().pip(options)
    }
}
