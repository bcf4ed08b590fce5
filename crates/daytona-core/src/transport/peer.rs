//! The server that answered.

use std::fmt;

/// The server that answered a request.
#[derive(Clone, Copy)]
pub(super) enum Peer<'a> {
    /// The API, by its URL.
    Api(&'a str),
    /// The host of build logs, by its name.
    LogHost(&'a str),
}

impl fmt::Display for Peer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Api(name) | Self::LogHost(name)) = self;
        f.write_str(name)
    }
}
