//! The files of a folder, for comparisons.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// Path, mode and content of each file. Links are resolved, because contexts have the target files
/// instead of links.
#[derive(PartialEq, Eq)]
pub(crate) struct Tree {
    files: BTreeMap<String, (u32, Vec<u8>)>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(root, root, "", &mut files);
        Self { files }
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// Shows the first 20 bytes of each file.
impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = self.files.iter().map(|(path, (mode, content))| {
            let start = String::from_utf8_lossy(&content[..content.len().min(20)]).into_owned();
            format!("{path} {mode:o} {start:?}")
        });
        f.debug_list().entries(shown).finish()
    }
}

fn collect(root: &Path, dir: &Path, name: &str, files: &mut BTreeMap<String, (u32, Vec<u8>)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{name}/{}", entry.file_name().to_str().unwrap());
        let mut path = entry.path();
        if let Ok(target) = fs::read_link(&path) {
            // In an image, `/` is the root of the image.
            path = match target.strip_prefix("/") {
                Ok(below) => root.join(below),
                Err(_) => dir.join(target),
            };
        }
        if path.is_dir() {
            collect(root, &path, &name, files);
        } else {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
            files.insert(name, (mode, fs::read(&path).unwrap()));
        }
    }
}

/// Writes files that only the owner may change.
pub(crate) fn write(root: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let mode = if name.ends_with(".sh") { 0o755 } else { 0o644 };
        write_file(root, name, content.as_bytes(), mode);
    }
}

pub(crate) fn write_file(root: &Path, name: &str, content: &[u8], mode: u32) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Writes links, an archive and a program.
pub(crate) fn write_odd(root: &Path) {
    symlink("main.py", root.join("src/linked.py")).unwrap();
    symlink("src/lib", root.join("linked-dir")).unwrap();
    let archive = std::process::Command::new("tar")
        .args(["--create", "--file", "archive.tar", "--directory", "src", "lib"])
        .current_dir(root)
        .status()
        .unwrap();
    assert!(archive.success());
    fs::copy("/bin/busybox", root.join("busybox")).unwrap();
}
