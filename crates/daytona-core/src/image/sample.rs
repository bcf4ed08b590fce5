//! Directories and images that the tests of this folder share.

use std::fs;

use tempfile::TempDir;

use super::Image;

/// Makes a directory with these files, each a path and its content.
pub(super) fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

/// Returns the lines after `FROM alpine:3`.
pub(super) fn lines(build: impl FnOnce(Image) -> Image) -> String {
    let text = build(Image::base("alpine:3")).dockerfile().unwrap();
    text.strip_prefix("FROM alpine:3\n").unwrap().to_owned()
}

/// Returns the refusal of what is added to `FROM alpine:3`.
pub(super) fn refusal(build: impl FnOnce(Image) -> Image) -> String {
    let error = build(Image::base("alpine:3")).dockerfile().unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string()
}
