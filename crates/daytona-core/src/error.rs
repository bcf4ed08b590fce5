//! The error type of the crate.

mod kind;
mod response;
mod retry_after;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::SnapshotState;

pub use kind::Advice;
pub(crate) use kind::Kind;
pub(crate) use response::Response;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

type BoxError = Box<dyn StdError + Send + Sync>;

/// The maximum number of attempts for answers that do not come from Daytona, such as HTML pages.
const MAX_FOREIGN_ANSWERS: u32 = 3;

/// The error of all operations. Its text contains the attempt, the cause and advice.
///
/// The type is opaque: use predicates such as [`is_not_found`](Error::is_not_found) and
/// [`is_conflict`](Error::is_conflict) instead of matching. [`source`](StdError::source) returns the
/// underlying error.
///
/// # Troubleshooting
///
/// | predicate | what to do |
/// |---|---|
/// | [`is_invalid_input`](Error::is_invalid_input) | Correct the argument that the message names. Nothing was sent. |
/// | [`is_config`](Error::is_config) | Set the credentials or the URL that the message names. |
/// | [`is_unauthorized`](Error::is_unauthorized) | Check the key: it is wrong, expired or for another deployment. |
/// | [`is_forbidden`](Error::is_forbidden) | Check the permissions of the key, and whether the organization is suspended. |
/// | [`is_not_found`](Error::is_not_found) | Check the id or name, and the organization of the key. |
/// | [`is_conflict`](Error::is_conflict) | Choose another name. A snapshot that is being removed still has its name. |
/// | [`is_rate_limited`](Error::is_rate_limited) | Wait for [`retry_after`](Error::retry_after). |
/// | [`is_timeout`](Error::is_timeout) | Wait again for [`snapshot_id`](Error::snapshot_id): the server may still be working. |
/// | [`is_connect`](Error::is_connect) | Check URL, network and proxy, then retry. Nothing was sent. |
/// | [`is_build_failed`](Error::is_build_failed) | Read the reason and [`log_lines`](Error::log_lines). |
/// | [`is_unexpected_state`](Error::is_unexpected_state) | Read [`snapshot_state`](Error::snapshot_state), then activate the snapshot or create it again. |
/// | [`is_storage`](Error::is_storage) | Retry the create. Archives that are already uploaded are not sent again. |
/// | [`is_internal`](Error::is_internal) | Report it: it is a bug of this library, or of a stub. |
/// | [`is_unexpected_response`](Error::is_unexpected_response) | Check the API URL and look for a proxy. Read [`body`](Error::body). |
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
    snapshot: Option<SnapshotSummary>,
    log_lines: Vec<String>,
    /// The number of attempts, if there was more than one.
    attempts: u32,
    /// The maximum number of attempts, if it differs from that of the kind.
    max_attempts: Option<u32>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Debug)]
struct SnapshotSummary {
    id: String,
    name: String,
    state: SnapshotState,
}

impl Error {
    /// Creates the error of a server that answered with `status` and `message`.
    ///
    /// Use it in stubs: it has the predicates of an answer with this status.
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

    /// Sets the attempt, as it follows "failed to": ``create snapshot `x` ``.
    ///
    /// An inner attempt becomes a part of the message.
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

    /// Sets a hint, and the advice by which programs recognise it.
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

    /// Removes the body of the answer, which may contain secrets.
    #[cfg(feature = "upload")]
    pub(crate) fn without_body(mut self) -> Self {
        if let Some(response) = &mut self.inner.response {
            response.body.clear();
        }
        self
    }

    pub(crate) fn with_snapshot(mut self, snapshot: &crate::Snapshot) -> Self {
        self.inner.snapshot = Some(SnapshotSummary {
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

    /// Sets the number of attempts.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// Returns a short stable name of the kind of failure, for programs.
    ///
    /// The names are `invalid_input`, `config`, `connect`, `transport`, `timeout`, `status`,
    /// `unexpected_response`, `conflict`, `build_failed`, `unexpected_state`, `storage`, `internal`
    /// and `unsupported`. Later versions may add names.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        self.inner.kind.name()
    }

    /// Returns the cause, without the attempt and the hint.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// Returns the advice as text, if there is any.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }

    /// Returns the advice of a [`hint`](Self::hint) that names methods of this library.
    ///
    /// A program can replace such a hint with its own text.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.inner.advice
    }

    /// Returns `true` if an argument was refused before anything was sent.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == Kind::InvalidInput
    }

    /// Returns `true` if credentials or URL are missing or malformed.
    #[must_use]
    pub fn is_config(&self) -> bool {
        self.kind() == Kind::Config
    }

    /// Returns `true` if the client did not connect, so that no request was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == Kind::Connect
    }

    /// Returns `true` if the connection broke after the request may have been sent.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.kind() == Kind::Transport
    }

    /// Returns `true` if the deadline passed. The server may still be working.
    ///
    /// If a call was being retried, its last failure is the [`source`](StdError::source).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == Kind::Timeout
    }

    /// Returns `true` if the snapshot ended in the state `error` or `build_failed`.
    #[must_use]
    pub fn is_build_failed(&self) -> bool {
        self.kind() == Kind::BuildFailed
    }

    /// Returns `true` if the snapshot is in a state that waiting does not change, and no build
    /// failed: `inactive`, `removing`, or a state that this version does not know.
    ///
    /// After a delete, the snapshot still exists although the server accepted the request.
    /// [`snapshot_state`](Self::snapshot_state) returns the state.
    #[must_use]
    pub fn is_unexpected_state(&self) -> bool {
        self.kind() == Kind::UnexpectedState
    }

    /// Returns `true` if archiving or uploading a build context failed.
    ///
    /// A file that cannot be part of a context is [`is_invalid_input`](Self::is_invalid_input).
    #[must_use]
    pub fn is_storage(&self) -> bool {
        self.kind() == Kind::Storage
    }

    /// Returns `true` if a task of this library, or a stub in it, panicked.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.kind() == Kind::Internal
    }

    /// Returns `true` if the answer does not match the API, such as the HTML page of a proxy.
    #[must_use]
    pub fn is_unexpected_response(&self) -> bool {
        self.kind() == Kind::UnexpectedResponse
    }

    /// Returns `true` if the stub does not implement the called method.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.kind() == Kind::Unsupported
    }

    /// Returns `true` if the API answered 401: the credentials are not valid.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.refused_with(401)
    }

    /// Returns `true` if the API answered 403: the credentials lack a permission.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.refused_with(403)
    }

    /// Returns `true` if the API answered 404: these credentials see no such snapshot.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.refused_with(404)
    }

    /// Returns `true` if another snapshot has the name, or if the API answered 409.
    ///
    /// The API answers 409 for other conflicts too. The message names the conflict.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == Kind::Conflict || self.refused_with(409)
    }

    /// Returns `true` if the server answered 429: too many requests.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// Returns `true` if the server answered 5xx.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| (500..600).contains(&status))
    }

    /// Returns `true` if the API itself answered with this status. The page of a proxy with the same
    /// status says nothing about snapshots.
    fn refused_with(&self, status: u16) -> bool {
        self.kind() == Kind::Status && self.status() == Some(status)
    }

    /// Sets the maximum number of attempts, in place of that of the kind.
    #[cfg(feature = "client")]
    pub(crate) fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.inner.max_attempts = Some(attempts);
        self
    }

    /// Turns a broken connection into a missing one, for a request that was not sent.
    #[cfg(feature = "client")]
    pub(crate) fn not_sent(mut self) -> Self {
        if self.kind() == Kind::Transport {
            self.inner.kind = Kind::Connect;
            let hint = "nothing was sent: check the URL, the network and the proxy settings";
            self.inner.hint.get_or_insert_with(|| hint.to_owned());
        }
        self
    }

    /// Returns `true` if the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        self.max_attempts() > 1
    }

    /// Returns the maximum number of attempts for such a failure, including the first one.
    pub(crate) fn max_attempts(&self) -> u32 {
        let by_kind = || {
            let is_transient = self.kind() == Kind::Connect
                || self.is_rate_limited()
                || self.leaves_effect_unknown();
            match is_transient {
                true if self.is_unexpected_response() && !self.is_server_error() => {
                    MAX_FOREIGN_ANSWERS
                }
                true => u32::MAX,
                false => 1,
            }
        };
        self.inner.max_attempts.unwrap_or_else(by_kind)
    }

    /// Returns `true` if the cause, such as a refused certificate, is probably permanent.
    pub(crate) fn is_permanent(&self) -> bool {
        self.inner.max_attempts.is_some_and(|attempts| attempts < MAX_FOREIGN_ANSWERS)
    }

    /// Returns `true` if the request may have succeeded despite this error.
    pub(crate) fn leaves_effect_unknown(&self) -> bool {
        match self.kind() {
            Kind::Transport | Kind::Timeout => true,
            Kind::UnexpectedResponse => {
                self.status().is_none_or(|status| !matches!(status / 100, 3 | 4))
            }
            // A context is uploaded before the request that changes something at the API.
            Kind::Storage => false,
            _ => self.is_server_error(),
        }
    }

    /// Returns the HTTP status of the answer, if there was one. For
    /// [`is_storage`](Error::is_storage), it is the answer of the object store.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// Returns the machine-readable code of the answer, if the server sent one.
    #[doc(alias = "error_code")]
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.response.as_ref()?.code.as_deref()
    }

    /// Returns the service that answered (`DAYTONA_API`, `DAYTONA_PROXY`, ...), if it sent its name.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.inner.response.as_ref()?.origin.as_deref()
    }

    /// Returns a header of the answer. The name is case-insensitive. Repeated values are joined by
    /// `, `.
    ///
    /// All headers are kept. `Debug` hides those that may contain secrets, such as `set-cookie`.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = &self.inner.response.as_ref()?.headers;
        headers.get(&name.to_ascii_lowercase()).map(String::as_str)
    }

    /// Returns the first 64 KiB of the body of the answer; `None` if there was no answer.
    ///
    /// The body may come from a proxy. `Debug` does not show it, and the text of the error shows only
    /// its message. The body of an answer with credentials is empty.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Returns the pause that the server requests before the next call.
    ///
    /// It is read from `Retry-After`, the longest `Retry-After-{throttler}`, or the reset of an
    /// exhausted `X-RateLimit-*`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::pause(&self.inner.response.as_ref()?.headers)
    }

    /// Returns the id of the snapshot, if it exists at the server.
    #[must_use]
    pub fn snapshot_id(&self) -> Option<&str> {
        self.inner.snapshot.as_ref().map(|snapshot| snapshot.id.as_str())
    }

    /// Returns the name of the snapshot, if it exists at the server.
    #[must_use]
    pub fn snapshot_name(&self) -> Option<&str> {
        self.inner.snapshot.as_ref().map(|snapshot| snapshot.name.as_str())
    }

    /// Returns the last known state of the snapshot.
    #[must_use]
    pub fn snapshot_state(&self) -> Option<&SnapshotState> {
        self.inner.snapshot.as_ref().map(|snapshot| &snapshot.state)
    }

    /// Returns the last lines of the build log, at most 50, oldest first. Empty if the operation did
    /// not follow the log.
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
    fn text_contains_attempt_cause_and_advice() {
        let error = Error::invalid_input("the name is empty")
            .while_doing("create snapshot ``")
            .with_hint("give it a name");
        assert_eq!(
            error.to_string(),
            "failed to create snapshot ``: the name is empty; give it a name"
        );
    }

    #[test]
    fn inner_attempt_becomes_a_part_of_the_message() {
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
