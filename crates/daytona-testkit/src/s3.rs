//! The object storage: the part of S3 that temporary credentials of the real server open.

mod access;
pub(crate) mod credentials;
mod multipart;
pub(crate) mod objects;
mod operations;
pub(crate) mod pieces;
mod route;

use std::sync::Arc;

use s3s::service::{S3Service, S3ServiceBuilder};

pub(crate) use self::route::route;
use crate::world::World;

/// Builds the service for everything outside the API's paths.
pub(crate) fn service(world: &Arc<World>) -> S3Service {
    let mut builder = S3ServiceBuilder::new(operations::Storage::new(Arc::clone(world)));
    builder.set_auth(access::Keys(Arc::clone(world)));
    builder.set_access(access::Policy(Arc::clone(world)));
    builder.build()
}
