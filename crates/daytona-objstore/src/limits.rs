//! Limits for the size of a context.

use std::path::PathBuf;

use crate::Error;
use crate::error::Kind;

/// The maximum size of a context. A scan that exceeds it fails.
///
/// The limits are checked before any file of more than 128 KiB is read. The error states the limit
/// and the value that exceeded it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use daytona_objstore::{Limits, Progress, Source, scan};
///
/// let limits = Limits::default().max_files(1);
/// let error = scan(vec![Source::new("src", "src")], limits, &Progress::new()).await.unwrap_err();
/// assert!(error.is_limit_exceeded());
/// assert!(error.to_string().ends_with("2 files and directories, and the limit is 1"));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    max_files: u64,
    max_bytes: u64,
    max_path_len: usize,
}

impl Limits {
    /// Sets the maximum number of files and directories. Default: 1,000,000.
    ///
    /// Directories count because links can multiply them without a single file.
    #[must_use]
    pub fn max_files(mut self, files: u64) -> Self {
        self.max_files = files;
        self
    }

    /// Sets the maximum sum of the file sizes in bytes. Default: 64 GiB.
    #[must_use]
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Sets the maximum length of an archive path in bytes. Default: 4,096.
    #[must_use]
    pub fn max_path_len(mut self, bytes: usize) -> Self {
        self.max_path_len = bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_files: 1_000_000, max_bytes: 64 << 30, max_path_len: 4096 }
    }
}

/// Counts files and bytes, and checks them against the limits.
#[derive(Debug)]
pub(crate) struct LimitCounter {
    limits: Limits,
    files: u64,
    bytes: u64,
}

impl LimitCounter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, files: 0, bytes: 0 }
    }

    /// Counts a file or directory. `local` returns its path for errors.
    pub(crate) fn add_file(
        &mut self,
        local: impl Fn() -> PathBuf,
        archive_path: &str,
    ) -> Result<(), Error> {
        self.files += 1;
        check(&local, "files and directories", self.limits.max_files, self.files)?;
        let path_len = archive_path.len() as u64;
        check(local, "bytes in its archive path", self.limits.max_path_len as u64, path_len)
    }

    /// Counts the content of a file.
    pub(crate) fn add_bytes(
        &mut self,
        local: impl Fn() -> PathBuf,
        bytes: u64,
    ) -> Result<(), Error> {
        self.bytes = self.bytes.saturating_add(bytes);
        check(local, "bytes", self.limits.max_bytes, self.bytes)
    }
}

fn check(
    path: impl Fn() -> PathBuf,
    what: &'static str,
    limit: u64,
    value: u64,
) -> Result<(), Error> {
    if value <= limit {
        return Ok(());
    }
    Err(Kind::Limit { path: path(), what, limit, value }.into())
}
