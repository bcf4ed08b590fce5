//! What keeps a connection from being made, where another attempt meets it again.

use std::error::Error as StdError;

use crate::Error;

/// What the errors of the connector, of hyper and of TLS back ends say of each obstacle. Their types are not public, or
/// depend on the back end.
const TEXTS: [(&str, Obstacle); 7] = [
    ("scheme is not http", Obstacle::Scheme),
    ("unsupported scheme", Obstacle::Scheme),
    ("invalid HTTP version", Obstacle::WithoutHttp),
    ("certificate", Obstacle::Certificate),
    ("corrupt message", Obstacle::WithoutTls),
    ("fatal alert", Obstacle::Handshake),
    ("peer is incompatible", Obstacle::Handshake),
];

/// A reason that does not pass by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The server's certificate is not trusted, has another name or has expired.
    Certificate,
    /// The URL is `https://`, and the server does not speak TLS.
    WithoutTls,
    /// The URL is `http://`, and the server does not speak HTTP, as a port for TLS does not.
    WithoutHttp,
    /// Client and server have no version or cipher of TLS in common, or the like.
    Handshake,
    /// The client cannot connect to this scheme: a SOCKS proxy, or TLS in a build without it.
    Scheme,
    /// The name of the host does not resolve.
    Name,
}

impl Obstacle {
    /// Finds the obstacle among the causes of an error.
    pub(super) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        let request = causes(error).find_map(|cause| cause.downcast_ref::<reqwest::Error>())?;
        if request.is_dns() {
            return Some(Self::Name);
        }
        // The error itself names the URL, which may hold any text.
        causes(request.source()?).find_map(|cause| {
            let said = cause.to_string();
            TEXTS.iter().find(|(text, _)| said.contains(text)).map(|(_, obstacle)| *obstacle)
        })
    }

    /// Returns how often a call is made at most that meets this obstacle.
    const fn attempts(self) -> u32 {
        match self {
            // A resolver may have lost a packet.
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
            Self::Scheme => super::NEEDS_TLS,
            Self::Name => "check the host in the URL, the network and the proxy settings",
        }
    }

    /// Adds to an error what to do about the obstacle, and that attempts are limited.
    pub(super) fn explain(self, error: Error) -> Error {
        error.with_hint(self.hint()).worth_attempts(self.attempts())
    }
}

/// What to do where an `http://` URL got no byte of an answer. It may pass, so attempts are not limited.
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
