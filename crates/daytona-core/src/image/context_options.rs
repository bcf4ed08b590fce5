//! Where the sources of a Dockerfile come from.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Decides what happens to symbolic links that lead out of the build context.
///
/// Links that stay inside always become the files they lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContextLinks {
    /// Such a link is an error, so that no file is sent by accident.
    #[default]
    RefuseLeaving,
    /// Such a link is followed like any other. Docker does not do that: its builder finds nothing
    /// behind such a link.
    FollowAnywhere,
}

/// Says where the sources of a Dockerfile come from.
///
/// ```
/// use daytona_core::{ContextLinks, ContextOptions, Image};
///
/// // What `docker build -f docker/Dockerfile .` has before it.
/// let options = ContextOptions::new().context_dir(".").links(ContextLinks::FollowAnywhere);
/// let image = Image::from_dockerfile_with("docker/Dockerfile", options);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextOptions {
    /// The directory that sources count from. By default it is the one that the Dockerfile lies
    /// in, and the current one for commands given in code.
    pub context_dir: Option<PathBuf>,
    /// What happens to links that lead out of it.
    pub links: ContextLinks,
}

impl ContextOptions {
    /// Makes options with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the directory that sources count from.
    ///
    /// Its `.dockerignore` counts, unless the Dockerfile has one of its own.
    #[must_use]
    pub fn context_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.context_dir = Some(dir.into());
        self
    }

    /// Sets what happens to links that lead out of the directory.
    #[must_use]
    pub fn links(mut self, links: ContextLinks) -> Self {
        self.links = links;
        self
    }
}
