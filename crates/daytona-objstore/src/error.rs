//! The error of scans, archives and uploads.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::HeaderMap;

/// An error of a scan, an archive or an upload.
///
/// The message names the action and its object: the local path, or the bucket and key. It ends with
/// the innermost cause, if there is one. [`source`](StdError::source) returns the chain of causes.
/// The message never contains storage credentials.
///
/// # Troubleshooting
///
/// - [`path`](Error::path): check this local file or directory.
/// - [`is_changed_while_reading`](Error::is_changed_while_reading): another program writes to the
///   tree. Scan again when it has finished.
/// - [`is_limit_exceeded`](Error::is_limit_exceeded): exclude files, or raise the limit in
///   [`Limits`](crate::Limits).
/// - [`is_refused_by_store`](Error::is_refused_by_store): the response was not a success. Check its
///   [`status`](Error::status), [`code`](Error::code), [`headers`](Error::headers) and
///   [`body`](Error::body).
/// - [`is_access_expired`](Error::is_access_expired): request a new
///   [`StorageAccess`](crate::StorageAccess), or connect with an
///   [`AccessProvider`](crate::AccessProvider).
/// - [`is_transport`](Error::is_transport): the network or the store failed, and all retries too.
///   [`source`](StdError::source) is the last failure. A new upload sends only the missing archives.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let sources = vec![Source::new("no/such/directory", "src")];
/// let error = scan(sources, Limits::default(), &Progress::new()).await.unwrap_err();
/// assert!(error.path().unwrap().ends_with("no/such/directory"));
/// # }
/// ```
pub struct Error(Box<Kind>);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error("cannot place {local:?} at {archive_path:?} in the context: {reason}")]
    ArchivePath { local: PathBuf, archive_path: String, reason: &'static str },

    #[error("cannot {action} {path:?}")]
    Io { action: &'static str, path: PathBuf, source: io::Error },

    #[error("cannot add {path:?} to the context: its name is not valid UTF-8")]
    NotUtf8 { path: PathBuf },

    #[error(
        "cannot add {path:?} to the context: it is a {what}, and only files and directories can be sent"
    )]
    SpecialFile { path: PathBuf, what: &'static str },

    #[error(
        "cannot add {path:?} to the context: it leads to {target:?}, which is outside of {root:?}"
    )]
    LeavesRoot { path: PathBuf, target: PathBuf, root: PathBuf },

    #[error(
        "cannot add {path:?} to the context: it is a symbolic link to {target:?}, which does not exist"
    )]
    DanglingLink { path: PathBuf, target: PathBuf },

    #[error(
        "cannot add {path:?} to the context: following symbolic links leads back to {target:?} without end"
    )]
    LinkCycle { path: PathBuf, target: PathBuf },

    #[error(
        "both {first:?} and {second:?} would become {archive_path:?} in the context, and they differ"
    )]
    Duplicate { archive_path: String, first: PathBuf, second: PathBuf },

    #[error(
        "{file:?} would become the file or link {archive_path:?} in the context, and {below:?} needs a directory of that name"
    )]
    FileIsDirectory { archive_path: String, file: PathBuf, below: PathBuf },

    #[error("{path:?} changed while the context was being read")]
    Changed { path: PathBuf },

    #[error("the context is too large at {path:?}: {value} {what}, and the limit is {limit}")]
    Limit { path: PathBuf, what: &'static str, limit: u64, value: u64 },

    #[error("cannot start a thread to {action}")]
    Thread { action: &'static str, source: io::Error },

    #[error("stopped before it was possible to {action}")]
    Stopped { action: &'static str },

    #[error("cannot compress the context")]
    Compression { source: io::Error },

    #[error("{text:?} is not a context digest: expected 64 hexadecimal digits")]
    InvalidDigest { text: String },

    #[error("cannot use the storage access: {field} {reason}")]
    Access { field: &'static str, reason: &'static str },

    #[error("cannot set up the S3 client for {endpoint}")]
    Client { endpoint: String, source: BoxError },

    #[error("failed to get access to the store: {source}")]
    AccessUnavailable { source: BoxError },

    #[error(
        "the renewed access leads to another store, bucket or organization than before: connect again"
    )]
    AccessMoved,

    #[error("failed to {action} {target}: the store refused it with {refusal}")]
    Refused { action: &'static str, target: Target, refusal: Refusal, source: BoxError },

    #[error("failed to {action} {target}: {} {endpoint}", if *.is_connect { "connecting to" } else { "the request to" })]
    Transport {
        action: &'static str,
        target: Target,
        endpoint: String,
        is_connect: bool,
        source: BoxError,
    },

    #[error("uploaded {target}, but the store then reported {}, not the {expected} bytes sent", ListedSize(*.found))]
    SizeMismatch { target: Target, expected: u64, found: Option<u64> },
}

pub(crate) type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// The object of a request.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object `{}` in bucket `{}`", self.key, self.bucket)
    }
}

/// Returns the innermost cause, which is the most specific.
pub(crate) fn root_cause<'e>(
    mut error: &'e (dyn StdError + 'static),
) -> &'e (dyn StdError + 'static) {
    while let Some(cause) = error.source() {
        error = cause;
    }
    error
}

/// A response other than success.
///
/// Some S3 errors contain the signed request with the session token. These parts are removed.
#[derive(Clone, Default, thiserror::Error)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) headers: HeaderMap,
    /// The start of the body.
    pub(crate) body: Bytes,
}

// Headers and body may contain secrets.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl Refusal {
    /// Returns `true` if the same request may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        /// Failures of S3, and of bytes that were damaged or lost in transit.
        const TRANSIENT: [&str; 10] = [
            "BadDigest",
            "IncompleteBody",
            "InternalError",
            "OperationAborted",
            "RequestTimeout",
            "ServiceUnavailable",
            "SlowDown",
            "TooManyRequests",
            "XAmzContentChecksumMismatch",
            "XAmzContentSHA256Mismatch",
        ];
        matches!(self.status, 408 | 429 | 500 | 502 | 503 | 504) || self.has_code(&TRANSIENT)
    }

    /// Returns `true` if the object has no byte of a range, or does not exist.
    pub(crate) fn is_missing_range(&self) -> bool {
        self.status == 416 || self.has_code(&["NoSuchKey"])
    }

    /// Returns `true` if the credentials are expired. Stores use several codes for that.
    pub(crate) fn is_expired(&self) -> bool {
        self.has_code(&[
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidAccessKeyId",
            "InvalidToken",
            "InvalidTokenId",
            "TokenRefreshRequired",
        ])
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        match (&self.code, &self.message) {
            (Some(code), Some(message)) => write!(f, " ({code}: {message})"),
            (Some(text), None) | (None, Some(text)) => write!(f, " ({text})"),
            (None, None) => Ok(()),
        }
    }
}

/// Displays the size of an object in a listing.
struct ListedSize(Option<u64>);

impl fmt::Display for ListedSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(bytes) => write!(f, "{bytes} bytes"),
            None => f.write_str("no such object"),
        }
    }
}

impl Error {
    /// Returns the local path, for errors of a scan or an archive.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &*self.0 {
            Kind::ArchivePath { local: path, .. }
            | Kind::Io { path, .. }
            | Kind::NotUtf8 { path }
            | Kind::SpecialFile { path, .. }
            | Kind::LeavesRoot { path, .. }
            | Kind::DanglingLink { path, .. }
            | Kind::LinkCycle { path, .. }
            | Kind::Duplicate { second: path, .. }
            | Kind::FileIsDirectory { file: path, .. }
            | Kind::Changed { path }
            | Kind::Limit { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Returns the HTTP status of a response other than success.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.refusal().map(|refusal| refusal.status)
    }

    /// Returns the S3 error code of a response, such as `AccessDenied`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.refusal().and_then(|refusal| refusal.code.as_deref())
    }

    /// Returns the headers of a response other than success.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.refusal().map(|refusal| &refusal.headers)
    }

    /// Returns the first 64 KiB of the body of a response other than success, of the store or of a
    /// proxy. Credentials in it are removed.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.refusal().map(|refusal| &*refusal.body)
    }

    /// Returns `true` if the response of the store, or of a proxy, was not a success.
    #[must_use]
    pub fn is_refused_by_store(&self) -> bool {
        self.refusal().is_some()
    }

    /// Returns `true` if there was no usable response: name resolution, connection, TLS, timeout.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(*self.0, Kind::Transport { .. })
    }

    /// Returns `true` if the store rejected the credentials as expired and they were not renewed.
    #[must_use]
    pub fn is_access_expired(&self) -> bool {
        self.refusal().is_some_and(Refusal::is_expired)
    }

    /// Returns `true` if the [`AccessProvider`](crate::AccessProvider) failed. Its error is the source.
    #[must_use]
    pub fn is_access_unavailable(&self) -> bool {
        matches!(*self.0, Kind::AccessUnavailable { .. })
    }

    /// Returns `true` if a renewed access leads to another bucket. Connect a new
    /// [`Store`](crate::Store).
    #[must_use]
    pub fn is_access_moved(&self) -> bool {
        matches!(*self.0, Kind::AccessMoved)
    }

    /// Returns `true` if a file has changed during or since the scan.
    #[must_use]
    pub fn is_changed_while_reading(&self) -> bool {
        matches!(*self.0, Kind::Changed { .. })
    }

    /// Returns `true` if the context exceeds its [`Limits`](crate::Limits).
    #[must_use]
    pub fn is_limit_exceeded(&self) -> bool {
        matches!(*self.0, Kind::Limit { .. })
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &*self.0 {
            Kind::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Kind::Io { action, path: path.to_owned(), source }.into()
    }

    /// Returns `true` if a link has no usable target.
    pub(crate) fn is_broken_link(&self) -> bool {
        use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};

        match &*self.0 {
            Kind::DanglingLink { .. } | Kind::LinkCycle { .. } | Kind::LeavesRoot { .. } => true,
            // A file has no members, and what nobody may read is outside.
            Kind::Io { source, .. } => {
                matches!(source.kind(), NotADirectory | NotFound | PermissionDenied)
            }
            _ => false,
        }
    }

    pub(crate) fn changed(path: &Path) -> Self {
        Kind::Changed { path: path.to_owned() }.into()
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        f.write_str(&text)?;
        match self.source().map(|source| root_cause(source).to_string()) {
            // The text may contain the cause.
            Some(cause) if !text.contains(&cause) => write!(f, ": {cause}"),
            _ => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
