//! The one error type of the domain.

mod hint;
mod response;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::SnapshotState;

pub(crate) use response::Response;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

type BoxError = Box<dyn StdError + Send + Sync>;

/// How many times something that is not Daytona may answer before it is believed to be all that
/// there is at the URL.
const MAX_STRANGE_ANSWERS: u32 = 3;

/// Says what was attempted, on what, what went wrong, and what to do about it.
///
/// The type is opaque: ask it with the predicates ([`is_not_found`](Error::is_not_found),
/// [`is_conflict`](Error::is_conflict), ...) instead of matching. An underlying error is kept as
/// [`source`](StdError::source).
///
/// # Troubleshooting
///
/// | predicate | what to do |
/// |---|---|
/// | [`is_invalid_input`](Error::is_invalid_input) | correct the argument that the message names; nothing was sent |
/// | [`is_config`](Error::is_config) | set the credentials or the URL that the message names |
/// | [`is_unauthorized`](Error::is_unauthorized) | the key is wrong, expired or of another deployment |
/// | [`is_forbidden`](Error::is_forbidden) | the key lacks a permission, or the organization is suspended |
/// | [`is_not_found`](Error::is_not_found) | look at the id or name, and at the organization of the key |
/// | [`is_conflict`](Error::is_conflict) | mostly the name is taken, also by a snapshot still being removed |
/// | [`is_rate_limited`](Error::is_rate_limited) | wait for [`retry_after`](Error::retry_after) |
/// | [`is_timeout`](Error::is_timeout) | the work may go on at the server: wait again for [`snapshot_id`](Error::snapshot_id) |
/// | [`is_connect`](Error::is_connect) | nothing was sent: check URL, network and proxy, then repeat |
/// | [`is_build_failed`](Error::is_build_failed) | read the reason and [`log_lines`](Error::log_lines) |
/// | [`is_unexpected_state`](Error::is_unexpected_state) | the snapshot is in [`snapshot_state`](Error::snapshot_state): activate it, or create it again |
/// | [`is_storage`](Error::is_storage) | repeat the create: what has arrived is not sent again |
/// | [`is_internal`](Error::is_internal) | report it: it is a fault of this library, or of a stub |
/// | [`is_unexpected_response`](Error::is_unexpected_response) | something between you and Daytona answered: check the API URL, and read [`body`](Error::body) |
///
/// ```
/// # use daytona_core::Error;
/// let error = Error::from_status(404, "Snapshot with name demo not found");
/// assert!(error.is_not_found());
/// assert_eq!(error.status(), Some(404));
/// ```
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone, Default)]
struct Inner {
    kind: Kind,
    action: Option<String>,
    message: String,
    hint: Option<String>,
    advice: Option<Advice>,
    response: Option<Response>,
    snapshot: Option<Concerned>,
    log_lines: Vec<String>,
    /// How many attempts there were, where it was more than one.
    attempts: u32,
    /// How many attempts such a failure is worth, where the kind does not tell.
    worth: Option<u32>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An argument that cannot work; nothing was sent.
    #[default]
    InvalidInput,
    /// Credentials or URL missing or malformed.
    Config,
    /// No connection: nothing reached the server.
    Connect,
    /// The connection broke after the request may have been sent.
    Transport,
    /// The deadline passed.
    Timeout,
    /// The server answered with a failure status.
    Status,
    /// The server answered with something that is not the API.
    UnexpectedResponse,
    /// Another snapshot has the name.
    Conflict,
    /// The build or pull of the snapshot failed.
    BuildFailed,
    /// The snapshot is in a state that the operation does not lead out of, and that is no failure.
    UnexpectedState,
    /// Archiving or uploading a build context failed.
    Storage,
    /// A task of this library panicked.
    Internal,
    /// A stub has no body for the called method.
    Unsupported,
}

impl Kind {
    const fn name(self) -> &'static str {
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

/// What the hint of an [`Error`] advises to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Check whether the create has succeeded before it is tried again.
    CheckBeforeRetry,
    /// Choose another name, or delete the snapshot that has it.
    FreeName,
    /// Choose another name, or let `ensure` replace the snapshot that has it.
    Replace,
}

#[derive(Clone, Debug)]
struct Concerned {
    id: String,
    name: String,
    state: SnapshotState,
}

impl Error {
    /// Makes the error of a server that answered with `status` and `message`.
    ///
    /// For stubs and fakes of your own: the library's errors of the same status answer the same
    /// predicates.
    #[must_use]
    pub fn from_status(status: u16, message: impl Into<String>) -> Self {
        Self::new(Kind::Status, message).with_response(Response { status, ..Response::default() })
    }

    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { inner: Box::new(Inner { kind, message: message.into(), ..Inner::default() }) }
    }

    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(Kind::InvalidInput, message)
    }

    /// Sets what was attempted, as it follows "failed to": ``create snapshot `x` ``.
    ///
    /// An attempt that was set further in becomes a part of what went wrong.
    pub(crate) fn while_doing(mut self, action: impl Into<String>) -> Self {
        if let Some(inner) = self.inner.action.replace(action.into()) {
            self.inner.message = format!("cannot {inner}: {}", self.inner.message);
        }
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        (self.inner.hint, self.inner.advice) = (Some(hint.into()), None);
        self
    }

    /// Sets a hint that a caller with words of its own can recognise.
    pub(crate) fn with_advice(self, advice: Advice, hint: impl Into<String>) -> Self {
        let mut error = self.with_hint(hint);
        error.inner.advice = Some(advice);
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(Arc::from(source.into()));
        self
    }

    pub(crate) fn with_response(mut self, response: Response) -> Self {
        self.inner.response = Some(response);
        self
    }

    /// Drops the body of the answer, which may hold secrets.
    #[cfg(feature = "upload")]
    pub(crate) fn without_body(mut self) -> Self {
        if let Some(response) = &mut self.inner.response {
            response.body.clear();
        }
        self
    }

    pub(crate) fn with_snapshot(mut self, snapshot: &crate::Snapshot) -> Self {
        self.inner.snapshot = Some(Concerned {
            id: snapshot.id.clone(),
            name: snapshot.name.clone(),
            state: snapshot.state.clone(),
        });
        self
    }

    pub(crate) fn with_log_lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.inner.log_lines = lines.into_iter().collect();
        self
    }

    /// Says how many attempts there were.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// Returns a short stable name of the kind of failure, for programs: `invalid_input`,
    /// `config`, `connect`, `transport`, `timeout`, `status`, `unexpected_response`, `conflict`,
    /// `build_failed`, `unexpected_state`, `storage`, `internal` or `unsupported`. More may come.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        self.inner.kind.name()
    }

    /// Returns what went wrong, without what was attempted and without the hint.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// Returns what to do about it, where the library knows.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }

    /// Returns what the [`hint`](Self::hint) advises, where it names methods of this library: a
    /// program says the same in words of its own.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.inner.advice
    }

    /// Tells whether an argument was refused before anything was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == Kind::InvalidInput
    }

    /// Tells whether credentials or URL are missing or malformed.
    #[must_use]
    pub fn is_config(&self) -> bool {
        self.kind() == Kind::Config
    }

    /// Tells whether no connection could be made, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == Kind::Connect
    }

    /// Tells whether the connection broke after the request may have been sent.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.kind() == Kind::Transport
    }

    /// Tells whether the deadline passed. What was begun may go on at the server.
    ///
    /// When a call was being repeated because it failed, that failure is the
    /// [`source`](StdError::source).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == Kind::Timeout
    }

    /// Returns `true` if the server gave up: the snapshot ended in the state `error` or
    /// `build_failed`.
    #[must_use]
    pub fn is_build_failed(&self) -> bool {
        self.kind() == Kind::BuildFailed
    }

    /// Returns `true` if the snapshot is in a state that waiting does not change, although no build
    /// failed: `inactive`, `removing`, or one that this version does not know. For a deletion, the
    /// snapshot stays although the server took the delete.
    ///
    /// [`snapshot_state`](Self::snapshot_state) is the state.
    #[must_use]
    pub fn is_unexpected_state(&self) -> bool {
        self.kind() == Kind::UnexpectedState
    }

    /// Returns `true` if archiving or uploading a build context failed.
    ///
    /// A file that cannot be part of a context is found before that and is
    /// [`is_invalid_input`](Self::is_invalid_input).
    #[must_use]
    pub fn is_storage(&self) -> bool {
        self.kind() == Kind::Storage
    }

    /// Returns `true` if a task of this library panicked, which may come from a stub that it called.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.kind() == Kind::Internal
    }

    /// Tells whether something answered that does not speak the API, such as a proxy with HTML.
    #[must_use]
    pub fn is_unexpected_response(&self) -> bool {
        self.kind() == Kind::UnexpectedResponse
    }

    /// Tells whether the called method of a stub has no body.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.kind() == Kind::Unsupported
    }

    /// Tells whether the server answered 401: the credentials are not valid.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.refused_with(401)
    }

    /// Tells whether the server answered 403: the credentials do not suffice.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.refused_with(403)
    }

    /// Tells whether the server answered 404: there is no such thing for these credentials.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.refused_with(404)
    }

    /// Returns `true` if the server answered 409, or if another snapshot has the name. The message
    /// says whether it is about the name: the server answers 409 for other conflicts too.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == Kind::Conflict || self.refused_with(409)
    }

    /// Tells whether the server answered 429: too many requests.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Tells whether the server answered 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| (500..600).contains(&status))
    }

    /// Tells whether the API itself refused with this status: a proxy's page of the same status
    /// says nothing about snapshots.
    fn refused_with(&self, status: u16) -> bool {
        self.kind() == Kind::Status && self.status() == Some(status)
    }

    /// Sets how many attempts such a failure is worth, in place of what its kind says.
    #[cfg(feature = "client")]
    pub(crate) fn worth_attempts(mut self, attempts: u32) -> Self {
        self.inner.worth = Some(attempts);
        self
    }

    /// Returns `true` if the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        self.attempts_worth() > 1
    }

    /// Returns how many attempts such a failure is worth in a row, the first one included.
    pub(crate) fn attempts_worth(&self) -> u32 {
        let by_kind = || {
            let may_pass = self.kind() == Kind::Connect
                || self.is_rate_limited()
                || self.leaves_effect_unknown();
            match may_pass {
                true if self.is_unexpected_response() && !self.is_server_error() => {
                    MAX_STRANGE_ANSWERS
                }
                true => u32::MAX,
                false => 1,
            }
        };
        self.inner.worth.unwrap_or_else(by_kind)
    }

    /// Returns `true` if something that does not pass by itself keeps the connection from being made.
    pub(crate) fn is_obstructed(&self) -> bool {
        self.inner.worth.is_some_and(|attempts| attempts < MAX_STRANGE_ANSWERS)
    }

    /// Tells whether the request may have had its effect, although this came in place of an answer.
    pub(crate) fn leaves_effect_unknown(&self) -> bool {
        match self.kind() {
            Kind::Transport | Kind::Timeout => true,
            Kind::UnexpectedResponse => {
                self.status().is_none_or(|status| !matches!(status / 100, 3 | 4))
            }
            // Contexts are uploaded before anything is requested of the API.
            Kind::Storage => false,
            _ => self.is_server_error(),
        }
    }

    /// Returns the HTTP status of the answer, where there was one: of the API, or for
    /// [`is_storage`](Error::is_storage) of the object store.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// Returns the machine-readable code of the answer, which newer services send.
    #[doc(alias = "error_code")]
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.response.as_ref()?.code.as_deref()
    }

    /// Returns which service answered (`DAYTONA_API`, `DAYTONA_PROXY`, ...), where it says so.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.inner.response.as_ref()?.origin.as_deref()
    }

    /// Returns a header of the answer by its name, in any case. The values of a header that repeats
    /// are joined by `, `.
    ///
    /// All headers are kept. Some hold secrets, such as `set-cookie`, and do not appear in `Debug`.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = &self.inner.response.as_ref()?.headers;
        headers.get(&name.to_ascii_lowercase()).map(String::as_str)
    }

    /// Returns the body of the answer, at most its first 64 KiB; `None` if there was no answer.
    ///
    /// It may come from a proxy, and is neither in `Debug` nor, except for its explanation, in the
    /// text of the error. An answer with credentials leaves no body.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Returns how long the server asks to wait before the next request: by `Retry-After`, by the
    /// longest `Retry-After-{throttler}`, or by the reset of an `X-RateLimit-*` that is used up.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        hint::pause(&self.inner.response.as_ref()?.headers)
    }

    /// Returns the id of the snapshot concerned, where one exists at the server.
    #[must_use]
    pub fn snapshot_id(&self) -> Option<&str> {
        self.inner.snapshot.as_ref().map(|snapshot| snapshot.id.as_str())
    }

    /// Returns the name of the snapshot concerned, where one exists at the server.
    #[must_use]
    pub fn snapshot_name(&self) -> Option<&str> {
        self.inner.snapshot.as_ref().map(|snapshot| snapshot.name.as_str())
    }

    /// Returns the last state seen of the snapshot concerned.
    #[must_use]
    pub fn snapshot_state(&self) -> Option<&SnapshotState> {
        self.inner.snapshot.as_ref().map(|snapshot| &snapshot.state)
    }

    /// Returns the last lines of the build log, oldest first, at most 50, where logs were followed.
    #[must_use]
    pub fn log_lines(&self) -> &[String] {
        &self.inner.log_lines
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        if let Some(action) = &inner.action {
            write!(f, "failed to {action}: ")?;
        }
        f.write_str(&inner.message)?;
        if inner.attempts > 1 {
            write!(f, ", {} times in a row", inner.attempts)?;
        }
        if let Some(hint) = &inner.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &inner.kind).field("text", &self.to_string());
        if let Some(response) = &inner.response {
            debug.field("response", response);
        }
        if let Some(snapshot) = &inner.snapshot {
            debug.field("snapshot", snapshot);
        }
        if let Some(source) = &inner.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_as_attempt_cause_and_advice() {
        let error = Error::invalid_input("the name is empty")
            .while_doing("create snapshot ``")
            .with_hint("give it a name");
        assert_eq!(
            error.to_string(),
            "failed to create snapshot ``: the name is empty; give it a name"
        );
    }

    #[test]
    fn inner_attempt_becomes_a_part_of_what_went_wrong() {
        let error = Error::invalid_input("no").while_doing("read").while_doing("create");
        assert_eq!(error.to_string(), "failed to create: cannot read: no");
    }

    #[test]
    fn headers_are_found_in_any_case() {
        let headers = [("x-ratelimit-limit".to_owned(), "90".to_owned())];
        let error = Error::new(Kind::Status, "slow down").with_response(Response {
            status: 429,
            headers: headers.into(),
            ..Response::default()
        });
        assert!(error.is_rate_limited());
        assert_eq!(error.header("X-RateLimit-Limit"), Some("90"));
    }
}
