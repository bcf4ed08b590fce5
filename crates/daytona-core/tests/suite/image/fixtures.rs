//! Directories and images for the tests of images.

use std::fs;

use daytona_core::Image;
use tempfile::TempDir;

/// Creates a directory with files, given by path and content.
pub(super) fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

/// Returns the lines that are added after `FROM alpine:3`.
pub(super) fn lines(build: impl FnOnce(Image) -> Image) -> String {
    let text = build(Image::base("alpine:3")).dockerfile().unwrap();
    text.strip_prefix("FROM alpine:3\n").unwrap().to_owned()
}

/// Returns the error for steps that are added to `FROM alpine:3`.
pub(super) fn refusal(build: impl FnOnce(Image) -> Image) -> String {
    let error = build(Image::base("alpine:3")).dockerfile().unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string()
}
