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
mod lint_files;
mod lint_text;
mod local_dir;
mod official;
mod packages;
mod properties;
mod readback;
mod refusals;
mod render;
mod requirements;
mod resolve;
#[cfg(all(unix, feature = "upload"))]
mod sources;
mod stages;
#[cfg(unix)]
mod unreadable;
