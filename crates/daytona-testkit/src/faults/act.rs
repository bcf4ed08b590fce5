//! Carries out the fault that struck a request.

use std::{future, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::{Answer, Call, fault::Effect};
use crate::{connection::Connection, world::World};

/// What comes in place of the server's answer.
#[derive(Debug, Clone)]
pub(super) enum Instead {
    Reset,
    Silence,
    Answer(Answer),
}

/// Lets a request be routed and handled, and then does with its answer what the fault says that struck it.
pub(crate) async fn act(State(world): State<Arc<World>>, request: Request, next: Next) -> Response {
    let call = request.extensions().get::<Call>().cloned();
    let connection = request.extensions().get::<Connection>().cloned().unwrap_or_default();
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let Some(armed) = call.as_ref().and_then(|call| call.found.fault_of(&response)) else {
        return response;
    };
    match &armed.fault.effect {
        Effect::Instead(instead) | Effect::Afterwards(instead) => match instead {
            Instead::Answer(answer) => answer.to(&uri, world.clock.now()),
            Instead::Reset => {
                connection.reset();
                future::pending().await
            }
            Instead::Silence => future::pending().await,
        },
        Effect::Change(change) => change.apply(response, &connection).await,
        Effect::LoseDelete => response,
    }
}
