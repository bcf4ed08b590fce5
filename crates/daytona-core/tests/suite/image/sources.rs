//! The build context as sources of `daytona-objstore`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use daytona_core::{ContextModes, ContextOptions, Image, LocalDirOptions};
use daytona_objstore::{Limits, Manifest, Progress, Source, archive, scan};
use futures_util::TryStreamExt;

use super::fixtures::tree;

async fn scanned(image: &Image) -> Manifest {
    scan(image.resolve().unwrap().sources(), Limits::default(), &Progress::new()).await.unwrap()
}

/// Returns the paths and modes of the context.
async fn modes(image: &Image) -> Vec<(String, u32)> {
    let entries = scanned(image).await;
    entries.entries().iter().map(|entry| (entry.path().to_owned(), entry.mode())).collect()
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn sources_have_the_filters_of_the_image() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nCOPY src /x\n"),
        (".dockerignore", "**/*.log\n!keep.log\n"),
        ("src/a", ""),
        ("src/b.log", ""),
        ("src/sub/c.log", ""),
        ("src/sub/d", ""),
        ("vendor/e.md", ""),
        ("vendor/f", ""),
    ]);
    let options = LocalDirOptions::new().ignore(["*.md"]);
    let image = Image::from_dockerfile(dir.path().join("Dockerfile"))
        .add_local_dir_with(dir.path().join("vendor"), "/vendor", options)
        .add_file_content("text", "/etc/motd");
    let found = modes(&image).await;
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [".daytona-files/etc/motd", ".daytona-files/vendor/f", "src/a", "src/sub/d"];
    assert_eq!(paths, expected);
}

#[tokio::test]
async fn modes_of_a_umask_are_kept_on_request() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY src /x\n"), ("src/a", "")]);
    chmod(&dir.path().join("src/a"), 0o664);
    let with = |modes| {
        let options = ContextOptions::new().modes(modes);
        let added = LocalDirOptions::new().modes(modes);
        Image::from_dockerfile_with(dir.path().join("Dockerfile"), options).add_local_dir_with(
            dir.path().join("src"),
            "/y",
            added,
        )
    };
    let expected = |mode| [(".daytona-files/y/a".to_owned(), mode), ("src/a".to_owned(), mode)];
    assert_eq!(modes(&with(ContextModes::ClearUmask)).await, expected(0o644));
    assert_eq!(modes(&with(ContextModes::KeepAll)).await, expected(0o664));

    let json = serde_json::to_value(with(ContextModes::KeepAll)).unwrap();
    assert_eq!(json["steps"][0]["from_dockerfile"]["modes"], "keep_all");
    assert_eq!(json["steps"][1]["add_local_dir"]["options"]["modes"], "keep_all");
    let image: Image = serde_json::from_value(json).unwrap();
    assert_eq!(image, with(ContextModes::KeepAll));
    let json = serde_json::to_string(&with(ContextModes::ClearUmask)).unwrap();
    assert!(!json.contains("modes"), "{json}");
}

/// Does what the example `context_tar` does.
#[tokio::test]
async fn tar_of_dockerfile_and_context_is_complete() {
    let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY a /x\n"), ("a", "hello")]);
    let resolved = Image::from_dockerfile(dir.path().join("Dockerfile")).resolve().unwrap();
    let mut sources = resolved.sources();
    sources.push(Source::content(resolved.dockerfile, "Dockerfile"));
    let manifest = scan(sources, Limits::default(), &Progress::new()).await.unwrap();
    let chunks: Vec<_> = archive(&manifest).try_collect().await.unwrap();
    let bytes = chunks.concat();
    assert_eq!(bytes.len() as u64, manifest.archive_len());
    // Blocks of 512 bytes: a header and one block of content for each file.
    assert!(bytes.starts_with(b"Dockerfile\0"));
    assert!(bytes[512..].starts_with(b"FROM a:1\n"));
    assert!(bytes[1024..].starts_with(b"a\0") && bytes[1536..].starts_with(b"hello\0"));
}
