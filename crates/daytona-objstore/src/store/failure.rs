//! Why a request did not succeed, and what that calls for.

use std::error::Error as StdError;
use std::fmt;

use object_store::client::{HttpError, HttpErrorKind};
use tokio::task::JoinError;

use crate::Error;
use crate::error::{BoxError, Kind, Refusal, Target, root};

/// A request that did not succeed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The store said no.
    Refused { refusal: Box<Refusal>, source: BoxError },
    /// There was no usable answer.
    Unanswered { remedy: Remedy, source: BoxError },
    /// It was not made, for want of credentials.
    NoCredentials(Error),
}

/// What a failure calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// The same request, later.
    TryAgain,
    /// The same request, later and only once.
    TryOnceMore,
    /// The same request with other credentials.
    RenewAccess,
    /// Nothing can be done.
    GiveUp,
}

impl Failure {
    pub(super) fn remedy(&self) -> Remedy {
        match self {
            Self::Refused { refusal, .. } if refusal.is_expiry() => Remedy::RenewAccess,
            Self::Refused { refusal, .. } if refusal.is_passing() => Remedy::TryAgain,
            Self::Unanswered { remedy, .. } => *remedy,
            Self::Refused { .. } | Self::NoCredentials(_) => Remedy::GiveUp,
        }
    }

    /// Says what failed on which object.
    pub(super) fn into_error(self, action: &'static str, target: Target, endpoint: &str) -> Error {
        match self {
            Self::Refused { refusal, source } => {
                Kind::Refused { action, target, refusal: *refusal, source }.into()
            }
            Self::Unanswered { source, .. } => {
                let kind = cause::<HttpError>(&*source).map(HttpError::kind);
                let is_connect = kind == Some(HttpErrorKind::Connect);
                let endpoint = endpoint.to_owned();
                Kind::Transport { action, target, endpoint, is_connect, source }.into()
            }
            Self::NoCredentials(error) => error,
        }
    }
}

/// Says why without saying of what.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { refusal, .. } => write!(f, "the store refused it with {refusal}"),
            Self::Unanswered { source, .. } => write!(f, "{}", root(&**source)),
            Self::NoCredentials(error) => write!(f, "{error}"),
        }
    }
}

impl From<object_store::Error> for Failure {
    fn from(error: object_store::Error) -> Self {
        if let Some(refusal) = cause::<Refusal>(&error).cloned() {
            return Self::Refused { refusal: Box::new(refusal), source: Box::new(error) };
        }
        match error {
            object_store::Error::Generic { store, source } => match source.downcast::<Error>() {
                Ok(error) => Self::NoCredentials(*error),
                Err(source) => Self::unanswered(object_store::Error::Generic { store, source }),
            },
            error => Self::unanswered(error),
        }
    }
}

impl Failure {
    /// The task that made the request was ended from outside, or ended in a panic.
    pub(super) fn stopped(error: JoinError) -> Self {
        Self::Unanswered { remedy: Remedy::GiveUp, source: Box::new(error) }
    }

    fn unanswered(error: object_store::Error) -> Self {
        // Every request made here can be repeated: the worst a repetition does is the same again.
        let remedy = match cause::<HttpError>(&error).map(HttpError::kind) {
            Some(HttpErrorKind::Unknown) => Remedy::GiveUp,
            Some(_) if cause(&error).is_some_and(reqwest::Error::is_dns) => Remedy::TryOnceMore,
            Some(_) => Remedy::TryAgain,
            // An answer that cannot be understood.
            None => Remedy::GiveUp,
        };
        Self::Unanswered { remedy, source: Box::new(error) }
    }
}

/// Finds a cause of that type.
fn cause<'e, T: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}
