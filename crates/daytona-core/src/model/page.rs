//! Pages of snapshots and their parameters.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::open_enum::open_enum;
use crate::model::params::check_text;
use crate::{Error, Result, Snapshot};

/// The maximum number of snapshots on a page, as the server enforces it.
pub(crate) const MAX_LIMIT: u32 = 200;

/// A page of snapshots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PaginatedSnapshots {
    /// The snapshots of this page. Empty for a page after the last one.
    pub items: Vec<Snapshot>,
    /// The snapshots of this page that could not be decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecodable: Vec<UndecodableSnapshot>,
    /// The number of snapshots on all pages, including undecodable ones.
    pub total: u64,
    /// The number of this page. The first page is 1.
    pub page: u32,
    /// The number of pages.
    #[doc(alias = "totalPages")]
    pub total_pages: u32,
}

/// A snapshot that could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UndecodableSnapshot {
    /// The id, if it could be read.
    pub id: Option<String>,
    /// The field that is malformed, and the reason.
    pub reason: String,
    /// The snapshot as the server sent it.
    pub json: Value,
}

impl PaginatedSnapshots {
    /// Returns `true` if the server sent no snapshot: the page comes after the last one.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.undecodable.is_empty()
    }

    /// Creates a single page with all of `items`, for stubs and fakes.
    #[must_use]
    pub fn single(items: Vec<Snapshot>) -> Self {
        Self {
            total: items.len() as u64,
            page: 1,
            total_pages: u32::from(!items.is_empty()),
            undecodable: Vec::new(),
            items,
        }
    }
}

open_enum! {
    /// A field that a list of snapshots can be sorted by.
    pub enum SnapshotSort {
        /// By name.
        Name = "name",
        /// By state.
        State = "state",
        /// By the time when a sandbox last started from it. The server's default.
        LastUsedAt = "lastUsedAt",
        /// By the time of creation.
        CreatedAt = "createdAt",
    }
}

open_enum! {
    /// The direction of a sorted list.
    pub enum SortOrder {
        /// Smallest or oldest first.
        Ascending = "asc",
        /// Largest or newest first. The server's default.
        Descending = "desc",
    }
}

/// Parameters of a list of snapshots.
///
/// The server's defaults: page 1, 100 snapshots per page, last used first. General snapshots always
/// come last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListSnapshotsParams {
    /// The number of the page. The first page is 1.
    pub page: Option<u32>,
    /// The number of snapshots per page, 1 to 200.
    pub limit: Option<u32>,
    /// Only snapshots whose name contains this text, without regard to case.
    pub name: Option<String>,
    /// Only snapshots of this sandbox.
    pub source_sandbox_id: Option<String>,
    /// The field to sort by.
    pub sort: Option<SnapshotSort>,
    /// The direction.
    pub order: Option<SortOrder>,
}

impl ListSnapshotsParams {
    /// Refuses parameters that the server would refuse.
    pub(crate) fn check(&self) -> Result<()> {
        if self.page == Some(0) {
            return Err(
                Error::invalid_input("page 0 was requested").with_hint("pages are counted from 1")
            );
        }
        let texts = [("the name", &self.name), ("the id of the sandbox", &self.source_sandbox_id)];
        for (what, text) in texts {
            check_text(what, text.as_deref().unwrap_or_default())?;
        }
        match self.limit {
            Some(limit) if !(1..=MAX_LIMIT).contains(&limit) => {
                Err(Error::invalid_input(format!("{limit} snapshots per page were requested"))
                    .with_hint(format!("request 1 to {MAX_LIMIT}")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_refused() {
        let name = ListSnapshotsParams { name: Some("a\0".to_owned()), ..Default::default() };
        assert!(name.check().unwrap_err().to_string().starts_with("the name has a control"));
        let id = ListSnapshotsParams { source_sandbox_id: Some("\n".into()), ..Default::default() };
        assert!(id.check().unwrap_err().is_invalid_input());
    }

    #[test]
    fn page_and_limit_below_one_are_refused() {
        let page = ListSnapshotsParams { page: Some(0), ..Default::default() };
        assert!(page.check().unwrap_err().to_string().contains("page 0"));
        for limit in [0, 201] {
            let limit = ListSnapshotsParams { limit: Some(limit), ..Default::default() };
            assert!(limit.check().unwrap_err().is_invalid_input());
        }
        let edges = ListSnapshotsParams { page: Some(1), limit: Some(200), ..Default::default() };
        assert!(edges.check().is_ok());
    }
}
