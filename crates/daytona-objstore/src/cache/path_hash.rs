//! Hashes of paths.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// The hash of a canonical path.
///
/// The hash may change with a release of the standard library. Then the cache finds no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PathHash(pub(super) u64);

impl PathHash {
    pub(crate) fn of(path: &Path) -> Self {
        let directory = path.parent().unwrap_or(Path::new(""));
        DirectoryHash::of(directory).member(path.file_name().unwrap_or_default())
    }
}

/// The part of the hash that is common to the members of a directory.
#[derive(Debug, Clone)]
pub(crate) struct DirectoryHash(DefaultHasher);

impl DirectoryHash {
    pub(crate) fn of(directory: &Path) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(directory.as_os_str().as_encoded_bytes());
        // No path contains a zero byte.
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
        for (directory, name) in [("/", "a"), ("/a", "b"), ("/a/b", "c d"), ("/a/é", "ü")] {
            let member = DirectoryHash::of(Path::new(directory)).member(OsStr::new(name));
            assert_eq!(
                member,
                PathHash::of(&Path::new(directory).join(name)),
                "{directory} {name}"
            );
        }
        assert_ne!(of("/a/b"), of("/ab"));
        assert_ne!(of("/a/bc"), of("/ab/c"));
        assert_ne!(of("/a/b"), of("/b/a"));
    }
}
