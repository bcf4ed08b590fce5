//! The metadata of files and directories.

use std::ffi::OsString;
use std::time::Duration;

/// How old the last change of a file must be for its times to reveal every later change.
///
/// FAT has the coarsest times in use, 2 s. One more second allows for a file server whose clock is
/// slightly late.
pub(crate) const SETTLED_AFTER: Duration = Duration::from_secs(3);

/// A name in a directory.
#[derive(Debug)]
pub(crate) struct DirEntry {
    pub(crate) name: OsString,
    /// `None` if the file system does not list kinds.
    pub(crate) kind: Option<FileKind>,
}

/// The kind and the state of a file, directory or link.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) kind: FileKind,
    pub(crate) stat: FileStat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    File,
    Directory,
    Link,
    /// Any other kind, with its name for messages.
    Special(&'static str),
}

/// The state of a file. Two equal values mean that the file was not written to in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileStat {
    pub(crate) mode: u32,
    #[cfg(unix)]
    pub(crate) identity: FileIdentity,
    #[cfg(not(unix))]
    pub(crate) size: u64,
    #[cfg(not(unix))]
    pub(crate) modified: Option<std::time::SystemTime>,
}

/// Identifies one version of one file.
///
/// The change time is needed because any program can set the modification time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileIdentity {
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) modified: FileTime,
    pub(crate) changed: FileTime,
}

/// A time of the file system, since the beginning of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileTime {
    pub(crate) seconds: i64,
    pub(crate) nanoseconds: u32,
}

impl FileStat {
    /// Returns the size in bytes.
    pub(crate) fn size(&self) -> u64 {
        #[cfg(unix)]
        return self.identity.size;
        #[cfg(not(unix))]
        return self.size;
    }

    /// Returns the modification time in seconds since the beginning of 1970. Earlier times are 0.
    pub(crate) fn modified_seconds(&self) -> u64 {
        #[cfg(unix)]
        return u64::try_from(self.identity.modified.seconds).unwrap_or(0);
        #[cfg(not(unix))]
        return self
            .modified
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .map_or(0, |since| since.as_secs());
    }

    /// Returns `true` if any change after `moment` would change this value.
    pub(crate) fn is_settled(&self, moment: Duration) -> bool {
        self.identity().is_some_and(|identity| identity.is_settled(moment, SETTLED_AFTER))
    }

    /// Returns the identity of the file, on systems that have one.
    #[cfg(unix)]
    pub(crate) fn identity(&self) -> Option<FileIdentity> {
        Some(self.identity)
    }

    #[cfg(not(unix))]
    pub(crate) fn identity(&self) -> Option<FileIdentity> {
        None
    }
}

impl FileIdentity {
    /// Returns `true` if both times are earlier than `moment` by more than `margin`.
    pub(crate) fn is_settled(&self, moment: Duration, margin: Duration) -> bool {
        let latest = moment.checked_sub(margin);
        let is_before = |time: FileTime| match (u64::try_from(time.seconds), latest) {
            (Ok(seconds), Some(latest)) => Duration::new(seconds, time.nanoseconds) < latest,
            (Ok(_), None) => false,
            (Err(_), _) => true,
        };
        is_before(self.modified) && is_before(self.changed)
    }
}

/// Returns the permission bits of a mode, and the bits setuid, setgid and sticky.
pub(crate) fn permissions(mode: u32) -> u32 {
    mode & 0o7777
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_is_settled_if_both_times_are_older_than_the_margin() {
        let time = |seconds, nanoseconds| FileTime { seconds, nanoseconds };
        let identity =
            |modified, changed| FileIdentity { device: 1, inode: 1, size: 1, modified, changed };
        let old = time(90, 0);
        let (moment, margin) = (Duration::from_secs(103), Duration::from_secs(3));
        for (edge, expected) in [
            (time(99, 999_999_999), true),
            (time(100, 0), false),
            (time(103, 0), false),
            // Set by a program, or by a clock that was wrong.
            (time(1000, 0), false),
            (time(-5, 0), true),
        ] {
            assert_eq!(identity(edge, old).is_settled(moment, margin), expected, "{edge:?}");
            assert_eq!(identity(old, edge).is_settled(moment, margin), expected, "{edge:?}");
        }
        assert!(!identity(old, old).is_settled(Duration::ZERO, margin));
    }
}
