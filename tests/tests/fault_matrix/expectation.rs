//! The expected outcome of a cell.

use daytona_core::Error;

/// The expected outcome of an operation under a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It succeeds, with its complete effect and no other.
    Success,
    /// It fails, and this predicate holds for the error.
    Failure(Predicate),
    /// It receives everything and does not end.
    Open,
    /// The fault does not affect the operation.
    NotApplicable,
}

/// A predicate of [`Error`].
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
    /// Returns the name of the method.
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

    /// Returns `true` if the predicate holds for the error.
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
