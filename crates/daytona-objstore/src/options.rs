//! How a scan goes about its work.

use crate::{DigestCache, Limits};

/// Sets how a [`scan`](crate::scan) goes about its work.
///
/// [`Limits`] alone will do where nothing else is to be set.
///
/// ```
/// use daytona_objstore::{DigestCache, Limits, ScanOptions};
///
/// let mut options = ScanOptions::default().limits(Limits::default().max_files(50_000));
/// if let Some(cache) = DigestCache::of_user() {
///     options = options.cache(cache);
/// }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScanOptions {
    pub(crate) limits: Limits,
    pub(crate) cache: Option<DigestCache>,
}

impl ScanOptions {
    /// Sets how large the context may become, by default [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets where digests are remembered; by default they are not, and every file is read.
    #[must_use]
    pub fn cache(mut self, cache: DigestCache) -> Self {
        self.cache = Some(cache);
        self
    }
}

impl From<Limits> for ScanOptions {
    fn from(limits: Limits) -> Self {
        Self::default().limits(limits)
    }
}
