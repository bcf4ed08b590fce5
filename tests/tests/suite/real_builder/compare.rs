//! Builds each Dockerfile twice: from its folder, and from the context that the library sends. Both
//! images must have the same files.
//!
//! Ignored by default, because it needs buildah. buildah needs no daemon and no registry:
//!
//! ```sh
//! apt-get install buildah busybox-static
//! cargo test --package daytona-tests --test suite real_builder -- --ignored --nocapture
//! ```
//!
//! buildah has its own parser and its own COPY. The test proves that the context has the necessary
//! files, not how BuildKit reads a Dockerfile. A comment marks each case where buildah differs.

use daytona_core::{CreateSnapshotParams, Daytona, Image};
use daytona_testkit::Emulator;
use tempfile::TempDir;

use super::buildah::Buildah;
use super::cases::{self, CASES, Case};
use super::tree::{self, Tree};

#[tokio::test]
#[ignore = "needs buildah"]
async fn images_from_the_folder_and_from_the_sent_context_have_the_same_files() {
    let buildah = Buildah::find();
    let emulator = Emulator::start().await.unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in CASES {
        if buildah.version < case.since {
            let Case { name, since, .. } = case;
            eprintln!("{name}: needs buildah {since:?}, this is {:?}", buildah.version);
            continue;
        }
        let original = original(case);
        let received = received(&emulator, case, &original).await;
        match compare(case, buildah.build(original.path()), buildah.build(received.path())) {
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

/// Writes the context that the builder of the snapshot receives to a folder.
async fn received(emulator: &Emulator, case: &Case, original: &TempDir) -> TempDir {
    let daytona =
        Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url()).build().unwrap();
    let image = Image::from_dockerfile(original.path().join("Dockerfile"));
    daytona.snapshots().create(CreateSnapshotParams::new(case.name, image)).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    for file in emulator.build_context(case.name).unwrap() {
        tree::write_file(dir.path(), &file.path, &file.content, file.mode);
    }
    dir
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
