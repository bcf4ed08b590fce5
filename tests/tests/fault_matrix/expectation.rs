//! What a cell of the table promises.

use daytona_core::Error;

/// The promised outcome of an operation under a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It succeeds, with its whole effect and no more.
    Success,
    /// It fails, with an error that answers this predicate.
    Failure(Predicate),
    /// All that there is arrives, and the operation goes on: there is no end to be seen.
    Open,
    /// The fault does not touch the operation.
    Apart,
}

/// A question that an error answers with yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predicate {
    Connect,
    Timeout,
    ServerError,
    RateLimited,
    Unauthorized,
    UnexpectedResponse,
    Storage,
    BuildFailed,
    UnexpectedState,
    NotFound,
    Conflict,
}

impl Predicate {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connect => "is_connect",
            Self::Timeout => "is_timeout",
            Self::ServerError => "is_server_error",
            Self::RateLimited => "is_rate_limited",
            Self::Unauthorized => "is_unauthorized",
            Self::UnexpectedResponse => "is_unexpected_response",
            Self::Storage => "is_storage",
            Self::BuildFailed => "is_build_failed",
            Self::UnexpectedState => "is_unexpected_state",
            Self::NotFound => "is_not_found",
            Self::Conflict => "is_conflict",
        }
    }

    pub(crate) fn holds(self, error: &Error) -> bool {
        match self {
            Self::Connect => error.is_connect(),
            Self::Timeout => error.is_timeout(),
            Self::ServerError => error.is_server_error(),
            Self::RateLimited => error.is_rate_limited(),
            Self::Unauthorized => error.is_unauthorized(),
            Self::UnexpectedResponse => error.is_unexpected_response(),
            Self::Storage => error.is_storage(),
            Self::BuildFailed => error.is_build_failed(),
            Self::UnexpectedState => error.is_unexpected_state(),
            Self::NotFound => error.is_not_found(),
            Self::Conflict => error.is_conflict(),
        }
    }
}
