//! Options of the builder methods.

pub(super) mod cache;
pub(super) mod context;
pub(super) mod file;
pub(super) mod local_dir;
pub(super) mod packing;
pub(super) mod pip;
pub(super) mod pyproject;
pub(super) mod run;
pub(super) mod uv;
