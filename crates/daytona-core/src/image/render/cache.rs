//! The flags of RUN for caches.

use super::check::check_mount_value;
use crate::Result;
use crate::image::options::cache::{CacheMount, CacheSharing};

/// Renders a flag for each cache, each followed by a blank.
pub(in crate::image) fn cache_flags(caches: &[CacheMount]) -> Result<String> {
    caches.iter().map(cache_flag).collect()
}

fn cache_flag(cache: &CacheMount) -> Result<String> {
    check_mount_value("the target of a cache", &cache.target)?;
    let mut flag = format!("--mount=type=cache,target={}", cache.target);
    if let Some(id) = &cache.id {
        check_mount_value("the id of a cache", id)?;
        flag.push_str(&format!(",id={id}"));
    }
    flag.push_str(match cache.sharing {
        CacheSharing::Shared => " ",
        CacheSharing::Private => ",sharing=private ",
        CacheSharing::Locked => ",sharing=locked ",
    });
    Ok(flag)
}
