//! Fault injection.

mod change;
mod fault;
mod layer;
mod registry;
mod response;
mod route;

pub use self::{
    fault::{Fault, FaultBuilder},
    registry::InjectedFault,
    response::FaultResponse,
    route::Route,
};
pub(crate) use self::{
    layer::{apply, intercept, placeholder},
    registry::{FaultRegistry, RequestContext, RequestTrace},
};
