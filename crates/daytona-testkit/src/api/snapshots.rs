//! The operations on snapshots, except their creation.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse,
};

use super::{
    error::ApiError,
    list_query, lookup,
    response::{ApiResult, json_response, web_page},
};
use crate::{
    faults::RequestContext,
    json,
    runner::lifecycle,
    state::{ServerState, tables::SnapshotRow},
    state_dir,
};

pub(super) async fn list(
    State(state): State<Arc<ServerState>>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> ApiResult {
    let query = list_query::parse(&parameters)?;
    let tables = state.database.tables();
    let (rows, total) = tables.page(state.organization_id(), &query);
    json_response(&json::Page {
        items: rows.into_iter().map(|row| json::Snapshot::of(&tables, row)).collect(),
        total,
        page: query.page,
        total_pages: total.div_ceil(query.limit.max(1)),
    })
}

pub(super) async fn get(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
) -> ApiResult {
    // A proxy in front of the real server resolves the dots, so the path leaves the API.
    if matches!(id.as_str(), "." | "..") {
        return Ok(web_page());
    }
    let tables = state.database.tables();
    let row = lookup::visible(&state, &tables, &id)?;
    json_response(&json::Snapshot::of(&tables, row))
}

pub(super) async fn remove(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
    Extension(context): Extension<RequestContext>,
) -> ApiResult {
    let mut tables = state.database.tables();
    let row = lookup::owned(&state, &tables, &id)?;
    if row.state != "removing" {
        let due = state.clock.due_in(state.settings.removal_time(&row.id));
        let removing = |row: &mut SnapshotRow| {
            row.state = "removing".to_owned();
            row.due = Some(due);
        };
        match state.database.update_snapshot(&mut tables, &row.id, removing) {
            // The new state of the snapshot needs space on the disk, and its removal does not.
            Err(error) if state_dir::is_full(&error) => {
                state.remove_snapshot(&mut tables, &row.id)?;
                return Ok(StatusCode::OK.into_response());
            }
            changed => changed?,
        };
        if context.trace.loses_delete() {
            lifecycle::lose_removal(&state, &row);
        } else {
            lifecycle::start(&state, &row.id);
        }
    }
    Ok(StatusCode::OK.into_response())
}

pub(super) async fn activate(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
) -> ApiResult {
    let mut tables = state.database.tables();
    let row = lookup::owned(&state, &tables, &id)?;
    match row.state.as_str() {
        "active" => {
            return Err(ApiError::bad_request(format!("Snapshot {id} is already active")));
        }
        "inactive" => {}
        other => {
            return Err(ApiError::bad_request(format!(
                "Snapshot {id} cannot be activated - it is in {other} state"
            )));
        }
    }
    if !state.clock.has_passed(state.settings.activation_cooldown, row.updated_at) {
        return Err(ApiError::bad_request(
            "Snapshot deactivation is still in progress. Please try again in a few minutes.",
        ));
    }
    let due = state.work_due(row.build_ref.is_some());
    let pending = |row: &mut SnapshotRow| {
        row.state = "pending".to_owned();
        row.due = Some(due);
    };
    let row = state.database.update_snapshot(&mut tables, &row.id, pending)?.unwrap_or(row);
    lifecycle::start(&state, &row.id);
    json_response(&json::Snapshot::of(&tables, &row))
}

pub(super) async fn deactivate(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
) -> ApiResult {
    let mut tables = state.database.tables();
    let row = lookup::owned(&state, &tables, &id)?;
    if row.state != "inactive" {
        let inactive = |row: &mut SnapshotRow| row.state = "inactive".to_owned();
        state.database.update_snapshot(&mut tables, &row.id, inactive)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
