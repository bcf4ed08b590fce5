//! Pages of snapshots and how to ask for them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::open_enum::open_enum;
use crate::model::params::check_text;
use crate::{Error, Result, Snapshot};

/// The most snapshots that the server puts on one page.
pub(crate) const MAX_LIMIT: u32 = 200;

/// One page of snapshots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PaginatedSnapshots {
    /// The snapshots of this page; empty past the last one.
    pub items: Vec<Snapshot>,
    /// The snapshots of this page that could not be decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecodable: Vec<UndecodableSnapshot>,
    /// How many snapshots there are on all pages, undecodable ones included.
    pub total: u64,
    /// The number of this page, from 1.
    pub page: u32,
    /// How many pages there are.
    #[doc(alias = "totalPages")]
    pub total_pages: u32,
}

/// A snapshot of a page that is not as the API describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UndecodableSnapshot {
    /// The id, where there is one.
    pub id: Option<String>,
    /// Names the odd field, and says what is odd about it.
    pub reason: String,
    /// The snapshot as the server sent it.
    pub json: Value,
}

impl PaginatedSnapshots {
    /// Returns `true` if the server sent no snapshot on this page: it is past the last one.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.undecodable.is_empty()
    }

    /// Makes the one page that holds all of `items`, for stubs and fakes.
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
    /// What a list of snapshots is sorted by.
    pub enum SnapshotSort {
        /// By name.
        Name = "name",
        /// By state.
        State = "state",
        /// By when a sandbox last started from it: the server's default.
        LastUsedAt = "lastUsedAt",
        /// By when it was created.
        CreatedAt = "createdAt",
    }
}

open_enum! {
    /// The direction of a sorted list.
    pub enum SortOrder {
        /// Smallest, oldest, first.
        Ascending = "asc",
        /// Largest, newest, first: the server's default.
        Descending = "desc",
    }
}

/// Which snapshots a list shows, and in which order. What is not set, the server decides: page 1,
/// 100 per page, last used first. General snapshots always come last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListSnapshotsParams {
    /// The page, from 1.
    pub page: Option<u32>,
    /// Snapshots per page, 1 to 200.
    pub limit: Option<u32>,
    /// Only those whose name contains this, in any case.
    pub name: Option<String>,
    /// Only those taken from this sandbox.
    pub source_sandbox_id: Option<String>,
    /// What the list is sorted by.
    pub sort: Option<SnapshotSort>,
    /// The direction.
    pub order: Option<SortOrder>,
}

impl ListSnapshotsParams {
    /// Refuses what the server would refuse.
    pub(crate) fn check(&self) -> Result<()> {
        if self.page == Some(0) {
            return Err(
                Error::invalid_input("page 0 was asked for").with_hint("pages are counted from 1")
            );
        }
        let texts = [("the name", &self.name), ("the id of the sandbox", &self.source_sandbox_id)];
        for (what, text) in texts {
            check_text(what, text.as_deref().unwrap_or_default())?;
        }
        match self.limit {
            Some(limit) if !(1..=MAX_LIMIT).contains(&limit) => {
                Err(Error::invalid_input(format!("{limit} snapshots per page were asked for"))
                    .with_hint(format!("ask for 1 to {MAX_LIMIT}")))
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
