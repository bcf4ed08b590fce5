//! Fault injection.

mod change;
mod fault;
mod feed_fault;
mod layer;
mod registry;
mod response;
mod route;

pub use self::{
    fault::{Fault, FaultBuilder},
    feed_fault::FeedFault,
    registry::InjectedFault,
    response::FaultResponse,
    route::Route,
};
pub(crate) use self::{
    layer::{apply, intercept, placeholder},
    registry::{FaultRegistry, RequestContext, RequestTrace},
};
