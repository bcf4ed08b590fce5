//! What goes into a context, and where.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::Kind;
use crate::filter::Shared;
use crate::stamp::visible_mode;
use crate::{Error, Filter};

/// Names a local file or directory, or content given in memory, and the place it takes in the
/// archive.
///
/// A file becomes the entry `archive_path`. A directory contributes what it contains, below
/// `archive_path`; with an empty `archive_path`, at the top of the archive.
///
/// ```
/// use daytona_objstore::{LinkPolicy, Source};
///
/// let requirements = Source::new("requirements.txt", "requirements.txt");
/// let sources = Source::new("src", "app/src").root(".");
/// let vendored = Source::new("vendor", "vendor").links(LinkPolicy::FollowAnywhere);
/// let settings = Source::content("debug = true\n", "app/settings.toml");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    pub(crate) local: PathBuf,
    pub(crate) archive_path: String,
    pub(crate) links: LinkPolicy,
    pub(crate) root: Option<PathBuf>,
    pub(crate) filter: Option<Shared>,
    pub(crate) memory: Option<Memory>,
}

/// A file that is on no disk.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) bytes: Bytes,
    pub(crate) mode: u32,
}

/// Leaves out the content, which may be long, and a secret.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, mode {:o}", self.bytes.len(), self.mode)
    }
}

/// Decides what happens to symbolic links whose target lies outside of a source's root.
///
/// Links inside the root always become the files they lead to: the builder cannot represent a link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkPolicy {
    /// Such a link is an error, so that no file is sent by accident.
    #[default]
    RefuseLeaving,
    /// Such a link is followed like any other.
    FollowAnywhere,
}

impl Source {
    /// Creates a source of the file or directory `local`, to stand at `archive_path`.
    ///
    /// An archive path is relative and separated by `/`, without empty, `.` or `..` segments. The
    /// scan refuses any other.
    #[must_use]
    pub fn new(local: impl Into<PathBuf>, archive_path: impl Into<String>) -> Self {
        Self {
            local: local.into(),
            archive_path: archive_path.into(),
            links: LinkPolicy::default(),
            root: None,
            filter: None,
            memory: None,
        }
    }

    /// Creates a source of the given content, to become the file `archive_path`, which everybody
    /// may read and its owner write.
    ///
    /// The content counts for the digest as if it came from a file. Messages name it by its archive
    /// path.
    #[must_use]
    pub fn content(bytes: impl Into<Bytes>, archive_path: impl Into<String>) -> Self {
        let archive_path = archive_path.into();
        let memory = Memory { bytes: bytes.into(), mode: 0o644 };
        Self { memory: Some(memory), ..Self::new(&archive_path, &archive_path) }
    }

    /// Sets the permission bits of given [`content`](Source::content), by default `0o644`. Files on
    /// the disk have those of the disk.
    ///
    /// As with those, write access for group and others is taken away.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        if let Some(memory) = &mut self.memory {
            memory.mode = visible_mode(mode);
        }
        self
    }

    /// Sets what happens to links that leave the root, by default
    /// [`RefuseLeaving`](LinkPolicy::RefuseLeaving).
    #[must_use]
    pub fn links(mut self, policy: LinkPolicy) -> Self {
        self.links = policy;
        self
    }

    /// Sets the directory that links may not leave.
    ///
    /// The default is the source itself when it is a directory, and the directory it lies in when
    /// it is a file. The source must lie in its root.
    #[must_use]
    pub fn root(mut self, boundary: impl Into<PathBuf>) -> Self {
        self.root = Some(boundary.into());
        self
    }

    /// Sets what of the root takes part; by default all of it does.
    ///
    /// What is left out is as good as absent: it is not read, and neither are directories of which
    /// nothing takes part. A filter does not apply to given [`content`](Source::content).
    #[must_use]
    pub fn filter(mut self, filter: impl Filter + 'static) -> Self {
        self.filter = Some(Shared(Arc::new(filter)));
        self
    }

    /// Checks the archive path of a source that was found to be a directory or a file.
    pub(crate) fn check_archive_path(&self, kind: SourceKind) -> Result<(), Error> {
        if self.archive_path.is_empty() && kind == SourceKind::Directory {
            return Ok(());
        }
        let Some(reason) = fault_in(&self.archive_path) else { return Ok(()) };
        let (local, archive_path) = (self.local.clone(), self.archive_path.clone());
        Err(Kind::ArchivePath { local, archive_path, reason }.into())
    }
}

/// What a source was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    File,
    Directory,
}

/// Returns what is wrong with an archive path.
fn fault_in(archive_path: &str) -> Option<&'static str> {
    if archive_path.is_empty() {
        return Some("a file needs a name");
    }
    if archive_path.starts_with('/') {
        return Some("the path must be relative");
    }
    if archive_path.contains('\0') {
        return Some("the path must not contain a zero byte");
    }
    archive_path.split('/').find_map(|segment| match segment {
        "" => Some("the path must not have empty segments"),
        "." | ".." => Some("the path must not have `.` or `..` segments"),
        _ => None,
    })
}

/// Returns the archive path of `name` in the directory `parent`.
pub(crate) fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        return name.to_owned();
    }
    let mut path = String::with_capacity(parent.len() + 1 + name.len());
    path.extend([parent, "/", name]);
    path
}

/// Returns the last segment of an archive path.
pub(crate) fn name(archive_path: &str) -> &str {
    archive_path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn archive_paths_that_could_escape_are_refused() {
        for (archive_path, reason) in [
            ("/etc/passwd", "the path must be relative"),
            ("a//b", "the path must not have empty segments"),
            ("a/", "the path must not have empty segments"),
            ("./a", "the path must not have `.` or `..` segments"),
            ("a/../../b", "the path must not have `.` or `..` segments"),
            ("a\0b", "the path must not contain a zero byte"),
        ] {
            for kind in [SourceKind::File, SourceKind::Directory] {
                let error =
                    Source::new("local", archive_path).check_archive_path(kind).unwrap_err();
                assert!(error.to_string().ends_with(reason), "{error}");
                assert_eq!(error.path(), Some(Path::new("local")));
            }
        }
    }

    #[test]
    fn only_a_directory_can_stand_at_the_top() {
        let source = Source::new("local", "");
        assert!(source.check_archive_path(SourceKind::Directory).is_ok());
        assert!(source.check_archive_path(SourceKind::File).is_err());
    }

    #[test]
    fn unusual_names_are_accepted() {
        for archive_path in ["a b", "..a", "a..", ".hidden", "ü/日本", "new\nline", "C:\\x"] {
            let source = Source::new("local", archive_path);
            assert!(source.check_archive_path(SourceKind::File).is_ok(), "{archive_path:?}");
        }
    }
}
