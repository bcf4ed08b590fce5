//! Build logs over HTTP, from the API and from the host that the API sends readers to.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse,
};

use super::{Answer, ApiError, snapshots};
use crate::world::World;

/// Streams the log of a snapshot's build, with `follow=true` until the build's stream ends.
pub(crate) async fn build_logs(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Answer {
    let build_ref = snapshots::build_ref(&world, &id)?;
    let follows = parameters.iter().any(|(name, value)| name == "follow" && value == "true");
    let body = if follows {
        world.logs.follow(&build_ref).await?.map(Body::from_stream)
    } else {
        world.logs.read(&build_ref).await?.map(Body::from_stream)
    };
    let body =
        body.ok_or_else(|| ApiError::not_found(format!("Build logs of snapshot {id} not found")))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response())
}
