//! Bindings to the snapshot part of Daytona's REST API: one call per endpoint, and the types that go with it.
//!
//! This crate has no policy. It retries nothing, waits for nothing and reads no environment: that is the work of
//! `daytona-core`, which most programs want instead.
//!
//! ```no_run
//! use daytona_api::{Client, RequestHeaders, http_client_builder};
//! use secrecy::SecretString;
//!
//! # async fn example(api_key: SecretString) -> Result<(), Box<dyn std::error::Error>> {
//! let headers = RequestHeaders::new().bearer_token(&api_key)?.source("my-program")?;
//! let http = http_client_builder()?.user_agent("my-program/1.0").build()?;
//! let client = Client::new_with_client("https://app.daytona.io/api", http, headers);
//!
//! let page = client.get_all_snapshots().page(2).limit(10).send().await?;
//! for snapshot in &page.items {
//!     println!("{} is {}", snapshot.name, snapshot.state);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Where the code comes from
//! [`types`], [`builder`] and the methods of [`Client`] are generated from `openapi/daytona.yaml`. What servers do
//! beyond that description is taken into account:
//!
//! - A state, class or GPU type that this crate has never heard of is kept as its text, in the variant `Other`.
//! - Unknown fields are ignored; fields that older servers leave out are `Option`; `null` in place of a list is an
//!   empty list.
//! - An item of a page that cannot be decoded is left out of it, and listed in [`Items::undecodable`]. Numbers that are
//!   written as text are read.
//! - Every status from 200 to 299 is a success, unless an HTML page comes with it.
//! - The redirects 307 and 308 are followed within the origin of the API. No other redirect is followed, so that no
//!   method changes and no header reaches another origin: see [`execute`].
//! - An ID that is empty, `.` or `..` would become the path of another endpoint, and is refused before anything is
//!   sent.
//!
//! # Errors
//! A call fails with an [`Error`]. Every answer of the server that is no success, or that cannot be decoded, is an
//! [`Error::UnexpectedResponse`], which holds the whole response: status, headers and body. For the latter
//! [`decode_error`] returns the reason. [`redirect_target`] returns where a redirect leads, or which other URL has
//! answered. An answer of more than 64 MiB is not read to its end, and is one that cannot be decoded. A
//! page of more than 1,000 items cannot be decoded either; the server's limit is 200.
//!
//! # Features
//! - `rustls` (default): `https://` URLs as reqwest's own feature `rustls` provides them, with aws-lc-rs and the
//!   certificates that the platform trusts. It changes nothing for other code of the program that uses reqwest or
//!   rustls with their defaults.
//! - `rustls-ring`: the same with ring, which compiles faster and needs no C++ compiler. It enables reqwest's feature
//!   `rustls-no-provider` for the whole build: in a program that has no other TLS back end of reqwest,
//!   `reqwest::Client::new()` and `reqwest::get` panic, unless a `CryptoProvider` of rustls is installed for the
//!   process. It also enables `rustls/ring`: where another crate enables `rustls/aws_lc_rs`, which is rustls's default,
//!   `rustls::ClientConfig::builder()` panics without an installed provider. Take it for a program, not for a library.
//! - `otel`: the trace context of OpenTelemetry on every request, through its API crate alone.
//! - `sandboxes`, `volumes`, `docker-registry`, `organizations`: the operations with that tag (`sandbox` for the
//!   first), and the types that only they use. What snapshots need is always there. They add no dependencies.
//!
//! What TLS costs: user CPU seconds of a first build of this crate with all its dependencies, one run with Rust 1.95 on
//! a busy machine, and the crates in `cargo tree --edges normal`.
//!
//! | features | build | crates |
//! |---|---|---|
//! | none | | 114 |
//! | `rustls` (default) | 151 | 133 |
//! | `rustls-ring` | 111 | 134 |
//!
//! What the operations cost: user CPU seconds for this crate alone, with `rustls`, the better of two runs.
//!
//! | features | check | build |
//! |---|---|---|
//! | none of them | 1.2 | 1.5 |
//! | `docker-registry` | 1.3 | 1.6 |
//! | `volumes` | 1.2 | 1.6 |
//! | `organizations` | 1.5 | 1.9 |
//! | `sandboxes` | 2.0 | 2.7 |
//! | all four | 2.4 | 3.2 |
//!
//! Without the first two, `https://` URLs need a [`reqwest::Client`] of your own that has TLS.
//!
//! The example `sandbox_from_snapshot` creates a sandbox from a snapshot and waits until it runs.
//!
//! # Tracing
//! Every call is a `tracing` span at debug level, with the fields `operation`, `method`, `path` and `status`.

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
    /// Makes a client that sends its requests to `base_url` through `http`, each with these headers.
    ///
    /// The URL ends before the first part of a path of the API, as in `https://app.daytona.io/api`; a slash at its
    /// end makes no difference. Time limits, proxies and the user agent are those of `http`; see
    /// [`http_client_builder`].
    pub fn new_with_client(base_url: &str, http: reqwest::Client, headers: RequestHeaders) -> Self {
        Self { baseurl: base_url.trim_end_matches('/').to_owned(), client: http, inner: headers }
    }
}
