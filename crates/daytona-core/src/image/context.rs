//! The build context: which local files a build needs, and their names in the context.

pub(super) mod build_context;
pub(super) mod file;
pub(super) mod filter;
mod ignore_file;
pub(super) mod local;
pub(super) mod local_dir;
pub(super) mod member;
pub(super) mod merge;
pub(super) mod notice;
mod pack;
pub(super) mod reserved;
mod rooted;
mod search;
mod select;
#[cfg(feature = "upload")]
pub(crate) mod source;
mod source_error;
