//! The tables of snapshots and builds, and their queries.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::name_pattern::NamePattern;

/// The sort order of states in the server's database.
const STATE_ORDER: [&str; 9] = [
    "building",
    "pending",
    "pulling",
    "snapshotting",
    "active",
    "inactive",
    "error",
    "build_failed",
    "removing",
];

/// A snapshot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SnapshotRow {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) general: bool,
    pub(crate) name: String,
    pub(crate) image_name: String,
    pub(crate) state: String,
    pub(crate) size: Option<f64>,
    pub(crate) entrypoint: Option<Vec<String>>,
    pub(crate) cpu: f64,
    pub(crate) gpu: f64,
    pub(crate) gpu_type: Option<String>,
    pub(crate) mem: f64,
    pub(crate) disk: f64,
    pub(crate) error_reason: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) last_used_at: Option<Timestamp>,
    pub(crate) build_ref: Option<String>,
    pub(crate) region_ids: Vec<String>,
    pub(crate) initial_runner_id: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) sandbox_class: String,
    pub(crate) source_sandbox_id: Option<String>,
    /// The end of the current build, pull or removal. A later process uses it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<Timestamp>,
}

/// A build. Snapshots with the same Dockerfile and contexts share one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BuildRow {
    pub(crate) build_ref: String,
    pub(crate) dockerfile: String,
    pub(crate) context_hashes: Option<Vec<String>>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) succeeded: bool,
    /// The offset in the log at which the current attempt starts. Set while an attempt is unfinished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attempt_log_start: Option<u64>,
}

/// All snapshots and builds.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) snapshots: BTreeMap<String, SnapshotRow>,
    pub(crate) builds: BTreeMap<String, BuildRow>,
    /// The references of the builds that a task of this process runs.
    pub(crate) running: HashSet<String>,
}

/// Returns the id in the form of the tables. The database of the server accepts upper case, braces, and an id without
/// hyphens too.
pub(crate) fn canonical_id(id: &str) -> Option<String> {
    let id = Some(id).filter(|id| !id.starts_with("urn:"))?;
    Uuid::parse_str(id).ok().map(|id| id.to_string())
}

impl Tables {
    /// Returns the snapshot with an id or a name that the organization can see. Its own snapshots precede general ones.
    pub(crate) fn find(&self, organization_id: &str, id_or_name: &str) -> Option<&SnapshotRow> {
        let own = |row: &SnapshotRow| row.organization_id == organization_id;
        self.matching(id_or_name, own).or_else(|| self.matching(id_or_name, |row| row.general))
    }

    fn matching(
        &self,
        id_or_name: &str,
        allowed: impl Fn(&SnapshotRow) -> bool,
    ) -> Option<&SnapshotRow> {
        let by_id = canonical_id(id_or_name).and_then(|id| self.snapshots.get(&id)).into_iter();
        let by_name = self.snapshots.values().filter(|row| row.name == id_or_name);
        by_id.chain(by_name).find(|row| allowed(row))
    }

    /// Returns the build of a snapshot.
    pub(crate) fn build_of(&self, row: &SnapshotRow) -> Option<&BuildRow> {
        self.builds.get(row.build_ref.as_ref()?)
    }

    /// Returns `true` if a snapshot of the organization has the name, including snapshots in the state `removing`.
    pub(crate) fn is_taken(&self, organization_id: &str, name: &str) -> bool {
        self.snapshots
            .values()
            .any(|row| row.organization_id == organization_id && row.name == name)
    }

    /// Returns one page of the snapshots that the organization can see, and the total number on all pages.
    pub(crate) fn page(
        &self,
        organization_id: &str,
        query: &ListQuery,
    ) -> (Vec<&SnapshotRow>, usize) {
        let mut rows: Vec<_> = self
            .snapshots
            .values()
            .filter(|row| row.organization_id == organization_id || row.general)
            .filter(|row| query.accepts(row))
            .collect();
        rows.sort_by(|a, b| query.compare(a, b));
        let total = rows.len();
        let start = query.limit.saturating_mul(query.page.saturating_sub(1));
        (rows.into_iter().skip(start).take(query.limit).collect(), total)
    }
}

/// The sort field of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortField {
    Name,
    State,
    LastUsedAt,
    CreatedAt,
}

/// The sort direction of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SortOrder {
    Ascending,
    Descending,
}

/// The query of a list request.
#[derive(Debug, Clone)]
pub(crate) struct ListQuery {
    /// The first page is 1.
    pub(crate) page: usize,
    pub(crate) limit: usize,
    pub(crate) name: Option<NamePattern>,
    pub(crate) source_sandbox_id: Option<String>,
    pub(crate) sort: SortField,
    pub(crate) order: SortOrder,
}

impl ListQuery {
    fn accepts(&self, row: &SnapshotRow) -> bool {
        let name = self.name.as_ref().is_none_or(|pattern| pattern.matches(&row.name));
        let source = self
            .source_sandbox_id
            .as_ref()
            .is_none_or(|id| row.source_sandbox_id.as_ref() == Some(id));
        name && source
    }

    /// Compares two rows in the server's order: general last, nulls last, ties by creation time, newest first.
    fn compare(&self, a: &SnapshotRow, b: &SnapshotRow) -> std::cmp::Ordering {
        let directed = |order: std::cmp::Ordering| match self.order {
            SortOrder::Ascending => order,
            SortOrder::Descending => order.reverse(),
        };
        let field = match self.sort {
            SortField::Name => directed(a.name.cmp(&b.name)),
            SortField::State => directed(state_rank(&a.state).cmp(&state_rank(&b.state))),
            SortField::CreatedAt => directed(a.created_at.cmp(&b.created_at)),
            SortField::LastUsedAt => match (a.last_used_at, b.last_used_at) {
                (Some(a), Some(b)) => directed(a.cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        };
        a.general.cmp(&b.general).then(field).then(b.created_at.cmp(&a.created_at))
    }
}

fn state_rank(state: &str) -> usize {
    STATE_ORDER.iter().position(|known| *known == state).unwrap_or(STATE_ORDER.len())
}
