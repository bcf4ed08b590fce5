//! Options for the build context of a Dockerfile.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A policy for symbolic links that lead out of the build context.
///
/// Links inside the context are replaced by their targets under both policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContextLinks {
    /// A link that leads out is an error, so that no file is sent by accident.
    #[default]
    RefuseLeaving,
    /// A link that leads out is followed. Docker's builder does not follow such links.
    FollowAnywhere,
}

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
    /// The directory that sources are relative to. Default: the directory of the Dockerfile, and
    /// the current directory for [`Image::dockerfile_commands`](crate::Image::dockerfile_commands).
    pub context_dir: Option<PathBuf>,
    /// The policy for links that lead out of the directory.
    pub links: ContextLinks,
}

impl ContextOptions {
    /// Creates options with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the directory that sources are relative to.
    ///
    /// Its `.dockerignore` applies, unless the Dockerfile has its own.
    #[must_use]
    pub fn context_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.context_dir = Some(dir.into());
        self
    }

    /// Sets the policy for links that lead out of the directory.
    #[must_use]
    pub fn links(mut self, links: ContextLinks) -> Self {
        self.links = links;
        self
    }
}
