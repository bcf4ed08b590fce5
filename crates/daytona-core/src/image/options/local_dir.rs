//! Options for local directories.

use super::context::{ContextLinks, ContextModes};
use super::packing::Packing;
use crate::model::json::{is_default, json_object};

json_object! {
    /// Options of [`Image::add_local_dir_with`](crate::Image::add_local_dir_with). Default: all files
    /// of the directory are added.
    ///
    /// Patterns follow the rules of `.dockerignore`. They are relative to the directory, `*` stops at
    /// `/`, and `**` does not. The last pattern that matches decides. A pattern that begins with `!`
    /// adds files back.
    ///
    /// ```
    /// use daytona_core::LocalDirOptions;
    ///
    /// let options = LocalDirOptions::new().ignore(["**/*.pyc"]).ignore(["node_modules"]);
    /// assert_eq!(options.ignore, ["**/*.pyc", "node_modules"]);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct LocalDirOptions {
        /// Patterns of files to leave out. They apply after those of the `.dockerignore`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ignore: Vec<String>,
        /// `true` if the `.dockerignore` in the directory applies. The file must exist then.
        #[serde(default, skip_serializing_if = "is_default")]
        pub dockerignore: bool,
        /// The policy for symbolic links that lead out of the directory.
        #[serde(default, skip_serializing_if = "is_default")]
        pub links: ContextLinks,
        /// The form in which the directory reaches the builder.
        #[serde(default, skip_serializing_if = "is_default")]
        pub packing: Packing,
        /// The policy for the modes of files.
        #[serde(default, skip_serializing_if = "is_default")]
        pub modes: ContextModes,
    }
}

impl LocalDirOptions {
    /// Creates options that leave nothing out and refuse links that lead out of the directory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns `true` if the directory travels in archives. The targets of links that lead out cannot.
    pub(in crate::image) fn packs(&self) -> bool {
        self.packing != Packing::Off && self.links != ContextLinks::FollowAnywhere
    }

    /// Adds patterns of files to leave out.
    #[must_use]
    pub fn ignore<S: Into<String>>(mut self, patterns: impl IntoIterator<Item = S>) -> Self {
        self.ignore.extend(patterns.into_iter().map(Into::into));
        self
    }

    /// Applies the `.dockerignore` in the directory. Default: it is added like any other file.
    #[must_use]
    pub fn dockerignore(mut self) -> Self {
        self.dockerignore = true;
        self
    }

    /// Sets the form in which the directory reaches the builder. Default:
    /// [`Packing::FixedTimes`].
    #[must_use]
    pub fn packing(mut self, packing: Packing) -> Self {
        self.packing = packing;
        self
    }

    /// Sets the policy for symbolic links that lead out of the directory.
    #[must_use]
    pub fn links(mut self, links: ContextLinks) -> Self {
        self.links = links;
        self
    }

    /// Sets the policy for the modes of files. Default: [`ContextModes::ClearUmask`].
    ///
    /// ```
    /// use daytona_core::{ContextModes, Image, LocalDirOptions};
    ///
    /// let options = LocalDirOptions::new().modes(ContextModes::KeepAll);
    /// let image = Image::base("alpine:3.20").add_local_dir_with("src", "/src", options);
    /// ```
    #[must_use]
    pub fn modes(mut self, modes: ContextModes) -> Self {
        self.modes = modes;
        self
    }
}
