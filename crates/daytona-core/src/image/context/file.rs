//! The entries of a build context.

use std::fmt;
use std::path::PathBuf;

use bytes::Bytes;

use super::filter::ContextFilter;
use crate::image::options::context::{ContextLinks, ContextModes};

/// A file, or a directory with its content, that goes into the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextFile {
    /// The local path. Empty if `content` is set.
    pub local: PathBuf,
    /// The path in the context: relative, with `/` between segments, without `.` and `..`.
    pub archive_path: String,
    /// The directory that symbolic links must not lead out of, unless `links` allows it.
    pub link_root: PathBuf,
    /// The files of the directory to leave out, if any.
    pub filter: Option<ContextFilter>,
    /// The policy for links that lead out of `link_root`.
    pub links: ContextLinks,
    /// The policy for the modes of files.
    pub modes: ContextModes,
    /// The content of a file that [`Image::add_file_content`](crate::Image::add_file_content) adds.
    pub content: Option<FileContent>,
}

impl ContextFile {
    /// Creates the entry of a local file or of a whole local directory.
    pub(in crate::image) fn new(local: PathBuf, archive_path: String, link_root: PathBuf) -> Self {
        let (links, modes) = (ContextLinks::default(), ContextModes::default());
        Self { local, archive_path, link_root, filter: None, links, modes, content: None }
    }

    /// Creates the entry of a file whose content is given in code.
    pub(in crate::image) fn with_content(content: FileContent, archive_path: String) -> Self {
        Self { content: Some(content), ..Self::new(PathBuf::new(), archive_path, PathBuf::new()) }
    }
}

/// The content and mode of a file that is given in code.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    bytes: Bytes,
    mode: u32,
}

impl FileContent {
    pub(in crate::image) fn new(bytes: Bytes, mode: u32) -> Self {
        Self { bytes, mode }
    }

    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the permission bits.
    #[must_use]
    pub fn mode(&self) -> u32 {
        self.mode
    }
}

/// Omits the bytes, which can be large or secret.
impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, mode {:o}", self.bytes.len(), self.mode)
    }
}
