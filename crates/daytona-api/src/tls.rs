//! How connections are made.

use std::{error, fmt};

/// Starts an HTTP client that is ready for `https://` URLs.
///
/// With the feature `rustls` it uses rustls and ring, and trusts the certificates that the platform trusts. Nothing
/// global is installed, so that a program is free to set up rustls in its own way. Without the feature it is reqwest's
/// own default.
///
/// The builder has no time limits: set those that suit the calls that will be made. Following a build log takes as
/// long as the build.
///
/// Where the platform has no certificates, as in a bare container, `http://` URLs still work; an `https://` request
/// then fails and says why.
///
/// # Errors
/// Fails if rustls cannot be set up.
pub fn http_client_builder() -> Result<reqwest::ClientBuilder, TlsError> {
    let builder = reqwest::Client::builder();
    #[cfg(feature = "rustls")]
    let builder = builder.tls_backend_preconfigured(platform::client_config().map_err(TlsError)?);
    Ok(builder)
}

#[cfg(feature = "rustls")]
mod platform;

/// TLS could not be set up.
#[derive(Debug)]
pub struct TlsError(
    #[cfg(feature = "rustls")] rustls::Error,
    #[cfg(not(feature = "rustls"))] std::convert::Infallible,
);

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot set up TLS")
    }
}

impl error::Error for TlsError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.0)
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
