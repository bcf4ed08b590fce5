//! The object storage: the S3 operations that the real server's temporary credentials allow.

mod access;
mod multipart;
mod route;
mod storage;

use std::sync::Arc;

use s3s::service::{S3Service, S3ServiceBuilder};

pub(crate) use self::route::route_of;
use self::{
    access::{AccessPolicy, SecretKeys},
    storage::ObjectStorage,
};
use crate::state::ServerState;

/// Creates the service of the object storage.
pub(crate) fn service(state: &Arc<ServerState>) -> S3Service {
    let mut builder = S3ServiceBuilder::new(ObjectStorage::new(Arc::clone(state)));
    builder.set_auth(SecretKeys(Arc::clone(state)));
    builder.set_access(AccessPolicy(Arc::clone(state)));
    builder.build()
}
