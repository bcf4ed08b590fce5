//! Directories with files, and their scans.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use daytona_objstore::{Error, Limits, Manifest, Progress, ScanOptions, Source, scan};
use tempfile::TempDir;

/// Creates a directory of files with the mode 0644. The content of each is its name.
pub(crate) fn tree(names: &[&str]) -> TempDir {
    let files: Vec<_> = names.iter().map(|name| (*name, *name)).collect();
    tree_of(&files)
}

/// Creates a directory of files with the mode 0644 and the given contents.
pub(crate) fn tree_of(files: &[(&str, &str)]) -> TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = tree.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        set_mode(&path, 0o644);
    }
    tree
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

pub(crate) async fn scanned(source: Source) -> Result<Manifest, Error> {
    scanned_with(Limits::default(), source).await
}

pub(crate) async fn scanned_with(
    options: impl Into<ScanOptions>,
    source: Source,
) -> Result<Manifest, Error> {
    scan(vec![source], options, &Progress::new()).await
}
