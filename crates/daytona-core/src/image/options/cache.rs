//! Directories that the builder keeps between builds.

use serde::{Deserialize, Serialize};

use crate::model::json::{is_default, json_object};

json_object! {
    /// A directory that the builder keeps from one build to the next. It is not part of the image.
    ///
    /// A cache only saves time. A builder can drop it at any time, and another builder starts
    /// without it.
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
        /// The path in the image.
        pub target: String,
        /// The identity of the cache. Default: the target.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        /// The policy for builds that run at the same time.
        #[serde(default, skip_serializing_if = "is_default")]
        pub sharing: CacheSharing,
    }
}

/// A policy for builds that use a [`CacheMount`] at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum CacheSharing {
    /// All builds use the cache at the same time. For programs that lock what they write, such as
    /// pip.
    #[default]
    Shared,
    /// Each build gets a separate cache.
    Private,
    /// A build waits until the other one has released the cache. For programs that need the
    /// directory for themselves, such as apt.
    Locked,
}

impl CacheMount {
    /// Creates a cache at a path of the image, shared between builds.
    #[must_use]
    pub fn new(target: impl Into<String>) -> Self {
        Self { target: target.into(), id: None, sharing: CacheSharing::Shared }
    }

    /// Sets the identity of the cache. Default: the target.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets [`CacheSharing::Private`].
    #[must_use]
    pub fn private(mut self) -> Self {
        self.sharing = CacheSharing::Private;
        self
    }

    /// Sets [`CacheSharing::Locked`].
    #[must_use]
    pub fn locked(mut self) -> Self {
        self.sharing = CacheSharing::Locked;
        self
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
