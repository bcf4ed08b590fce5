//! Packages installed with uv.

use super::builder::strings;
use super::options::is_default;
use super::run::check_mount_value;
use super::step::Step;
use super::{CacheMount, Image, render, run};
use crate::Result;
use crate::model::json::json_object;

impl Image {
    /// Installs Python packages with [uv](https://docs.astral.sh/uv), sorted by name, into the
    /// environment of the image's `python`. Without any package it does nothing.
    ///
    /// It does what [`pip_install`](Image::pip_install) does, in less time. uv comes from its own
    /// image, in the version that [`UvOptions::IMAGE`] pins, and is there for this step alone: the
    /// image needs neither uv nor pip, and keeps neither uv nor its cache.
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

    /// Installs Python packages with uv and the given options.
    ///
    /// ```
    /// # use daytona_core::{Image, UvOptions};
    /// let image = Image::base("python:3.12-slim").uv_pip_install_with(
    ///     ["torch"],
    ///     UvOptions::new().index_url("https://download.pytorch.org/whl/cpu").cache("/root/.cache/uv"),
    /// );
    /// ```
    #[must_use]
    pub fn uv_pip_install_with<S: Into<String>>(
        self,
        packages: impl IntoIterator<Item = S>,
        options: UvOptions,
    ) -> Self {
        self.then(Step::UvPipInstall { packages: strings(packages), options })
    }
}

json_object! {
    /// Options of [`Image::uv_pip_install_with`]. Without any, uv's own defaults hold.
    ///
    /// Of several indexes, uv takes a package from the first that has it, and asks those of
    /// `extra_index_urls` before the main one; pip looks for the newest version in all of them.
    ///
    /// ```
    /// use daytona_core::{Image, UvOptions};
    ///
    /// let options = UvOptions::new().image("registry.example.com/uv:0.13.9").pre();
    /// let text = Image::base("python:3.12-slim").uv_pip_install_with(["numpy"], options).dockerfile()?;
    /// assert!(text.contains("from=registry.example.com/uv:0.13.9,source=/uv"));
    /// assert!(text.ends_with(" numpy --prerelease allow\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct UvOptions {
        /// The image to take `/uv` from; [`UvOptions::IMAGE`] unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image: Option<String>,
        /// Pages, or directories of the image, with archives (`--find-links`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub find_links: Vec<String>,
        /// The package index instead of PyPI (`--default-index`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub index_url: Option<String>,
        /// Package indexes beside the main one (`--index`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub extra_index_urls: Vec<String>,
        /// `true` if pre-releases count (`--prerelease allow`).
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

impl UvOptions {
    /// The image that uv comes from: a version that has been tried, so that a build in a year is
    /// the same.
    pub const IMAGE: &'static str = "ghcr.io/astral-sh/uv:0.13.9";

    /// Makes options that leave everything to uv.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the image to take `/uv` from: another version, one pinned by digest, or a mirror. It
    /// must have uv 0.5 or newer.
    #[must_use]
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.image = Some(image.into());
        self
    }

    /// Adds pages, or directories of the image, with archives (`--find-links`).
    #[must_use]
    pub fn find_links<S: Into<String>>(mut self, links: impl IntoIterator<Item = S>) -> Self {
        self.find_links.extend(strings(links));
        self
    }

    /// Sets the package index instead of PyPI (`--default-index`).
    #[must_use]
    pub fn index_url(mut self, url: impl Into<String>) -> Self {
        self.index_url = Some(url.into());
        self
    }

    /// Adds package indexes beside the main one (`--index`).
    #[must_use]
    pub fn extra_index_urls<S: Into<String>>(mut self, urls: impl IntoIterator<Item = S>) -> Self {
        self.extra_index_urls.extend(strings(urls));
        self
    }

    /// Lets pre-releases count (`--prerelease allow`).
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
    /// uv run by root keeps what it downloads in `/root/.cache/uv`. Without a cache it keeps
    /// nothing.
    #[must_use]
    pub fn cache(mut self, cache: impl Into<CacheMount>) -> Self {
        self.caches.push(cache.into());
        self
    }

    fn text(&self) -> Result<String> {
        render::check_values("a value of find_links", &self.find_links)?;
        render::check_values("the index_url", self.index_url.as_slice())?;
        render::check_values("a value of extra_index_urls", &self.extra_index_urls)?;
        render::check_line("the extra_options", self.extra_options.trim())?;
        let mut text = render::with_each("--find-links", &self.find_links);
        text.push_str(&render::with_each("--default-index", self.index_url.as_slice()));
        text.push_str(&render::with_each("--index", &self.extra_index_urls));
        if self.pre {
            text.push_str(" --prerelease allow");
        }
        text.push_str(&render::extra(&self.extra_options));
        Ok(text)
    }
}

/// Where uv lies while it runs: a directory that every image has.
const UV: &str = "/tmp/uv";

/// Writes the line. The interpreter is named by its path, so that uv installs for the system's
/// Python as well as for that of a virtual environment, whichever `python` is.
pub(super) fn pip_install(packages: &[String], options: &UvOptions) -> Result<String> {
    render::check_values("a package", packages)?;
    let image = options.image.as_deref().unwrap_or(UvOptions::IMAGE);
    check_mount_value("the image of uv", image)?;
    let (caches, text) = (run::flags(&options.caches)?, options.text()?);
    if packages.is_empty() {
        return Ok(String::new());
    }
    let no_cache = if options.caches.is_empty() { "--no-cache " } else { "" };
    Ok(format!(
        "RUN --mount=type=bind,from={image},source=/uv,target={UV} {caches}{UV} pip install \
        --python \"$(command -v python)\" {no_cache}{}{text}\n",
        render::sorted(packages)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(options: UvOptions) -> String {
        let image = Image::base("a").uv_pip_install_with(["x"], options);
        let text = image.dockerfile().unwrap();
        let begin = "FROM a\nRUN --mount=type=bind,from=ghcr.io/astral-sh/uv:0.13.9,source=/uv,\
            target=/tmp/uv ";
        text.strip_prefix(begin).unwrap().trim_end().to_owned()
    }

    #[test]
    fn options_follow_the_packages() {
        let options = UvOptions::new()
            .find_links(["a b"])
            .index_url("https://x/ y")
            .extra_index_urls(["u", "v"])
            .pre()
            .extra_options(" --compile-bytecode ");
        assert_eq!(
            line(options),
            "/tmp/uv pip install --python \"$(command -v python)\" --no-cache x --find-links 'a b' \
            --default-index 'https://x/ y' --index u --index v --prerelease allow \
            --compile-bytecode"
        );
    }

    #[test]
    fn cache_takes_the_place_of_none() {
        assert_eq!(
            line(UvOptions::new().cache("/root/.cache/uv")),
            "--mount=type=cache,target=/root/.cache/uv /tmp/uv pip install --python \"$(command -v \
            python)\" x"
        );
    }

    #[test]
    fn nothing_to_install_is_nothing_to_run() {
        let image = Image::base("a").uv_pip_install::<&str>([]);
        assert_eq!(image.dockerfile().unwrap(), "FROM a\n");
    }

    #[test]
    fn uv_takes_nothing_from_the_build_context() {
        let resolved = Image::base("a").uv_pip_install(["x"]).resolve().unwrap();
        assert!(resolved.context.is_empty());
    }

    #[test]
    fn image_that_no_mount_can_name_is_refused() {
        for image in ["", "a b", "a,target=/", "a\n"] {
            let options = UvOptions::new().image(image);
            let image = Image::base("a").uv_pip_install_with(["x"], options);
            let message = image.dockerfile().unwrap_err().to_string();
            assert!(
                message.starts_with(
                    "failed to resolve step 2 of the image, uv_pip_install([\"x\"]): the image of \
                    uv, `"
                ),
                "{message}"
            );
        }
    }
}
