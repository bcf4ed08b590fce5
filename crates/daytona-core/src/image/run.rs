//! How commands run: with directories that outlive the build.

use serde::{Deserialize, Serialize};

use super::Image;
use super::builder::strings;
use super::options::is_default;
use super::step::Step;
use crate::model::json::json_object;
use crate::{Error, Result};

impl Image {
    /// Runs commands of the image's shell with the given options, each in a layer of its own.
    ///
    /// ```
    /// # use daytona_core::{Image, RunOptions};
    /// let image = Image::base("rust:1.95")
    ///     .run_commands_with(["cargo install just"], RunOptions::new().cache("/usr/local/cargo/registry"));
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN --mount=type=cache,target=/usr/local/cargo/registry cargo install just\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[doc(alias = "run_commands")]
    #[must_use]
    pub fn run_commands_with<S: Into<String>>(
        self,
        commands: impl IntoIterator<Item = S>,
        options: RunOptions,
    ) -> Self {
        self.then(Step::RunCommands { commands: strings(commands), options })
    }
}

json_object! {
    /// Options of [`Image::run_commands_with`]. Without any, commands run as in
    /// [`Image::run_commands`].
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
    /// Makes options that change nothing.
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

/// Writes the flags of RUN, each followed by a blank.
pub(super) fn flags(caches: &[CacheMount]) -> Result<String> {
    caches.iter().map(CacheMount::flag).collect()
}

json_object! {
    /// A directory that the builder keeps from one build to the next, and that is no part of the
    /// image.
    ///
    /// It saves time alone: a builder may drop it whenever it likes, and another one starts without.
    ///
    /// ```
    /// use daytona_core::{CacheMount, RunOptions};
    ///
    /// let options = RunOptions::new().cache("/root/.cache/pip");
    /// assert_eq!(options.caches, [CacheMount::new("/root/.cache/pip")]);
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct CacheMount {
        /// Where commands find it.
        pub target: String,
        /// What tells it from other caches; the target, unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// What becomes of it when builds run side by side.
        #[serde(default, skip_serializing_if = "is_default")]
        pub sharing: CacheSharing,
    }
}

/// What becomes of a [`CacheMount`] when builds run side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum CacheSharing {
    /// All use it at the same time. For programs that lock what they write, as pip does.
    #[default]
    Shared,
    /// Each gets one of its own.
    Private,
    /// One waits for the other. For programs that have the directory to themselves, as apt does.
    Locked,
}

impl CacheMount {
    /// Makes a cache at the given path of the image, shared between builds.
    #[must_use]
    pub fn new(target: impl Into<String>) -> Self {
        Self { target: target.into(), id: None, sharing: CacheSharing::Shared }
    }

    /// Sets what tells it from other caches, instead of the target.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Gives each of the builds that run side by side a cache of its own.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.sharing = CacheSharing::Private;
        self
    }

    /// Lets builds that run side by side wait for each other.
    #[must_use]
    pub fn locked(mut self) -> Self {
        self.sharing = CacheSharing::Locked;
        self
    }

    fn flag(&self) -> Result<String> {
        check_mount_value("the target of a cache", &self.target)?;
        let mut flag = format!("--mount=type=cache,target={}", self.target);
        if let Some(id) = &self.id {
            check_mount_value("the id of a cache", id)?;
            flag.push_str(&format!(",id={id}"));
        }
        match self.sharing {
            CacheSharing::Shared => {}
            CacheSharing::Private => flag.push_str(",sharing=private"),
            CacheSharing::Locked => flag.push_str(",sharing=locked"),
        }
        Ok(flag + " ")
    }
}

impl From<&str> for CacheMount {
    fn from(target: &str) -> Self {
        Self::new(target)
    }
}

impl From<String> for CacheMount {
    fn from(target: String) -> Self {
        Self::new(target)
    }
}

/// Refuses what has a meaning in the options of a mount, which know no quotes.
pub(super) fn check_mount_value(what: &str, value: &str) -> Result<()> {
    let special = |c: char| c.is_whitespace() || c.is_control() || ",\"'$\\`".contains(c);
    if value.is_empty() || value.contains(special) {
        let value = value.escape_debug();
        return Err(Error::invalid_input(format!("{what}, `{value}`, cannot be used"))
            .with_hint("it is not empty, and has no white space, quotes, commas, `$` or `\\`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_the_caches() {
        let options = RunOptions::new().cache(CacheMount::new("/a").id("x").private()).cache("/b");
        let image = Image::base("a").run_commands_with(["one", "<<E\ntwo\nE"], options);
        let flags =
            "--mount=type=cache,target=/a,id=x,sharing=private --mount=type=cache,target=/b";
        assert_eq!(
            image.dockerfile().unwrap(),
            format!("FROM a\nRUN {flags} one\nRUN {flags} <<E\ntwo\nE\n")
        );
    }

    #[test]
    fn caches_that_no_flag_can_hold_are_refused() {
        for target in ["", "/a b", "/a,ro", "$HOME/x", "/a\"b", "/a\n"] {
            let image = Image::base("a").run_commands_with(["x"], RunOptions::new().cache(target));
            let error = image.dockerfile().unwrap_err();
            assert!(error.is_invalid_input());
            let message = error.to_string();
            assert!(
                message.starts_with(
                    "failed to resolve step 2 of the image, run_commands([\"x\"]): the target of a \
                    cache, `"
                ) && message.contains("`, cannot be used; it is not empty, and has no"),
                "{message}"
            );
        }
        let cache = CacheMount::new("/a").id("b,c");
        let image = Image::base("a").run_commands_with(["x"], RunOptions::new().cache(cache));
        assert!(image.dockerfile().unwrap_err().to_string().contains("the id of a cache, `b,c`,"));
    }

    #[test]
    fn caches_stand_in_the_json_form_by_name() {
        let options = RunOptions::new().cache(CacheMount::new("/a").locked());
        let image = Image::base("a").run_commands_with(["x"], options);
        let json = r#"{"steps":[{"base":{"image":"a"}},{"run_commands":{"commands":["x"],"options":{"caches":[{"target":"/a","sharing":"locked"}]}}}]}"#;
        assert_eq!(serde_json::to_string(&image).unwrap(), json);
        assert_eq!(serde_json::from_str::<Image>(json).unwrap(), image);
    }
}
