//! How connections are made.

use std::{error, fmt};

use reqwest::redirect::Policy;

/// Tells whether this crate was built with TLS, by the feature `rustls` or `rustls-ring`.
///
/// Without it, the client of [`http_client_builder`] is only good for `http://` URLs.
pub const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "rustls-ring"));

/// Starts an HTTP client that is ready for `https://` URLs.
///
/// It uses rustls with the cryptography that the program has installed for the process
/// (`CryptoProvider::install_default` of rustls). If there is none, it is aws-lc-rs with the feature `rustls`, and ring
/// with `rustls-ring` alone. Nothing global is installed. Without either feature the builder is
/// [`reqwest::Client::builder`].
///
/// The client follows no redirects by itself: those that are safe, the calls of this crate follow. See
/// [`execute`](crate::execute).
///
/// Servers need a certificate that the platform trusts. On Linux and the BSDs, `SSL_CERT_FILE` and `SSL_CERT_DIR` name
/// other certificates. Where the platform has none, as in a bare container, `http://` URLs still work; an `https://`
/// request fails and says why.
///
/// The builder has no time limits: set those that suit the calls. Following a build log takes as long as the build.
///
/// # Errors
/// Fails if `SSL_CERT_FILE` or `SSL_CERT_DIR` is set and cannot be read, and if rustls cannot be set up.
pub fn http_client_builder() -> Result<reqwest::ClientBuilder, TlsError> {
    let builder = reqwest::Client::builder().redirect(Policy::none());
    #[cfg(any(feature = "rustls", feature = "rustls-ring"))]
    let builder = builder.tls_backend_preconfigured(platform::client_config(platform::provider())?);
    Ok(builder)
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
mod platform;

/// TLS could not be set up.
#[derive(Debug)]
pub struct TlsError {
    message: String,
    source: Box<dyn error::Error + Send + Sync>,
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for TlsError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_can_be_built_without_any_set_up() {
        http_client_builder().unwrap().build().unwrap();
    }
}
