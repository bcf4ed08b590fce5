//! The lookup of snapshots by id or name.

use super::error::ApiError;
use crate::state::{
    ServerState,
    tables::{SnapshotRow, Tables, canonical_id},
};

/// The length of an id with hyphens, the only form that the API accepts.
const ID_LENGTH: usize = 36;

/// Returns a snapshot that the organization can see.
pub(super) fn visible<'a>(
    state: &ServerState,
    tables: &'a Tables,
    id_or_name: &str,
) -> Result<&'a SnapshotRow, ApiError> {
    let row = find(state, tables, id_or_name)?;
    if is_id_of(row, id_or_name) && id_or_name.len() != ID_LENGTH {
        return Err(ApiError::not_found(format!("Snapshot {id_or_name} not found")));
    }
    Ok(row)
}

fn find<'a>(
    state: &ServerState,
    tables: &'a Tables,
    id_or_name: &str,
) -> Result<&'a SnapshotRow, ApiError> {
    tables.find(state.organization_id(), id_or_name).ok_or_else(|| not_found(id_or_name))
}

/// Returns a snapshot that the organization can change. A name is refused.
pub(super) fn owned(
    state: &ServerState,
    tables: &Tables,
    id: &str,
) -> Result<SnapshotRow, ApiError> {
    let row = find(state, tables, id)?;
    if row.organization_id != state.organization_id() {
        return Err(not_found(id));
    }
    check_is_id(row, id)?;
    if row.general {
        return Err(ApiError::forbidden("Forbidden resource"));
    }
    Ok(row.clone())
}

/// A snapshot with a build.
pub(super) struct BuiltSnapshot {
    pub(super) id: String,
    pub(super) build_ref: String,
}

/// Returns a snapshot with a build that the organization can see. A name is refused.
pub(super) fn built(state: &ServerState, id: &str) -> Result<BuiltSnapshot, ApiError> {
    let tables = state.database.tables();
    let row = find(state, &tables, id)?;
    check_is_id(row, id)?;
    let build_ref = row.build_ref.clone();
    let build_ref =
        build_ref.ok_or_else(|| ApiError::not_found(format!("Snapshot {id} has no build info")))?;
    Ok(BuiltSnapshot { id: row.id.clone(), build_ref })
}

pub(super) fn not_found(id_or_name: &str) -> ApiError {
    ApiError::not_found(format!("Snapshot with name {id_or_name} not found"))
}

fn check_is_id(row: &SnapshotRow, id: &str) -> Result<(), ApiError> {
    let has_form_of_id = id.len() == ID_LENGTH && canonical_id(id).is_some();
    match (has_form_of_id, is_id_of(row, id)) {
        (true, true) => Ok(()),
        (true, false) => Err(not_found(id)),
        (false, _) => Err(ApiError::bad_request("Validation failed (uuid is expected)")),
    }
}

fn is_id_of(row: &SnapshotRow, id: &str) -> bool {
    canonical_id(id).as_deref() == Some(&row.id)
}
