//! The stub traits over HTTP: generated calls in, domain values and errors out.

mod build_logs;
mod connect_failure;
mod connection;
#[cfg(feature = "upload")]
mod context_plan;
mod convert;
mod failure;
mod failure_body;
#[cfg(feature = "feed")]
mod feed;
mod http_client;
#[cfg(feature = "upload")]
mod object_storage;
mod peer;
mod proxy;
mod redirect;
mod snapshots;

pub(crate) use connection::{ATTEMPT_TIMEOUT, Connection, Endpoint};
#[cfg(feature = "feed")]
pub(crate) use feed::HttpFeed;
pub(crate) use http_client::{Proxy, http_client};
#[cfg(feature = "upload")]
pub(crate) use object_storage::S3Storage;
pub(crate) use snapshots::HttpSnapshots;
