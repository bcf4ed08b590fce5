//! What the disk says about a file without opening it.

use std::time::Duration;

/// How much older than its reading a file must be for its times to show every change.
///
/// Two seconds are the coarsest time stamps in use, those of FAT. The third is for a file server
/// whose clock is a little late.
pub(crate) const SETTLED_AFTER: Duration = Duration::from_secs(3);

/// What stands under a name.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) kind: FileKind,
    pub(crate) stamp: Stamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    File,
    Directory,
    Link,
    /// Anything else, with the name that messages give it.
    Special(&'static str),
}

/// Recognizes a file: two equal stamps mean that nobody wrote to it in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) mode: u32,
    #[cfg(unix)]
    pub(crate) identity: Identity,
    #[cfg(not(unix))]
    pub(crate) size: u64,
    #[cfg(not(unix))]
    pub(crate) modified: Option<std::time::SystemTime>,
}

/// Tells a file from every other one, and from itself as it was before a change.
///
/// The time of change is what makes it so: any program may set the time of modification back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) device: u64,
    pub(crate) inode: u64,
    pub(crate) size: u64,
    pub(crate) modified: Time,
    pub(crate) changed: Time,
}

/// A time as the file system keeps it, since the beginning of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) seconds: i64,
    pub(crate) nanoseconds: u32,
}

impl Stamp {
    /// Returns the size in bytes.
    pub(crate) fn size(&self) -> u64 {
        #[cfg(unix)]
        return self.identity.size;
        #[cfg(not(unix))]
        return self.size;
    }

    /// Returns true when the file last changed long enough before `moment` for another change from
    /// then on to show in its stamp.
    pub(crate) fn is_settled(&self, moment: Duration) -> bool {
        self.identity().is_some_and(|it| it.is_settled(moment, SETTLED_AFTER))
    }

    /// Returns what recognizes the file again later, where the system tells enough for that.
    #[cfg(unix)]
    pub(crate) fn identity(&self) -> Option<Identity> {
        Some(self.identity)
    }

    #[cfg(not(unix))]
    pub(crate) fn identity(&self) -> Option<Identity> {
        None
    }
}

impl Identity {
    /// Returns true when the last change lies at least `margin` before `moment`, both times of it.
    pub(crate) fn is_settled(&self, moment: Duration, margin: Duration) -> bool {
        let latest = moment.checked_sub(margin);
        let is_before = |time: Time| match (u64::try_from(time.seconds), latest) {
            (Ok(seconds), Some(latest)) => Duration::new(seconds, time.nanoseconds) < latest,
            (Ok(_), None) => false,
            (Err(_), _) => true,
        };
        is_before(self.modified) && is_before(self.changed)
    }
}

/// Returns the permission bits that the builder gets to see.
///
/// Write access for group and others depends on the umask of whoever wrote the file, and is left
/// out for that.
pub(crate) fn visible_mode(mode: u32) -> u32 {
    mode & 0o777 & !0o022
}
