//! The progress of the upload of a build context.

use serde::{Deserialize, Serialize};

/// The counters of an upload of a build context. They only grow.
///
/// The size of the context is unknown until its files are read: [`archives`](Self::archives) is 0
/// until then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The number of files that were read.
    pub files_scanned: u64,
    /// The number of bytes that were read.
    pub bytes_scanned: u64,
    /// The number of files that were not read, because the digest cache has them.
    pub files_from_cache: u64,
    /// The number of archives. 0 until all files are read.
    pub archives: u64,
    /// The number of archives that the object storage had already.
    pub archives_present: u64,
    /// The number of archives that were uploaded.
    pub archives_uploaded: u64,
    /// The size of the archives that the object storage lacks, as far as it is known, in bytes.
    pub bytes_to_upload: u64,
    /// The number of bytes that were sent. Bytes of repeated requests count again.
    pub bytes_sent: u64,
    /// The number of bytes that the object storage has accepted.
    pub bytes_uploaded: u64,
}
