//! The operations on snapshots.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    body::{self, Body},
    extract::{Path, Query, Request, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Answer, ApiError,
    create::{CreateSnapshot, Source},
    dashboard, json, listing,
};
use crate::{
    faults::Call,
    runner::{entrypoint, lifecycle},
    tables::{BuildRow, SnapshotRow, Tables},
    wire,
    world::{World, is_within},
};

/// The largest request body that is read.
const MAX_BODY_BYTES: usize = 100 * 1024;
/// How long a question for the log's address waits for a runner.
const RUNNER_WAIT: Duration = Duration::from_secs(30);

pub(super) async fn list(
    State(world): State<Arc<World>>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Answer {
    let query = listing::parse(&parameters)?;
    let tables = world.tables();
    let (rows, total) = tables.page(world.organization_id(), &query);
    json(&wire::Page {
        items: rows.into_iter().map(|row| wire::Snapshot::new(&tables, row)).collect(),
        total,
        page: query.page,
        total_pages: total.div_ceil(query.limit.max(1)),
    })
}

pub(super) async fn get(State(world): State<Arc<World>>, Path(id): Path<String>) -> Answer {
    // A proxy in front of the real server resolves the dots, and the path leaves the API.
    if matches!(id.as_str(), "." | "..") {
        return Ok(dashboard());
    }
    let tables = world.tables();
    let row = visible(&world, &tables, &id)?;
    json(&wire::Snapshot::new(&tables, row))
}

pub(super) async fn create(State(world): State<Arc<World>>, request: Request) -> Answer {
    let create = CreateSnapshot::parse(&read_body(request).await?)?;
    let mut tables = world.tables();
    if tables.is_taken(world.organization_id(), &create.name) {
        return Err(ApiError::conflict(format!(
            "Snapshot with name \"{}\" already exists for this organization",
            create.name
        )));
    }
    let row = insert(&world, &mut tables, create)?;
    lifecycle::start(&world, &row.id);
    json(&wire::Snapshot::new(&tables, &row))
}

pub(super) async fn remove(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Extension(call): Extension<Call>,
) -> Answer {
    let mut tables = world.tables();
    let row = owned(&world, &tables, &id)?;
    if row.state != "removing" {
        let due = world.clock.due_in(world.settings.removal_time);
        world.update_snapshot(&mut tables, &row.id, |row| {
            row.state = "removing".to_owned();
            row.due = Some(due);
        })?;
        if call.found.loses_delete() {
            lifecycle::lose_removal(&world, &row);
        } else {
            lifecycle::start(&world, &row.id);
        }
    }
    Ok(StatusCode::OK.into_response())
}

pub(super) async fn activate(State(world): State<Arc<World>>, Path(id): Path<String>) -> Answer {
    let mut tables = world.tables();
    let row = owned(&world, &tables, &id)?;
    match row.state.as_str() {
        "active" => {
            return Err(ApiError::bad_request(format!("Snapshot {id} is already active")));
        }
        "inactive" => {}
        state => {
            return Err(ApiError::bad_request(format!(
                "Snapshot {id} cannot be activated - it is in {state} state"
            )));
        }
    }
    if is_within(world.settings.activation_cooldown, row.updated_at, world.clock.now()) {
        return Err(ApiError::bad_request(
            "Snapshot deactivation is still in progress. Please try again in a few minutes.",
        ));
    }
    let due = world.work_due(row.build_ref.is_some());
    let pending = |row: &mut SnapshotRow| {
        row.state = "pending".to_owned();
        row.due = Some(due);
    };
    let row = world.update_snapshot(&mut tables, &row.id, pending)?.unwrap_or(row);
    lifecycle::start(&world, &row.id);
    json(&wire::Snapshot::new(&tables, &row))
}

pub(super) async fn deactivate(State(world): State<Arc<World>>, Path(id): Path<String>) -> Answer {
    let mut tables = world.tables();
    let row = owned(&world, &tables, &id)?;
    if row.state != "inactive" {
        world.update_snapshot(&mut tables, &row.id, |row| row.state = "inactive".to_owned())?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn build_logs_url(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Answer {
    build_ref(&world, &id)?;
    let has_runner = |tables: &Tables| match tables.snapshots.get(&id) {
        Some(row) if row.initial_runner_id.is_none() => None,
        row => Some(row.is_some()),
    };
    match tokio::time::timeout(RUNNER_WAIT, world.wait_for(has_runner)).await {
        Ok(true) => json(&json!({ "url": world.logs_url(&id) })),
        Ok(false) => Err(unknown(&id)),
        Err(_) => Err(ApiError::not_found(format!("Snapshot {id} has no runner"))),
    }
}

/// Returns the build of a snapshot that may be seen.
pub(super) fn build_ref(world: &World, id: &str) -> Result<String, ApiError> {
    let tables = world.tables();
    let row = visible(world, &tables, id)?;
    check_is_id(row, id)?;
    row.build_ref
        .clone()
        .ok_or_else(|| ApiError::not_found(format!("Snapshot {id} has no build info")))
}

/// Reads a JSON body; one of another type counts as empty, as the server's parser leaves it alone.
async fn read_body(request: Request) -> Result<Value, ApiError> {
    let (parts, body) = request.into_parts();
    let is_json = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    let bytes =
        collect(body).await.ok_or_else(|| ApiError::no_such_route(&parts.method, &parts.uri))?;
    if !is_json || bytes.is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_slice(&bytes) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => Ok(value),
        _ => Err(ApiError::malformed_json()),
    }
}

/// Reads a body to its end; `None` when it is too large.
///
/// Reading on past the limit lets a client that sends before it reads get the answer.
async fn collect(body: Body) -> Option<bytes::Bytes> {
    const DRAINED_BYTES: usize = 64 * 1024 * 1024;
    let bytes = body::to_bytes(body, DRAINED_BYTES).await.ok()?;
    (bytes.len() <= MAX_BODY_BYTES).then_some(bytes)
}

/// Finds a snapshot that the organization may see.
fn visible<'a>(
    world: &World,
    tables: &'a Tables,
    id_or_name: &str,
) -> Result<&'a SnapshotRow, ApiError> {
    tables.find(world.organization_id(), id_or_name).ok_or_else(|| unknown(id_or_name))
}

/// Finds a snapshot that the organization may change, by its id alone.
fn owned(world: &World, tables: &Tables, id: &str) -> Result<SnapshotRow, ApiError> {
    let row = visible(world, tables, id)?;
    if row.organization_id != world.organization_id() {
        return Err(unknown(id));
    }
    check_is_id(row, id)?;
    if row.general {
        return Err(ApiError::forbidden("Forbidden resource"));
    }
    Ok(row.clone())
}

fn check_is_id(row: &SnapshotRow, id: &str) -> Result<(), ApiError> {
    if row.id == id {
        Ok(())
    } else if id.len() == 36 && Uuid::parse_str(id).is_ok() {
        Err(unknown(id))
    } else {
        Err(ApiError::bad_request("Validation failed (uuid is expected)"))
    }
}

fn unknown(id_or_name: &str) -> ApiError {
    ApiError::not_found(format!("Snapshot with name {id_or_name} not found"))
}

/// Writes the rows of a new snapshot, the build's first.
fn insert(
    world: &World,
    tables: &mut Tables,
    create: CreateSnapshot,
) -> Result<SnapshotRow, ApiError> {
    let (image_name, entrypoint, build) = match create.source {
        Source::Image { name, entrypoint } => (name, entrypoint, None),
        Source::Build { dockerfile, context_hashes } => {
            let entrypoint = entrypoint::of(&dockerfile);
            let build = touch_build(world, tables, dockerfile, context_hashes)?;
            (String::new(), Some(entrypoint), Some(build))
        }
    };
    let now = world.clock.stamp();
    // A build of the same input that has succeeded is shared: there is nothing to do for a runner.
    let build_of = |reference: &String| tables.builds.get(reference);
    let is_built = build.as_ref().and_then(build_of).is_some_and(|build| build.succeeded);
    let row = SnapshotRow {
        id: Uuid::new_v4().to_string(),
        organization_id: world.organization_id().to_owned(),
        general: false,
        name: create.name,
        image_name,
        state: if is_built { "active" } else { "pending" }.to_owned(),
        size: None,
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
        reference: build.as_deref().map(lifecycle::built_reference),
        due: Some(world.work_due(build.is_some())),
        build_ref: build,
        region_ids: vec![create.region_id],
        initial_runner_id: None,
        sandbox_class: create.sandbox_class,
        source_sandbox_id: None,
    };
    world.put_snapshot(tables, row.clone())?;
    Ok(row)
}

/// Finds the build of the same input, or makes one; returns its reference.
fn touch_build(
    world: &World,
    tables: &mut Tables,
    dockerfile: String,
    context_hashes: Option<Vec<String>>,
) -> Result<String, ApiError> {
    let now = world.clock.stamp();
    let build_ref =
        lifecycle::build_ref(&dockerfile, context_hashes.as_deref().unwrap_or_default());
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
    world.put_build(tables, row)?;
    Ok(build_ref)
}
