//! The files, directories and links of a case.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::super::tree;

/// A file, directory or link in the folder of a case, or many of them.
pub(crate) enum Item {
    /// Path, mode and content.
    File(&'static str, u32, &'static str),
    /// Path and mode. The directory can have files.
    Directory(&'static str, u32),
    /// Path and target.
    Link(&'static str, &'static str),
    /// Path and size in bytes of a file that does not compress.
    Large(&'static str, usize),
    /// A directory, and the number of its small files.
    Many(&'static str, usize),
    /// A directory, and the tar archive of it.
    Archive(&'static str, &'static str),
}

impl Item {
    pub(crate) fn write(&self, root: &Path) {
        match *self {
            Self::File(path, mode, content) => {
                tree::write_file(root, path, content.as_bytes(), mode);
            }
            Self::Directory(path, mode) => {
                fs::create_dir_all(root.join(path)).unwrap();
                fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).unwrap();
            }
            Self::Link(path, target) => {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                symlink(target, path).unwrap();
            }
            Self::Large(path, size) => tree::write_file(root, path, &noise(size), 0o644),
            Self::Many(dir, files) => {
                for number in 0..files {
                    let (path, content) = (format!("{dir}/{}/{number}", number % 7), number);
                    tree::write_file(root, &path, content.to_string().as_bytes(), 0o644);
                }
            }
            Self::Archive(dir, path) => {
                let mut archive = tar::Builder::new(fs::File::create(root.join(path)).unwrap());
                archive.append_dir_all(".", root.join(dir)).unwrap();
                archive.finish().unwrap();
            }
        }
    }
}

/// Returns bytes that do not compress.
fn noise(size: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(&mut next).flatten().take(size).collect()
}
