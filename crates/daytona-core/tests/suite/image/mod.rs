//! Tests of images.

mod arguments;
mod caches;
mod context;
#[cfg(all(unix, feature = "upload"))]
mod context_table;
mod file_content;
mod fixtures;
mod json;
mod lint;
mod local_dir;
mod official;
mod packages;
mod properties;
mod readback;
mod refusals;
mod render;
mod requirements;
mod resolve;
mod stages;
#[cfg(unix)]
mod unreadable;
