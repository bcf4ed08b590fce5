//! Python releases, and files that declare Python packages.

pub(super) mod pyproject;
mod requirement;
pub(super) mod requirements;
pub(super) mod version;
