//! The implementations that are compared.

use serde::Serialize;

/// The library that a measurement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Implementation {
    Ours,
    Official,
}
