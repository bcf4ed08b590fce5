//! The regions of an organization.

use serde::{Deserialize, Serialize};

/// A region that snapshots can be created in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Region {
    /// The id, as [`region_id`](crate::CreateSnapshotParams::region_id) uses it.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The type, such as `shared` or `custom`.
    pub region_type: String,
}

impl Region {
    /// Creates a region.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        region_type: impl Into<String>,
    ) -> Self {
        Self { id: id.into(), name: name.into(), region_type: region_type.into() }
    }
}
