//! Builds each Dockerfile twice: from its folder, and from the context that the library sends. Both
//! images must have the same files.
//!
//! Ignored by default, because it needs a builder: `tests/real-builder/run`. A comment marks each case
//! where buildah, which has its own parser and its own COPY, differs from `BuildKit`.

use std::path::Path;

use daytona_core::{ContextOptions, Daytona, Image, Packing};
use daytona_testkit::Emulator;
use tempfile::TempDir;

use super::builder::Builder;
use super::cases::{self, CASES, Case};
use super::runner;
use super::tree::{self, Tree};

#[tokio::test]
#[ignore = "needs a builder"]
async fn images_from_the_folder_and_from_the_sent_context_have_the_same_files() {
    let builder = Builder::find();
    let state = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().state_dir(state.path()).start().await.unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in CASES {
        if let Some(version) = builder.buildah()
            && version < case.since
        {
            eprintln!("{}: needs buildah {:?}, this is {version:?}", case.name, case.since);
            continue;
        }
        let original = original(case);
        let received = received(&emulator, state.path(), &original).await;
        let from_folder = builder.build_folder(original.path(), &[]);
        let from_archive = builder.build_archive(&received).map(|image| image.tree());
        if let Err(why) = &from_folder
            && why.contains("unknown flag")
        {
            eprintln!("{}: this Docker lacks a flag", case.name);
            continue;
        }
        match compare(case, from_folder, from_archive) {
            Ok(files) => eprintln!("{}: {files} equal files", case.name),
            Err(why) => wrong.push(format!("{}: {why}", case.name)),
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared >= 12, "only {compared} cases could be compared");
}

/// Returns the number of equal files, or the difference.
fn compare(
    case: &Case,
    original: Result<Tree, String>,
    received: Result<Tree, String>,
) -> Result<usize, String> {
    let original = original.map_err(|why| format!("from the folder: {why}"))?;
    let received = received.map_err(|why| format!("from the sent context: {why}"))?;
    if original != received {
        return Err(format!("\n  folder  {original:?}\n  context {received:?}"));
    }
    if let Some(path) = case.copied.iter().find(|path| !received.has(path)) {
        return Err(format!("{path} is missing in {received:?}"));
    }
    match case.absent.iter().find(|path| received.has(path)) {
        Some(path) => Err(format!("{path} should not be in {received:?}")),
        None => Ok(received.len()),
    }
}

/// Writes the files of a case to a folder, with the Dockerfile.
fn original(case: &Case) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    tree::write(dir.path(), cases::FILES);
    tree::write(dir.path(), case.files);
    tree::write(dir.path(), &[("Dockerfile", case.dockerfile)]);
    tree::write_odd(dir.path());
    dir
}

/// Returns the archive that the builder of the snapshot receives without packing.
async fn received(emulator: &Emulator, state: &Path, original: &TempDir) -> Vec<u8> {
    let daytona =
        Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url()).build().unwrap();
    let options = ContextOptions::new().packing(Packing::Off);
    let image = Image::from_dockerfile_with(original.path().join("Dockerfile"), options);
    let sent = daytona.snapshots().process_packed_image(&image).await.unwrap();
    let hashes = sent.archives.iter().map(|archive| archive.hash.as_str());
    runner::merge(emulator, state, &sent.dockerfile, hashes)
}

#[test]
fn trees_are_equal_only_with_equal_names_modes_and_contents() {
    let tree = |name: &str, content: &str, mode: u32| {
        let dir = tempfile::tempdir().unwrap();
        tree::write_file(dir.path(), name, content.as_bytes(), mode);
        Tree::read(dir.path())
    };
    let one = tree("a/b", "x", 0o644);
    assert_eq!(one, tree("a/b", "x", 0o644));
    for other in [tree("a/c", "x", 0o644), tree("a/b", "y", 0o644), tree("a/b", "x", 0o755)] {
        assert_ne!(one, other);
    }
}
