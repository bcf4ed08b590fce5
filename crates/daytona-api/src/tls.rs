//! The HTTP client and its TLS back end.

use std::{error, fmt};

use reqwest::redirect::Policy;

/// `true` if this crate was built with the feature `rustls` or `rustls-ring`.
///
/// Without TLS, the client of [`http_client_builder`] accepts `http://` URLs only.
pub const HAS_TLS: bool = cfg!(any(feature = "rustls", feature = "rustls-ring"));

/// Creates a builder of an HTTP client for `https://` URLs.
///
/// It uses rustls with the `CryptoProvider` that is installed for the process. Without one, it uses aws-lc-rs with the
/// feature `rustls`, and ring with `rustls-ring` alone. It installs no provider itself. Without either feature it
/// returns [`reqwest::Client::builder`].
///
/// The client does not follow redirects itself. The calls of this crate follow those that are safe; see
/// [`execute`](crate::execute).
///
/// Servers need a certificate that the platform trusts. On Linux and the BSDs, `SSL_CERT_FILE` and `SSL_CERT_DIR`
/// replace the certificates of the platform. If the platform has none, as in a minimal container, `http://` URLs still
/// work, and `https://` requests fail with the reason.
///
/// The builder sets no timeouts. A request that follows a build log takes as long as the build.
///
/// # Errors
/// If `SSL_CERT_FILE` or `SSL_CERT_DIR` is set and cannot be read, or rustls cannot be set up.
pub fn http_client_builder() -> Result<reqwest::ClientBuilder, TlsError> {
    let builder = reqwest::Client::builder().redirect(Policy::none());
    #[cfg(any(feature = "rustls", feature = "rustls-ring"))]
    let builder = builder.tls_backend_preconfigured(platform::client_config(platform::provider())?);
    Ok(builder)
}

#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
mod platform;

/// The error of a TLS back end that cannot be set up.
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
    fn client_is_built_without_setup() {
        http_client_builder().unwrap().build().unwrap();
    }
}
