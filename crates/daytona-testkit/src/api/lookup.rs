//! The lookup of snapshots by id or name.

use uuid::Uuid;

use super::error::ApiError;
use crate::state::{
    ServerState,
    tables::{SnapshotRow, Tables},
};

/// Returns a snapshot that the organization can see.
pub(super) fn visible<'a>(
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
    let row = visible(state, tables, id)?;
    if row.organization_id != state.organization_id() {
        return Err(not_found(id));
    }
    check_is_id(row, id)?;
    if row.general {
        return Err(ApiError::forbidden("Forbidden resource"));
    }
    Ok(row.clone())
}

/// Returns the build reference of a snapshot that the organization can see. A name is refused.
pub(super) fn build_ref(state: &ServerState, id: &str) -> Result<String, ApiError> {
    let tables = state.database.tables();
    let row = visible(state, &tables, id)?;
    check_is_id(row, id)?;
    row.build_ref
        .clone()
        .ok_or_else(|| ApiError::not_found(format!("Snapshot {id} has no build info")))
}

pub(super) fn not_found(id_or_name: &str) -> ApiError {
    ApiError::not_found(format!("Snapshot with name {id_or_name} not found"))
}

fn check_is_id(row: &SnapshotRow, id: &str) -> Result<(), ApiError> {
    if row.id == id {
        Ok(())
    } else if id.len() == 36 && Uuid::parse_str(id).is_ok() {
        Err(not_found(id))
    } else {
        Err(ApiError::bad_request("Validation failed (uuid is expected)"))
    }
}
