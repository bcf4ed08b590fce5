//! Permanent causes of a failed connection.

use std::error::Error as StdError;

use super::http_client::NEEDS_TLS;
use crate::Error;

/// Parts of the error texts of the connector, of hyper and of TLS back ends. Their types are private, or depend on the
/// back end.
const TEXTS: [(&str, ConnectFailure); 7] = [
    ("scheme is not http", ConnectFailure::Scheme),
    ("unsupported scheme", ConnectFailure::Scheme),
    ("invalid HTTP version", ConnectFailure::WithoutHttp),
    ("certificate", ConnectFailure::Certificate),
    ("corrupt message", ConnectFailure::WithoutTls),
    ("fatal alert", ConnectFailure::Handshake),
    ("peer is incompatible", ConnectFailure::Handshake),
];

/// A probably permanent cause of a failed connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConnectFailure {
    /// A certificate that is not trusted, has another name or has expired.
    Certificate,
    /// An `https://` URL of a server that does not speak TLS.
    WithoutTls,
    /// An `http://` URL of a server that does not speak HTTP, such as a TLS port.
    WithoutHttp,
    /// A failed TLS handshake, for example without a common version or cipher.
    Handshake,
    /// A scheme that the client does not support: a SOCKS proxy, or TLS in a build without it.
    Scheme,
    /// A host name that does not resolve.
    Name,
}

impl ConnectFailure {
    /// Returns the permanent cause in the chain of an error, if there is one.
    pub(super) fn find(error: &(dyn StdError + 'static)) -> Option<Self> {
        let request = causes(error).find_map(|cause| cause.downcast_ref::<reqwest::Error>())?;
        if request.is_dns() {
            return Some(Self::Name);
        }
        // The outermost error contains the URL, which may contain any text.
        causes(request.source()?).find_map(|cause| {
            let message = cause.to_string();
            TEXTS.iter().find(|(text, _)| message.contains(text)).map(|(_, failure)| *failure)
        })
    }

    /// Returns the maximum number of attempts.
    const fn max_attempts(self) -> u32 {
        match self {
            // The resolver may have lost a packet.
            Self::Name => 2,
            _ => 1,
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Certificate => {
                "the server's certificate was refused: check the host and the clock, and set SSL_CERT_FILE or \
                 SSL_CERT_DIR to the certificates of your own authority"
            }
            Self::WithoutTls => {
                "the server does not speak TLS at this port: check whether the URL should begin with `http://`"
            }
            Self::WithoutHttp => {
                "the server does not speak HTTP at this port: check whether the URL should begin with `https://`"
            }
            Self::Handshake => {
                "server and client cannot agree on TLS: check the URL and the proxy settings"
            }
            Self::Scheme if daytona_api::HAS_TLS => {
                "proxies must be `http://` or `https://`: check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY"
            }
            Self::Scheme => NEEDS_TLS,
            Self::Name => "check the host in the URL, the network and the proxy settings",
        }
    }

    /// Adds a hint and the maximum number of attempts to an error.
    pub(super) fn explain(self, error: Error) -> Error {
        error.with_hint(self.hint()).with_max_attempts(self.max_attempts())
    }
}

/// The hint for an `http://` URL whose server closed the connection without an answer. The failure may be transient, so
/// that attempts are not limited.
pub(super) const MAY_WANT_TLS: &str = "the server closed the connection without an answer: if the port speaks TLS, the URL \
                                       should begin with `https://`";

/// Returns `true` if the connection was closed before the head of an answer was complete.
pub(super) fn closed_early(error: &reqwest::Error) -> bool {
    causes(error)
        .skip(1)
        .any(|cause| cause.to_string().contains("connection closed before message completed"))
}

/// Returns an error and its causes, the innermost last.
fn causes<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| (*cause).source())
}
