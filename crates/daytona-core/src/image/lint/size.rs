//! The sizes of files and directories.

use std::path::{Path, PathBuf};

/// The minimum size of a file or directory that is worth naming, in bytes.
const MIN_BYTES: u64 = 1024 * 1024;

/// A member that has this part of its directory is named instead of the directory, in percent.
const DOMINANT_PERCENT: u64 = 80;

/// The size of a file, or of a directory with its members.
#[derive(Debug, Default)]
pub(super) struct Size {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    /// The members of a directory that are worth naming.
    members: Vec<Size>,
}

impl Size {
    pub(super) fn file(path: PathBuf, bytes: u64) -> Self {
        Self { path, bytes, members: Vec::new() }
    }

    /// Creates the size of a directory without members.
    pub(super) fn directory(path: PathBuf) -> Self {
        Self { path, ..Self::default() }
    }

    /// Adds a member.
    pub(super) fn add(&mut self, member: Self) {
        self.bytes += member.bytes;
        if member.bytes >= MIN_BYTES {
            self.members.push(member);
        }
    }

    /// Returns the largest files and directories with their sizes, relative to `dir`.
    pub(super) fn largest(self, dir: &Path, most: usize) -> Vec<String> {
        let mut parts: Vec<Self> = self.members.into_iter().map(Self::dominant).collect();
        parts.sort_by(|one, other| {
            other.bytes.cmp(&one.bytes).then_with(|| one.path.cmp(&other.path))
        });
        let named = parts.iter().take(most).map(|part| {
            let path = part.path.strip_prefix(dir).unwrap_or(&part.path);
            format!("`{}` ({})", path.display(), mebibytes(part.bytes))
        });
        named.collect()
    }

    /// Descends to the member that has most of the bytes.
    fn dominant(mut self) -> Self {
        let limit = self.bytes / 100 * DOMINANT_PERCENT;
        match self.members.iter().position(|member| member.bytes >= limit) {
            Some(index) => self.members.swap_remove(index).dominant(),
            None => self,
        }
    }
}

fn mebibytes(bytes: u64) -> String {
    match bytes / MIN_BYTES {
        small @ 0..1024 => format!("{small} MiB"),
        large => format!("{}.{} GiB", large / 1024, large % 1024 * 10 / 1024),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn member_with_most_of_the_bytes_is_named_instead_of_its_directory() {
        let mib = |mib: u64| mib * MIN_BYTES;
        let mut data = Size::directory("/c/data".into());
        data.add(Size::file("/c/data/big".into(), mib(2_560)));
        data.add(Size::file("/c/data/small".into(), 5));
        let mut modules = Size::directory("/c/node_modules".into());
        modules.add(Size::file("/c/node_modules/a".into(), mib(30)));
        modules.add(Size::file("/c/node_modules/b".into(), mib(30)));
        let mut root = Size::default();
        root.add(modules);
        root.add(data);
        root.add(Size::file("/c/tiny".into(), 7));
        assert_eq!(root.bytes, mib(2_620) + 12);
        assert_eq!(
            root.largest(Path::new("/c"), 5),
            ["`data/big` (2.5 GiB)", "`node_modules` (60 MiB)"]
        );
    }
}
