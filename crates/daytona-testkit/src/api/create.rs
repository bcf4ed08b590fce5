//! The creation of snapshots.

use std::sync::Arc;

use axum::{
    body::{self, Body},
    extract::{Request, State},
    http::{HeaderMap, header},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    create_request::{CreateRequest, Source},
    error::ApiError,
    response::{ApiResult, json_response},
};
use crate::{
    json,
    runner::{entrypoint, lifecycle},
    state::{
        ServerState, image_ref,
        tables::{BuildRow, SnapshotRow, Tables},
    },
};

/// The maximum size of a request body.
const MAX_BODY_BYTES: usize = 100 * 1024;
/// The maximum size of the part of a request body that is read and discarded.
const MAX_DISCARDED_BYTES: usize = 64 * 1024 * 1024;

/// Creates a snapshot and starts its build or pull.
pub(super) async fn create(State(state): State<Arc<ServerState>>, request: Request) -> ApiResult {
    let create = CreateRequest::parse(&read_json(request).await?)?;
    let mut tables = state.database.tables();
    if tables.is_taken(state.organization_id(), &create.name) {
        return Err(ApiError::conflict(format!(
            "Snapshot with name \"{}\" already exists for this organization",
            create.name
        )));
    }
    let row = insert_snapshot(&state, &mut tables, create)?;
    lifecycle::start(&state, &row.id);
    json_response(&json::Snapshot::of(&tables, &row))
}

/// Reads a JSON body. A body of another content type counts as `null`, because the server's parser ignores it.
async fn read_json(request: Request) -> Result<Value, ApiError> {
    let (parts, body) = request.into_parts();
    // The server has no handler for a body that its parser cannot read.
    let refused = || ApiError::no_such_route(&parts.method, &parts.uri);
    let bytes = read_body(body).await.ok_or_else(refused)?;
    let media_type = MediaType::of(&parts.headers);
    if !media_type.is_json || bytes.is_empty() {
        return Ok(Value::Null);
    }
    if !media_type.is_utf8 || is_encoded(&parts.headers) {
        return Err(refused());
    }
    let text = String::from_utf8_lossy(&bytes);
    match serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => Ok(value),
        _ => Err(ApiError::malformed_json()),
    }
}

/// The media type of a body.
#[derive(Debug, PartialEq, Eq)]
struct MediaType {
    is_json: bool,
    is_utf8: bool,
}

impl MediaType {
    fn of(headers: &HeaderMap) -> Self {
        let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let text = text.unwrap_or_default().to_ascii_lowercase();
        let mut parts = text.split(';').map(str::trim);
        let is_json = parts.next().is_some_and(|name| name.ends_with("/json"));
        let charset = parts.find_map(|parameter| parameter.strip_prefix("charset="));
        let is_utf8 = charset.is_none_or(|name| name.trim_matches('"').starts_with("utf-8"));
        Self { is_json, is_utf8 }
    }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}

/// Reads a body to its end. Returns `None` if the body is too large.
///
/// The excess is read too, because some clients read the response only after they have sent the whole body.
async fn read_body(body: Body) -> Option<bytes::Bytes> {
    let bytes = body::to_bytes(body, MAX_DISCARDED_BYTES).await.ok()?;
    (bytes.len() <= MAX_BODY_BYTES).then_some(bytes)
}

/// Adds a snapshot, after its build.
fn insert_snapshot(
    state: &ServerState,
    tables: &mut Tables,
    create: CreateRequest,
) -> Result<SnapshotRow, ApiError> {
    let (image_name, entrypoint, build_ref) = match create.source {
        Source::Image { name, entrypoint } => (name, entrypoint, None),
        Source::Build { dockerfile, context_hashes } => {
            let entrypoint = entrypoint::parse(&dockerfile).map_err(|_| {
                ApiError::bad_request("Every word of the entrypoint must be a string")
            })?;
            let build_ref = upsert_build(state, tables, dockerfile, context_hashes)?;
            (String::new(), entrypoint, Some(build_ref))
        }
    };
    let now = state.clock.stamp();
    // A successful build of the same input is shared. No runner is involved.
    let build = build_ref.as_ref().and_then(|build_ref| tables.builds.get(build_ref));
    let is_built = build.is_some_and(|build| build.succeeded);
    let row = SnapshotRow {
        id: Uuid::new_v4().to_string(),
        organization_id: state.organization_id().to_owned(),
        general: false,
        name: create.name,
        image_name,
        state: if is_built { "active" } else { "pending" }.to_owned(),
        size: is_built.then_some(image_ref::SIZE_GIB),
        entrypoint,
        cpu: create.cpu,
        gpu: create.gpu,
        gpu_type: create.gpu_type,
        mem: create.mem,
        disk: create.disk,
        error_reason: None,
        created_at: now,
        updated_at: now,
        last_used_at: is_built.then_some(now),
        reference: build_ref.as_deref().map(image_ref::built_reference),
        due: (!is_built).then(|| state.work_due(build_ref.is_some())),
        build_ref,
        region_ids: vec![create.region_id],
        initial_runner_id: None,
        sandbox_class: create.sandbox_class,
        source_sandbox_id: None,
    };
    state.database.put_snapshot(tables, row.clone())?;
    Ok(row)
}

/// Updates the build of the same input, or adds one. Returns its reference.
fn upsert_build(
    state: &ServerState,
    tables: &mut Tables,
    dockerfile: String,
    context_hashes: Option<Vec<String>>,
) -> Result<String, ApiError> {
    let now = state.clock.stamp();
    let build_ref =
        image_ref::build_ref(&dockerfile, context_hashes.as_deref().unwrap_or_default());
    let row = match tables.builds.get(&build_ref) {
        Some(known) => BuildRow { updated_at: now, ..known.clone() },
        None => BuildRow {
            build_ref: build_ref.clone(),
            dockerfile,
            context_hashes,
            created_at: now,
            updated_at: now,
            succeeded: false,
            attempt_log_start: None,
        },
    };
    state.database.put_build(tables, row)?;
    Ok(build_ref)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_any_type_in_utf_8_is_parsed() {
        let media_type = |text: &str| {
            let headers = [(header::CONTENT_TYPE, text.parse().unwrap())];
            MediaType::of(&headers.into_iter().collect())
        };
        let utf8 = MediaType { is_json: true, is_utf8: true };
        for text in
            ["application/json", "Application/JSON; charset=UTF-8", "text/json;charset=\"utf-8\""]
        {
            assert_eq!(media_type(text), utf8, "{text}");
        }
        assert!(!media_type("application/json; charset=iso-8859-1").is_utf8);
        for text in ["text/plain", "application/problem+json", "application/jsonl"] {
            assert!(!media_type(text).is_json, "{text}");
        }
    }
}
