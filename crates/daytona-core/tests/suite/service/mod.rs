//! Tests of the service: on a scripted stub and over real HTTP.

#[cfg(feature = "client")]
mod cases;
#[cfg(feature = "client")]
mod connections;
#[cfg(feature = "client")]
mod deletes;
#[cfg(feature = "upload")]
mod disk_full;
mod ends;
#[cfg(feature = "client")]
mod error_texts;
mod exactly_once;
mod feed;
#[cfg(feature = "feed")]
mod feed_connection;
mod follow;
#[cfg(feature = "client")]
mod foreign_answers;
#[cfg(feature = "client")]
mod http_calls;
#[cfg(feature = "client")]
mod http_failures;
#[cfg(feature = "client")]
mod idempotent;
mod options;
mod panics;
#[cfg(all(feature = "upload", feature = "feed"))]
mod progress;
mod promptness;
mod script;
#[cfg(all(feature = "client", target_os = "linux"))]
mod sent_requests;
#[cfg(feature = "client")]
mod server;
mod time_limits;
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
mod tls_server;
