//! A short stand-in for a path.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// The hash of a canonical path. Another release of the standard library may hash differently;
/// what is remembered is not found any more then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PathHash(pub(super) u64);

impl PathHash {
    pub(crate) fn of(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(Path::new(""));
        FolderHash::of(folder).member(path.file_name().unwrap_or_default())
    }
}

/// The part of the hash that the members of a directory have in common.
#[derive(Debug, Clone)]
pub(crate) struct FolderHash(DefaultHasher);

impl FolderHash {
    pub(crate) fn of(folder: &Path) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(folder.as_os_str().as_encoded_bytes());
        // No path holds a zero byte.
        hasher.write_u8(0);
        Self(hasher)
    }

    pub(crate) fn member(&self, name: &OsStr) -> PathHash {
        let mut hasher = self.0.clone();
        hasher.write(name.as_encoded_bytes());
        PathHash(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_has_the_hash_of_its_name_in_its_directory() {
        let of = |path: &str| PathHash::of(Path::new(path));
        for (folder, name) in [("/", "a"), ("/a", "b"), ("/a/b", "c d"), ("/a/é", "ü")] {
            let member = FolderHash::of(Path::new(folder)).member(OsStr::new(name));
            assert_eq!(member, PathHash::of(&Path::new(folder).join(name)), "{folder} {name}");
        }
        assert_ne!(of("/a/b"), of("/ab"));
        assert_ne!(of("/a/bc"), of("/ab/c"));
        assert_ne!(of("/a/b"), of("/b/a"));
    }
}
