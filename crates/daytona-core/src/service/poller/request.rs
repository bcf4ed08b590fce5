//! The requests of the poller.

use std::time::Duration;

use tokio::time::timeout;

use crate::error::Kind;
use crate::model::page::MAX_LIMIT;
use crate::service::retrying::RetryingSnapshots;
use crate::{
    Error, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot, SnapshotSort, SortOrder,
};

/// How long a poll may take. A lost response must not delay the waits for longer.
const POLL_TIMEOUT: Duration = Duration::from_secs(15);

/// A request of the poller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PollRequest {
    /// The snapshot with this id.
    Snapshot(String),
    /// A page of the list, newest snapshots first.
    Page(u32),
}

/// The response to a [`PollRequest`].
pub(super) enum PollResponse {
    Snapshot(String, Result<Box<Snapshot>>),
    Page(Result<PaginatedSnapshots>),
}

impl PollResponse {
    /// Returns the id of the polled snapshot, or `None` for a page.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Snapshot(id, _) => Some(id),
            Self::Page(_) => None,
        }
    }
}

impl PollRequest {
    /// Sends the request.
    pub(super) async fn send(self, snapshots: &RetryingSnapshots) -> PollResponse {
        match self {
            Self::Snapshot(id) => {
                let response = in_time(snapshots.get(&id)).await;
                PollResponse::Snapshot(id, response.map(Box::new))
            }
            Self::Page(page) => {
                PollResponse::Page(in_time(snapshots.list(page_params(page))).await)
            }
        }
    }
}

fn page_params(page: u32) -> ListSnapshotsParams {
    ListSnapshotsParams {
        page: Some(page),
        limit: Some(MAX_LIMIT),
        sort: Some(SnapshotSort::CreatedAt),
        order: Some(SortOrder::Descending),
        ..ListSnapshotsParams::default()
    }
}

async fn in_time<T>(poll: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(POLL_TIMEOUT, poll).await.unwrap_or_else(|_| {
        let message = format!("the server did not answer within {POLL_TIMEOUT:?}");
        Err(Error::new(Kind::Transport, message))
    })
}
