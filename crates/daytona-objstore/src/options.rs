//! The options of a scan.

use crate::{DigestCache, Limits, ModePolicy};

/// The options of a [`scan`](crate::scan). [`Limits`] convert to options with these limits.
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
    pub(crate) modes: ModePolicy,
}

impl ScanOptions {
    /// Sets the limits. Default: [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the digest cache. Default: no cache, so every file is read.
    #[must_use]
    pub fn cache(mut self, cache: DigestCache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// Sets the policy for the modes of files. Default: [`ModePolicy::ClearUmask`].
    /// [`Source::modes`](crate::Source::modes) takes precedence.
    #[must_use]
    pub fn modes(mut self, modes: ModePolicy) -> Self {
        self.modes = modes;
        self
    }
}

impl From<Limits> for ScanOptions {
    fn from(limits: Limits) -> Self {
        Self::default().limits(limits)
    }
}
