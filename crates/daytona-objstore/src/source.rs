//! The sources of a context.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::Kind;
use crate::filter::SharedFilter;
use crate::metadata::permissions;
use crate::{Error, Filter, ModePolicy};

/// A local file, a local directory or content in memory, with its path in the archive.
///
/// A file becomes the entry `archive_path`. The members of a directory become entries below
/// `archive_path`, or at the top of the archive if `archive_path` is empty.
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
    pub(crate) special_files: SpecialFiles,
    pub(crate) broken_links: BrokenLinks,
    pub(crate) modes: Option<ModePolicy>,
    pub(crate) root: Option<PathBuf>,
    pub(crate) filter: Option<SharedFilter>,
    pub(crate) in_memory: Option<InMemoryFile>,
    pub(crate) members: Members,
}

/// The content and the mode of a file in memory.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InMemoryFile {
    pub(crate) bytes: Bytes,
    pub(crate) mode: u32,
}

// The content may be long, and secret.
impl fmt::Debug for InMemoryFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, mode {:o}", self.bytes.len(), self.mode)
    }
}

/// The part of a directory that a source includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    All,
    /// The directory has an entry, and its members have none.
    Nothing,
}

/// The handling of symbolic links whose target is outside of the root of a source.
///
/// A link inside the root always becomes a copy of its target, because an archive has no links.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkPolicy {
    /// The link is an error, so that no file is uploaded by accident.
    #[default]
    RefuseLeaving,
    /// The link is followed.
    FollowAnywhere,
}

/// The handling of FIFOs, sockets and devices in a directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpecialFiles {
    /// A special file is an error.
    #[default]
    Refuse,
    /// A special file is left out, and so is a link to one.
    Omit,
}

/// The handling of links in a directory that lead nowhere, to a directory that contains them, or out of
/// the root.
///
/// A [`Pack`](crate::Pack) keeps links, so this has no effect there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokenLinks {
    /// Such a link is an error.
    #[default]
    Refuse,
    /// Such a link is left out. If a link would lead out of the root, the root is the top of the file
    /// system for it: an absolute target begins there, and `..` does not lead above it.
    ///
    /// With [`LinkPolicy::FollowAnywhere`], a link that leads out is followed.
    Omit,
}

impl Source {
    /// Creates a source from the file or directory `local`.
    ///
    /// `archive_path` is relative, with the separator `/` and without empty, `.` or `..` segments.
    /// The scan fails for any other path.
    #[must_use]
    pub fn new(local: impl Into<PathBuf>, archive_path: impl Into<String>) -> Self {
        Self {
            local: local.into(),
            archive_path: archive_path.into(),
            links: LinkPolicy::default(),
            special_files: SpecialFiles::default(),
            broken_links: BrokenLinks::default(),
            modes: None,
            root: None,
            filter: None,
            in_memory: None,
            members: Members::All,
        }
    }

    /// Creates a source from the directory `local` itself, without its members.
    ///
    /// [`scan_pack`](crate::scan_pack) adds an entry with the mode of the directory, as `COPY
    /// --parents` needs it. The filter does not apply. [`scan`](crate::scan) ignores the source,
    /// because the builder skips directories there.
    ///
    /// ```
    /// use daytona_objstore::{Pack, Source};
    ///
    /// // COPY --parents services/web/app /
    /// let pack = Pack::new(vec![
    ///     Source::directory("services", "services"),
    ///     Source::directory("services/web", "services/web"),
    ///     Source::new("services/web/app", "services/web/app"),
    /// ]);
    /// # drop(pack);
    /// ```
    #[must_use]
    pub fn directory(local: impl Into<PathBuf>, archive_path: impl Into<String>) -> Self {
        Self { members: Members::Nothing, ..Self::new(local, archive_path) }
    }

    /// Creates a source from content in memory, with the mode `0o644`.
    ///
    /// The digest is that of a file on disk with the same content. Messages name the content by its
    /// archive path.
    #[must_use]
    pub fn content(bytes: impl Into<Bytes>, archive_path: impl Into<String>) -> Self {
        let archive_path = archive_path.into();
        let file = InMemoryFile { bytes: bytes.into(), mode: 0o644 };
        Self { in_memory: Some(file), ..Self::new(&archive_path, &archive_path) }
    }

    /// Sets the permission bits of [`content`](Source::content) in memory. Default: `0o644`.
    ///
    /// [`ModePolicy`](crate::ModePolicy) applies, as for files on disk. The mode of a file on disk
    /// cannot be set.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        if let Some(file) = &mut self.in_memory {
            file.mode = permissions(mode);
        }
        self
    }

    /// Sets the policy for links that leave the root. Default:
    /// [`RefuseLeaving`](LinkPolicy::RefuseLeaving).
    #[must_use]
    pub fn links(mut self, policy: LinkPolicy) -> Self {
        self.links = policy;
        self
    }

    /// Sets the handling of special files in a directory. Default:
    /// [`Refuse`](SpecialFiles::Refuse). A source that is a special file itself is always an error.
    ///
    /// ```
    /// use daytona_objstore::{Source, SpecialFiles};
    ///
    /// let source = Source::new("app", "app").special_files(SpecialFiles::Omit);
    /// ```
    #[must_use]
    pub fn special_files(mut self, special_files: SpecialFiles) -> Self {
        self.special_files = special_files;
        self
    }

    /// Sets the handling of links in a directory that have no usable target. Default:
    /// [`Refuse`](BrokenLinks::Refuse). A source that is such a link itself is always an error.
    ///
    /// ```
    /// use daytona_objstore::{BrokenLinks, Source};
    ///
    /// let source = Source::new("app", "app").broken_links(BrokenLinks::Omit);
    /// ```
    #[must_use]
    pub fn broken_links(mut self, broken_links: BrokenLinks) -> Self {
        self.broken_links = broken_links;
        self
    }

    /// Sets the policy for the modes of the files. Default: that of the
    /// [`ScanOptions`](crate::ScanOptions).
    ///
    /// ```
    /// use daytona_objstore::{ModePolicy, Source};
    ///
    /// let source = Source::new("app", "app").modes(ModePolicy::KeepAll);
    /// ```
    #[must_use]
    pub fn modes(mut self, modes: ModePolicy) -> Self {
        self.modes = Some(modes);
        self
    }

    /// Sets the root: the directory that links may not leave. It must contain the source.
    ///
    /// Default: the source itself if it is a directory, or the directory that contains it if it is a
    /// file.
    #[must_use]
    pub fn root(mut self, directory: impl Into<PathBuf>) -> Self {
        self.root = Some(directory.into());
        self
    }

    /// Sets the filter of the root. Default: all files are included.
    ///
    /// An excluded file has no effect: it is not read, and it causes no error. The filter does not
    /// apply to [`content`](Source::content) in memory.
    #[must_use]
    pub fn filter(mut self, filter: impl Filter + 'static) -> Self {
        self.filter = Some(SharedFilter(Arc::new(filter)));
        self
    }

    /// Checks the archive path of a source of the given kind.
    pub(crate) fn check_archive_path(&self, kind: SourceKind) -> Result<(), Error> {
        if self.archive_path.is_empty() && kind == SourceKind::Directory {
            return Ok(());
        }
        let Some(reason) = invalid_reason(&self.archive_path) else { return Ok(()) };
        let (local, archive_path) = (self.local.clone(), self.archive_path.clone());
        Err(Kind::ArchivePath { local, archive_path, reason }.into())
    }
}

/// The kind of a source on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    File,
    Directory,
}

/// Returns the reason why an archive path is invalid.
fn invalid_reason(archive_path: &str) -> Option<&'static str> {
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
pub(crate) fn file_name(archive_path: &str) -> &str {
    archive_path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn archive_paths_that_could_escape_are_rejected() {
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
    fn only_a_directory_may_have_an_empty_archive_path() {
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
