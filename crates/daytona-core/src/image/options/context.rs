//! Options for the build context of a Dockerfile.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::packing::Packing;
use crate::model::json::{is_default, json_object_in_steps};

/// A policy for symbolic links that lead out of the build context.
///
/// In a directory that is not packed, links inside the context are replaced by their targets under both
/// policies. Those of a build context that lead nowhere or in a circle are left out, with a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContextLinks {
    /// A link that leads out is an error, so that no file is sent by accident. Below a directory of a
    /// build context it is left out, with a warning.
    #[default]
    RefuseLeaving,
    /// A link that leads out is followed. Docker's builder does not follow such links.
    FollowAnywhere,
}

/// A policy for the modes of files in the build context.
///
/// The digest of a context depends on the modes of its files, and the umask of a checkout sets the
/// group's write permission. So by default a mode that looks like a umask of `002` is changed: `0664`
/// becomes `0644`, and `0775` becomes `0755`. All other modes are kept.
///
/// [`KeepAll`](Self::KeepAll) keeps these two as well. Then two checkouts of the same files under
/// different umasks have different digests: the files are uploaded again, and the image is built
/// again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContextModes {
    /// `0664` becomes `0644`, and `0775` becomes `0755`.
    #[default]
    ClearUmask,
    /// No mode changes.
    KeepAll,
}

json_object_in_steps! {
    /// Options for the build context of a Dockerfile.
    ///
    /// ```
    /// use daytona_core::{ContextLinks, ContextOptions, Image};
    ///
    /// // The context of `docker build -f docker/Dockerfile .`:
    /// let options = ContextOptions::new().context_dir(".").links(ContextLinks::FollowAnywhere);
    /// let image = Image::from_dockerfile_with("docker/Dockerfile", options);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct ContextOptions {
        /// The directory that sources are relative to. Default: the directory of the Dockerfile, the
        /// current directory for [`Image::dockerfile_commands`](crate::Image::dockerfile_commands), and
        /// none for [`Image::from_dockerfile_text`](crate::Image::from_dockerfile_text).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub context_dir: Option<PathBuf>,
        /// The file with the patterns of files to leave out. Default: `NAME.dockerignore` for the
        /// Dockerfile `NAME`, else the `.dockerignore` of the context.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ignore_file: Option<PathBuf>,
        /// The policy for links that lead out of the directory.
        #[serde(default, skip_serializing_if = "is_default")]
        pub links: ContextLinks,
        /// The policy for the modes of files.
        #[serde(default, skip_serializing_if = "is_default")]
        pub modes: ContextModes,
        /// The form in which copied directories reach the builder.
        #[serde(default, skip_serializing_if = "is_default")]
        pub packing: Packing,
        /// The names and values of build arguments. The last value of a name counts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub build_args: Vec<(String, String)>,
        /// The name of the stage that the build ends with. Default: the last stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub target: Option<String>,
    }

    /// The arguments of `from_dockerfile`.
    step DockerfileStep { path: PathBuf }

    /// The arguments of `from_dockerfile_text`.
    step DockerfileTextStep { text: String }

    /// The arguments of `dockerfile_commands`.
    step DockerfileCommandsStep { commands: Vec<String> }
}

impl ContextOptions {
    /// Creates options with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the directory that sources are relative to.
    ///
    /// Its `.dockerignore` applies, unless the Dockerfile has its own or
    /// [`ignore_file`](Self::ignore_file) names another file.
    #[must_use]
    pub fn context_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.context_dir = Some(dir.into());
        self
    }

    /// Sets the file that is read in the place of `NAME.dockerignore` and `.dockerignore`.
    ///
    /// The path is relative to the current directory, and its patterns are relative to the context.
    /// The file must exist. An empty file leaves nothing out.
    ///
    /// ```
    /// use daytona_core::{ContextOptions, Image};
    ///
    /// # let dir = tempfile::tempdir().unwrap();
    /// # let at = |name| dir.path().join(name);
    /// # std::fs::create_dir(at("src")).unwrap();
    /// # std::fs::write(at("src/main.py"), "").unwrap();
    /// # std::fs::write(at("Dockerfile"), "FROM alpine:3.20\nCOPY src /src\n").unwrap();
    /// # std::fs::write(at("release.ignore"), "**/*.md\n").unwrap();
    /// let options = ContextOptions::new().ignore_file(at("release.ignore"));
    /// let resolved = Image::from_dockerfile_with(at("Dockerfile"), options).resolve()?;
    /// let filter = resolved.context[0].filter.as_ref().expect("the file has a pattern");
    /// assert_eq!(filter.patterns(), ["**/*.md"]);
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn ignore_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ignore_file = Some(path.into());
        self
    }

    /// Sets the policy for links that lead out of the directory.
    #[must_use]
    pub fn links(mut self, links: ContextLinks) -> Self {
        self.links = links;
        self
    }

    /// Sets the policy for the modes of files. Default: [`ContextModes::ClearUmask`].
    ///
    /// ```
    /// # use daytona_core::{ContextModes, ContextOptions, Image};
    /// let options = ContextOptions::new().modes(ContextModes::KeepAll);
    /// let image = Image::from_dockerfile_with("app/Dockerfile", options);
    /// ```
    #[must_use]
    pub fn modes(mut self, modes: ContextModes) -> Self {
        self.modes = modes;
        self
    }

    /// Sets the form in which copied directories reach the builder. Default:
    /// [`Packing::FixedTimes`].
    #[must_use]
    pub fn packing(mut self, packing: Packing) -> Self {
        self.packing = packing;
        self
    }

    /// Sets a build argument, as `docker build --build-arg` does.
    ///
    /// The server passes no build arguments to the builder. Therefore the value replaces the default
    /// of each `ARG` with this name in the text that is sent: before the first `FROM`, in each stage,
    /// and in triggers that a later stage runs. So the value is part of the image. A value or a name
    /// that looks like a secret gives a warning. So does a name that no `ARG` has.
    ///
    /// Arguments that the builder predefines need no `ARG`: `HTTP_PROXY` and the other proxies, and
    /// `TARGETARCH` and the other platform arguments. They are added to the text. `BUILDKIT_`
    /// arguments set up the builder and have no effect here.
    ///
    /// A value must not contain line breaks, because `ARG` cannot express them.
    ///
    /// ```
    /// # use daytona_core::{ContextOptions, Image};
    /// let options = ContextOptions::new().build_arg("MODE", "batch job");
    /// let image = Image::from_dockerfile_text_with("FROM alpine:3.20\nARG MODE\n", options);
    /// assert_eq!(image.dockerfile()?, "FROM alpine:3.20\nARG MODE='batch job'\n");
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn build_arg(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.build_args.push((name.into(), value.into()));
        self
    }

    /// Sets the stage that the build ends with, as `docker build --target` does.
    ///
    /// The text that is sent ends after this stage. The case of the name does not matter. Only a
    /// whole Dockerfile can have a target.
    #[must_use]
    pub fn target(mut self, stage: impl Into<String>) -> Self {
        self.target = Some(stage.into());
        self
    }
}
