//! The build log of a snapshot, and its URL.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Path, Query, State},
    response::IntoResponse,
};
use serde_json::json;

use super::{
    error::ApiError,
    lookup,
    response::{ApiResult, json_response},
};
use crate::state::ServerState;

/// The longest wait for a runner in a request for the URL of a log.
const RUNNER_WAIT: Duration = Duration::from_secs(30);

/// Returns the URL of a log as soon as a runner has the build.
pub(super) async fn build_logs_url(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
) -> ApiResult {
    let snapshot = lookup::built(&state, &id)?;
    // A state that is open for reading only does not change.
    let limit = if state.is_read_only() { Duration::ZERO } else { RUNNER_WAIT };
    match tokio::time::timeout(limit, wait_for_runner(&state, &snapshot.id)).await {
        Ok(true) => json_response(&json!({ "url": state.logs_url(&snapshot.id) })),
        Ok(false) => Err(lookup::not_found(&id)),
        Err(_) => Err(ApiError::not_found(format!("Snapshot {id} has no runner"))),
    }
}

/// Waits until a snapshot has a runner. Returns `false` if the snapshot has been removed.
async fn wait_for_runner(state: &ServerState, id: &str) -> bool {
    loop {
        let has_runner =
            state.database.tables().snapshots.get(id).map(|row| row.initial_runner_id.is_some());
        match has_runner {
            Some(true) => return true,
            None => return false,
            // The real server checks at intervals too. So the response can be late.
            Some(false) => tokio::time::sleep(state.settings.runner_check_interval).await,
        }
    }
}

/// Streams a log. With `follow=true` the stream ends with the log.
pub(super) async fn build_logs(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> ApiResult {
    let build_ref = lookup::built(&state, &id)?.build_ref;
    let follows = parameters.iter().any(|(name, value)| name == "follow" && value == "true");
    let body = if follows {
        state.logs.follow(&build_ref).await?.map(Body::from_stream)
    } else {
        state.logs.read(&build_ref).await?.map(Body::from_stream)
    };
    let body =
        body.ok_or_else(|| ApiError::not_found(format!("Build logs of snapshot {id} not found")))?;
    // The real server sends no content type.
    Ok(body.into_response())
}
