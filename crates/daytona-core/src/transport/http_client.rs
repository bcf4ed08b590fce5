//! The default HTTP client.

use std::error::Error as _;
use std::time::Duration;

use super::proxy;
use crate::error::Kind;
use crate::{Error, Result};

/// The limit for making a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The idle time after which the system checks that a connection is alive.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// The hint for an `https://` URL in a build without TLS.
pub(super) const NEEDS_TLS: &str = "enable the feature `rustls` or `rustls-ring` of daytona-core, or hand in an HTTP \
                                    client with TLS by `DaytonaBuilder::http_client`";

/// The proxy of the HTTP client.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Proxy {
    /// The proxy of the environment or the system.
    #[default]
    OfSystem,
    None,
}

/// Creates the HTTP client that is used unless the caller sets one.
pub(crate) fn http_client(proxy: Proxy, api_url: &str) -> Result<reqwest::Client> {
    if !daytona_api::HAS_TLS && api_url.starts_with("https:") {
        let message =
            format!("the API URL `{api_url}` needs TLS, which this program is built without");
        return Err(Error::new(Kind::Config, message).with_hint(NEEDS_TLS));
    }
    if matches!(proxy, Proxy::OfSystem) {
        proxy::check(|name| std::env::var_os(name))?;
    }
    let builder = daytona_api::http_client_builder().map_err(|error| {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        Error::new(Kind::Config, format!("{error}{cause}")).with_source(error)
    })?;
    let builder = match proxy {
        Proxy::OfSystem => builder,
        Proxy::None => builder.no_proxy(),
    };
    builder
        .user_agent(concat!("sdk-rust/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_keepalive(KEEPALIVE)
        .tcp_nodelay(true)
        // The notification feed needs the upgrade of HTTP/1.1.
        .http1_only()
        .build()
        .map_err(|error| {
            Error::new(Kind::Config, "the HTTP client cannot be set up").with_source(error)
        })
}
