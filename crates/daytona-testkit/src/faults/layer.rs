//! The layers that apply faults to requests.

use std::{future, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;

use super::{
    fault::{Effect, Replacement},
    registry::RequestContext,
    route::Route,
};
use crate::{connection::Connection, state::clock::Clock};

/// Records the operation of a request. Returns `None` if a fault replaces the effect of the operation.
pub(crate) async fn intercept(route: Route, request: Request) -> Option<Request> {
    let Some(context) = request.extensions().get::<RequestContext>() else { return Some(request) };
    context.begin(route);
    match context.trace.effect() {
        Some(Effect::Before(Replacement::Response(_))) => {
            read_to_end(request.into_body()).await;
            None
        }
        Some(Effect::Before(_)) => None,
        Some(Effect::After(_) | Effect::Change(_) | Effect::LoseDelete | Effect::Feed(_))
        | None => Some(request),
    }
}

/// Returns the response to a request that is not handled. The fault replaces it.
pub(crate) fn placeholder() -> Response {
    Body::empty().into_response()
}

/// Handles a request, and applies its fault to the response.
pub(crate) async fn apply(
    State(clock): State<Arc<Clock>>,
    request: Request,
    next: Next,
) -> Response {
    let context = request.extensions().get::<RequestContext>().cloned();
    let connection = request.extensions().get::<Connection>().cloned().unwrap_or_default();
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let effect = context.as_ref().and_then(|context| context.trace.effect_on(&response));
    match effect {
        Some(Effect::Before(replacement) | Effect::After(replacement)) => match replacement {
            Replacement::Response(response) => response.render(&uri, clock.now()),
            Replacement::Reset => {
                connection.reset();
                future::pending().await
            }
            Replacement::Silence => future::pending().await,
        },
        Some(Effect::Change(change)) => change.apply(response, &connection).await,
        Some(Effect::LoseDelete | Effect::Feed(_)) | None => response,
    }
}

/// Reads a request body. Some clients read the response only after they have sent the whole body.
async fn read_to_end(body: Body) {
    let mut chunks = body.into_data_stream();
    while let Some(Ok(_)) = chunks.next().await {}
}
