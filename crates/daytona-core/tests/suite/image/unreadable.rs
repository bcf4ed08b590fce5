//! Special files, directories and large files at paths that a step reads.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use daytona_core::{Image, LocalDirOptions};
use tempfile::TempDir;

use super::fixtures;

/// Creates a directory whose files can all be read.
fn tree() -> TempDir {
    fixtures::tree(&[
        ("app/Dockerfile", "FROM alpine:3\nCOPY a /\n"),
        ("app/.dockerignore", "b\n"),
        ("app/a", "text"),
        ("own/Dockerfile", "FROM alpine:3\nCOPY a /\n"),
        ("own/Dockerfile.dockerignore", "b\n"),
        ("own/a", "text"),
        ("r.txt", "numpy\n-r more/r.txt\n"),
        ("more/r.txt", "flask\n"),
        ("pyproject.toml", "[project]\ndependencies = [\"numpy\"]\n"),
    ])
}

/// Returns the files that a step reads, each with an image that reads it.
fn reads(dir: &Path) -> Vec<(&'static str, Image)> {
    let at = |path: &str| dir.join(path);
    let base = || Image::base("python:3.12");
    let ignored = LocalDirOptions::new().dockerignore();
    vec![
        ("app/Dockerfile", Image::from_dockerfile(at("app/Dockerfile"))),
        ("app/.dockerignore", Image::from_dockerfile(at("app/Dockerfile"))),
        ("app/.dockerignore", base().dockerfile_commands_in(at("app"), ["COPY a /"])),
        ("app/.dockerignore", base().add_local_dir_with(at("app"), "/app", ignored)),
        ("own/Dockerfile.dockerignore", Image::from_dockerfile(at("own/Dockerfile"))),
        ("r.txt", base().pip_install_from_requirements(at("r.txt"))),
        ("more/r.txt", base().pip_install_from_requirements(at("r.txt"))),
        ("pyproject.toml", base().pip_install_from_pyproject(at("pyproject.toml"))),
    ]
}

/// Replaces each file by what `make` creates, and returns the errors.
fn refusals(make: impl Fn(&Path)) -> Vec<String> {
    let good = tree();
    let count = reads(good.path()).len();
    let refusal = |number: usize| {
        let dir = tree();
        let (file, image) = reads(dir.path()).swap_remove(number);
        assert!(image.resolve().is_ok(), "{file}");
        let path = dir.path().join(file);
        fs::remove_file(&path).unwrap();
        make(&path);
        let error = image.resolve().unwrap_err();
        assert!(error.is_invalid_input() && error.to_string().contains(file), "{error}");
        assert!(error.hint().is_some() || error.to_string().contains("; "), "{error}");
        error.to_string()
    };
    (0..count).map(refusal).collect()
}

#[test]
fn fifo_is_refused_without_waiting_for_a_writer() {
    let fifo = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    for message in refusals(fifo) {
        assert!(message.contains("is not a regular file"), "{message}");
    }
}

#[test]
fn link_to_a_device_is_refused() {
    for message in refusals(|path| symlink("/dev/zero", path).unwrap()) {
        assert!(message.contains("is not a regular file"), "{message}");
    }
}

#[test]
fn directory_is_refused() {
    for message in refusals(|path| fs::create_dir(path).unwrap()) {
        assert!(message.contains("is a directory"), "{message}");
    }
}

#[test]
fn file_over_the_limit_is_refused_with_the_limit() {
    let large = |path: &Path| File::create(path).unwrap().set_len((16 << 20) + 1).unwrap();
    for message in refusals(large) {
        assert!(message.contains("has more than 16 MiB"), "{message}");
    }
}

#[test]
fn link_to_a_regular_file_is_read() {
    let dir = tree();
    let (file, image) = reads(dir.path()).swap_remove(0);
    let path = dir.path().join(file);
    fs::rename(&path, dir.path().join("real")).unwrap();
    symlink("../real", &path).unwrap();
    assert!(image.resolve().is_ok());
}
