//! The kinds of errors, and of advice.

/// The kind of an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An invalid argument. Nothing was sent.
    #[default]
    InvalidInput,
    /// Missing or malformed credentials or URL.
    Config,
    /// No connection, or one that broke before the request. Nothing was sent.
    Connect,
    /// A broken connection, after the request may have been sent.
    Transport,
    /// A deadline that passed.
    Timeout,
    /// A failure status of the API.
    Status,
    /// An answer that does not match the API.
    UnexpectedResponse,
    /// A name that another snapshot has.
    Conflict,
    /// A failed build or pull.
    BuildFailed,
    /// A state that waiting does not change and that is not a failure.
    UnexpectedState,
    /// A build context that could not be archived or uploaded.
    Storage,
    /// A panic in a task of this library.
    Internal,
    /// A method that the stub does not implement.
    Unsupported,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Config => "config",
            Self::Connect => "connect",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Status => "status",
            Self::UnexpectedResponse => "unexpected_response",
            Self::Conflict => "conflict",
            Self::BuildFailed => "build_failed",
            Self::UnexpectedState => "unexpected_state",
            Self::Storage => "storage",
            Self::Internal => "internal",
            Self::Unsupported => "unsupported",
        }
    }
}

/// The advice of an [`Error`](crate::Error), for programs that replace the hint with their own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Check whether the create succeeded before you retry.
    CheckBeforeRetry,
    /// Choose another name, or delete the snapshot that has the name.
    FreeName,
    /// Choose another name, or let `ensure` replace the snapshot that has the name.
    Replace,
}
