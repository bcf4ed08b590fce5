//! How connections are made.

use std::{error, fmt};

use reqwest::redirect::Policy;
#[cfg(feature = "rustls-no-provider")]
use rustls::crypto::CryptoProvider;

/// Starts an HTTP client that is ready for `https://` URLs.
///
/// With the feature `rustls` it uses rustls and ring, and trusts the certificates that the platform trusts. Nothing
/// global is installed, so that a program is free to set up rustls in its own way. With `rustls-no-provider` alone it
/// uses the cryptography that the program has installed for the whole process, in place of ring. Without either
/// feature it is reqwest's own default.
///
/// The client follows no redirects by itself: those that are safe, the calls of this crate follow. See
/// [`execute`](crate::execute).
///
/// The builder has no time limits: set those that suit the calls that will be made. Following a build log takes as
/// long as the build.
///
/// Where the platform has no certificates, as in a bare container, `http://` URLs still work; an `https://` request
/// then fails and says why.
///
/// # Errors
/// Fails if rustls cannot be set up; with `rustls-no-provider` alone also if the program has installed no
/// cryptography.
pub fn http_client_builder() -> Result<reqwest::ClientBuilder, TlsError> {
    #[cfg(feature = "rustls")]
    return http_client_builder_with(rustls::crypto::ring::default_provider());
    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    return http_client_builder_with(
        CryptoProvider::get_default().ok_or(TlsError(Reason::NoProvider))?.clone(),
    );
    #[cfg(not(feature = "rustls-no-provider"))]
    return Ok(reqwest::Client::builder().redirect(Policy::none()));
}

/// Starts an HTTP client that uses rustls with this cryptography, and is otherwise that of [`http_client_builder`].
///
/// ```no_run
/// # fn example(provider: daytona_api::rustls::crypto::CryptoProvider) -> Result<(), Box<dyn std::error::Error>> {
/// let http = daytona_api::http_client_builder_with(provider)?.build()?;
/// let headers = daytona_api::RequestHeaders::new();
/// let client = daytona_api::Client::new_with_client("https://app.daytona.io/api", http, headers);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Fails if rustls cannot be set up, for example because the provider knows no cipher suite of TLS 1.2 or 1.3.
#[cfg(feature = "rustls-no-provider")]
pub fn http_client_builder_with(
    provider: impl Into<std::sync::Arc<CryptoProvider>>,
) -> Result<reqwest::ClientBuilder, TlsError> {
    let config = platform::client_config(provider.into())
        .map_err(|error| TlsError(Reason::Rustls(error)))?;
    let builder = reqwest::Client::builder().redirect(Policy::none());
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(feature = "rustls-no-provider")]
mod platform;

/// TLS could not be set up.
#[derive(Debug)]
pub struct TlsError(Reason);

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl error::Error for TlsError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        error::Error::source(&self.0)
    }
}

#[cfg(not(feature = "rustls-no-provider"))]
type Reason = std::convert::Infallible;

#[cfg(feature = "rustls-no-provider")]
#[derive(Debug)]
enum Reason {
    Rustls(rustls::Error),
    #[cfg(not(feature = "rustls"))]
    NoProvider,
}

#[cfg(feature = "rustls-no-provider")]
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustls(_) => f.write_str("cannot set up TLS"),
            #[cfg(not(feature = "rustls"))]
            Self::NoProvider => f.write_str(
                "cannot set up TLS: this process has no cryptography for rustls; install a provider before, or hand \
                 one to `http_client_builder_with`",
            ),
        }
    }
}

#[cfg(feature = "rustls-no-provider")]
impl error::Error for Reason {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Rustls(error) => Some(error),
            #[cfg(not(feature = "rustls"))]
            Self::NoProvider => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(any(feature = "rustls", not(feature = "rustls-no-provider")))]
    #[test]
    fn a_client_can_be_built_without_any_set_up() {
        http_client_builder().unwrap().build().unwrap();
    }

    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    #[test]
    fn a_process_without_cryptography_is_told_what_to_do() {
        let error = http_client_builder().unwrap_err();
        assert!(error.to_string().contains("http_client_builder_with"), "{error}");
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn a_provider_that_knows_no_cipher_suite_is_refused() {
        let provider = CryptoProvider {
            cipher_suites: Vec::new(),
            ..rustls::crypto::ring::default_provider()
        };
        let error = http_client_builder_with(provider).unwrap_err();
        assert!(error::Error::source(&error).is_some(), "{error}");
    }
}
