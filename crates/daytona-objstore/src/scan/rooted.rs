//! Paths whose links stay inside a directory, as if it were the root of the file system.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The maximum number of links on a path.
const MAX_LINKS: usize = 255;

/// Resolves all links of a path inside a root: an absolute target begins at the root, and `..` at
/// the root stays there. A container reads links in this way.
///
/// The result is relative to the root. Returns `None` for a path that does not exist.
pub(super) fn resolve(root: &Path, path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    let mut links = 0;
    let mut ahead = names(path);
    while let Some(name) = ahead.pop() {
        if name == ".." {
            resolved.pop();
            continue;
        }
        let next = resolved.join(&name);
        let metadata = fs::symlink_metadata(root.join(&next)).ok()?;
        if !metadata.is_symlink() {
            resolved = next;
            continue;
        }
        links += 1;
        if links > MAX_LINKS {
            return None;
        }
        let target = fs::read_link(root.join(&next)).ok()?;
        if target.is_absolute() {
            resolved.clear();
        }
        ahead.extend(names(&target));
    }
    // A file has no members, and `..` in a target can hide one.
    fs::symlink_metadata(root.join(&resolved)).ok().map(|_| resolved)
}

/// Returns the names of a path, the last one first.
fn names(path: &Path) -> Vec<std::ffi::OsString> {
    let names = path
        .components()
        .filter(|name| matches!(name, Component::Normal(_) | Component::ParentDir));
    names.map(|name| name.as_os_str().to_owned()).rev().collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_stay_inside_the_root() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("etc/sub")).unwrap();
        fs::write(dir.path().join("etc/cfg"), "").unwrap();
        for (name, target) in [
            ("absolute", "/etc/cfg"),
            ("above", "../../etc"),
            ("chain", "/above/sub/../cfg"),
            ("dangling", "/etc/none"),
            ("loop", "loop"),
            ("etc/sub/up", "../cfg"),
        ] {
            symlink(target, dir.path().join(name)).unwrap();
        }
        let found = |path: &str| {
            resolve(dir.path(), Path::new(path)).map(|path| path.to_str().unwrap().to_owned())
        };
        assert_eq!(found("absolute").as_deref(), Some("etc/cfg"));
        assert_eq!(found("above/cfg").as_deref(), Some("etc/cfg"));
        assert_eq!(found("chain").as_deref(), Some("etc/cfg"));
        assert_eq!(found("etc/sub/up").as_deref(), Some("etc/cfg"));
        assert_eq!(found("").as_deref(), Some(""));
        for path in ["dangling", "loop", "none", "etc/cfg/x"] {
            assert_eq!(found(path), None, "{path}");
        }
    }
}
