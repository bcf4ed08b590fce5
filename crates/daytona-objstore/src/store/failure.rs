//! The failure of a request, and the recovery from it.

use std::error::Error as StdError;
use std::fmt;

use object_store::client::{HttpError, HttpErrorKind};
use tokio::task::JoinError;

use crate::Error;
use crate::error::{BoxError, Kind, Refusal, Target, root_cause};

/// The failure of a request.
#[derive(Debug)]
pub(super) enum Failure {
    /// The response was not a success.
    Refused { refusal: Box<Refusal>, source: BoxError },
    /// There was no usable response.
    Transport { recovery: Recovery, source: BoxError },
    /// The request was not sent, because no access was available.
    NoCredentials(Error),
}

/// The recovery from a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recovery {
    Retry,
    /// A single retry.
    RetryOnce,
    /// A retry with renewed credentials.
    RenewCredentials,
    Impossible,
}

impl Failure {
    pub(super) fn recovery(&self) -> Recovery {
        match self {
            Self::Refused { refusal, .. } if refusal.is_expired() => Recovery::RenewCredentials,
            Self::Refused { refusal, .. } if refusal.is_transient() => Recovery::Retry,
            Self::Transport { recovery, .. } => *recovery,
            Self::Refused { .. } | Self::NoCredentials(_) => Recovery::Impossible,
        }
    }

    pub(super) fn is_access_denied(&self) -> bool {
        matches!(self, Self::Refused { refusal, .. } if refusal.status == 403)
    }

    /// Converts to an error that names the action and the object.
    pub(super) fn into_error(self, action: &'static str, target: Target, endpoint: &str) -> Error {
        match self {
            Self::Refused { refusal, source } => {
                Kind::Refused { action, target, refusal: *refusal, source }.into()
            }
            Self::Transport { source, .. } => {
                let kind = find_cause::<HttpError>(&*source).map(HttpError::kind);
                let is_connect = kind == Some(HttpErrorKind::Connect);
                let endpoint = endpoint.to_owned();
                Kind::Transport { action, target, endpoint, is_connect, source }.into()
            }
            Self::NoCredentials(error) => error,
        }
    }

    /// Creates the failure of a request whose task was aborted or has panicked.
    pub(super) fn stopped(error: JoinError) -> Self {
        Self::Transport { recovery: Recovery::Impossible, source: Box::new(error) }
    }

    fn transport(error: object_store::Error) -> Self {
        // Every request is idempotent, so it can be retried after any of these failures.
        let recovery = match find_cause::<HttpError>(&error).map(HttpError::kind) {
            Some(HttpErrorKind::Unknown) => Recovery::Impossible,
            Some(_) if find_cause(&error).is_some_and(reqwest::Error::is_dns) => {
                Recovery::RetryOnce
            }
            Some(_) => Recovery::Retry,
            // The response is not valid.
            None => Recovery::Impossible,
        };
        Self::Transport { recovery, source: Box::new(error) }
    }
}

/// Displays the reason without the action and the object.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { refusal, .. } => write!(f, "the store refused it with {refusal}"),
            Self::Transport { source, .. } => write!(f, "{}", root_cause(&**source)),
            Self::NoCredentials(error) => write!(f, "{error}"),
        }
    }
}

impl From<object_store::Error> for Failure {
    fn from(error: object_store::Error) -> Self {
        if let Some(refusal) = find_cause::<Refusal>(&error).cloned() {
            return Self::Refused { refusal: Box::new(refusal), source: Box::new(error) };
        }
        match error {
            object_store::Error::Generic { store, source } => match source.downcast::<Error>() {
                Ok(error) => Self::NoCredentials(*error),
                Err(source) => Self::transport(object_store::Error::Generic { store, source }),
            },
            error => Self::transport(error),
        }
    }
}

/// Returns the first cause of a type.
fn find_cause<'e, T: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}
