#![doc = include_str!("../README.md")]
//!
//! ## Errors
//!
//! A call fails with an [`Error`]. An answer with an error status, or one that cannot be decoded, is an
//! [`Error::UnexpectedResponse`], which holds the whole response: status, headers and body.
//!
//! - [`decode_error`] returns the reason if the body cannot be decoded.
//! - [`redirect_target`] returns the target of a redirect, or the URL that answered in place of the requested one.
//! - [`Items::undecodable`] returns the items of a page that cannot be decoded.
//!
//! A body of more than 64 MiB, or a page of more than 1,000 items, cannot be decoded. The server's limit is 200 items.
//!
//! ## Where to start
//!
//! - [`Client`] has one method for each operation; [`builder`] has their request builders.
//! - [`types`] has the values that are sent and returned.
//! - [`http_client_builder`] prepares an HTTP client, [`RequestHeaders`] the headers of every request.
//! - [`execute`] sends a request outside the API with the same rules for redirects.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
#[allow(clippy::all, clippy::unwrap_used, missing_docs, unreachable_pub, unused, rust_2018_idioms)]
#[rustfmt::skip]
mod generated;
mod headers;
mod hooks;
mod items;
mod number;
mod path;
mod query;
mod redirect;
mod sent;
mod tls;
#[cfg(feature = "otel")]
mod trace_context;

pub use answer::{decode_error, is_permanent_decode_error};
pub use generated::{ByteStream, Client, Error, ResponseValue, builder, types};
pub use headers::{InvalidHeader, RequestHeaders};
pub use items::{Items, UndecodableItem};
pub use redirect::{execute, redirect_target};
pub use sent::with_sent_flag;
pub use tls::{HAS_TLS, TlsError, http_client_builder};
#[cfg(feature = "otel")]
pub use trace_context::add_trace_context;

impl Client {
    /// Creates a client that sends requests to `base_url` through `http` with the given headers.
    ///
    /// The URL is the common prefix of all paths, such as `https://app.daytona.io/api`. A slash at its end is ignored.
    /// Timeouts, proxies and the user agent are those of `http`; see [`http_client_builder`].
    pub fn new_with_client(base_url: &str, http: reqwest::Client, headers: RequestHeaders) -> Self {
        Self { baseurl: base_url.trim_end_matches('/').to_owned(), client: http, inner: headers }
    }
}
