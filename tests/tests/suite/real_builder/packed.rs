//! Builds each Dockerfile twice: from its folder, and from the packed context as the runner merges it.
//! Both images must have the same files, directories, links, modes and owners, and the same config.
//!
//! Ignored by default, because it needs buildah and the rights of root. Where buildah differs from
//! BuildKit, the case says so and has what BuildKit creates.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use daytona_core::{ContextOptions, Daytona, Image, PackedImage};
use daytona_testkit::Emulator;
use futures_util::{StreamExt, stream};
use serde_json::Value;
use tempfile::TempDir;

use super::buildah::{Buildah, BuiltImage};
use super::packed_cases::{self, Case};
use super::tree;

/// The number of cases that are built at the same time.
const PARALLEL: usize = 4;

/// Flags that older versions of buildah refuse. They do not change the files of these cases, so that
/// both texts are built without them.
const UNKNOWN_FLAGS: &[&str] = &[" --link", " --chmod=a+rX"];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs buildah"]
async fn image_from_the_packed_context_equals_the_image_from_the_folder() {
    let buildah = Arc::new(Buildah::find());
    let state = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().state_dir(state.path()).start().await.unwrap();
    let cases = packed_cases::all();
    let outcomes: Vec<_> = stream::iter(&cases)
        .map(|case| {
            let (buildah, emulator, state) = (buildah.clone(), &emulator, state.path());
            async move { (case.name, compare(buildah, emulator, state, case).await) }
        })
        .buffer_unordered(PARALLEL)
        .collect()
        .await;
    let mut wrong = Vec::new();
    for (name, outcome) in outcomes {
        match outcome {
            Ok(entries) => eprintln!("{name}: {entries} equal entries"),
            Err(why) => wrong.push(format!("{name}: {why}")),
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 60, "only {} cases", cases.len());
}

/// Returns the number of equal entries, or the difference.
async fn compare(
    buildah: Arc<Buildah>,
    emulator: &Emulator,
    state: &Path,
    case: &Case,
) -> Result<usize, String> {
    let folder = folder(case);
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let options = ContextOptions::new().modes(case.modes);
    let image = match case.dockerfile_name {
        "" => Image::from_dockerfile_text_with(case.dockerfile, options.context_dir(folder.path())),
        name => Image::from_dockerfile_with(folder.path().join(name), options),
    };
    let snapshots = daytona.build().unwrap().snapshots();
    let packed = snapshots.process_packed_image(&image).await;
    let packed = packed.map_err(|error| format!("not packed: {error}"))?;
    let is_packed = packed.dockerfile.contains(".daytona-files/");
    if is_packed == case.is_plain {
        return Err(format!("packed: {is_packed}\n{}", packed.dockerfile));
    }
    let received = received(emulator, state, &packed);

    // The builder that works from the folder.
    let original = if case.original.is_empty() { case.dockerfile } else { case.original };
    let dockerfile = tempfile::NamedTempFile::new().unwrap();
    fs::write(dockerfile.path(), without_unknown_flags(original)).unwrap();
    let text = packed.dockerfile;
    let attributes = case.attributes;
    let compared = move || {
        let original = buildah.build_image(folder.path(), dockerfile.path());
        let original = original.map_err(|why| format!("from the folder: {why}"))?;
        let sent = buildah.build_image(received.path(), &received.path().join("Dockerfile"));
        let sent = sent.map_err(|why| format!("from the packed context: {why}"))?;
        difference(original, &sent, attributes)
    };
    let compared = tokio::task::spawn_blocking(compared).await.unwrap();
    compared.map_err(|why| format!("{why}\n{text}"))
}

fn difference(
    mut original: BuiltImage,
    sent: &BuiltImage,
    attributes: &[(&str, &str)],
) -> Result<usize, String> {
    for (path, attributes) in attributes {
        if !original.files.set_attributes(path, attributes) {
            return Err(format!("{path} is missing"));
        }
    }
    let differences = original.files.differences(&sent.files);
    if !differences.is_empty() {
        let shown = &differences[..differences.len().min(20)];
        return Err(format!("folder <> packed context\n  {}", shown.join("\n  ")));
    }
    if original.config != sent.config {
        return Err(format!("{} <> {}", original.config, sent.config));
    }
    match sent.files.len() {
        0 => Err("the image is empty".to_owned()),
        entries => Ok(entries),
    }
}

fn without_unknown_flags(text: &str) -> String {
    UNKNOWN_FLAGS.iter().fold(text.to_owned(), |text, flag| text.replace(flag, ""))
}

/// Writes the files of a case to a folder.
fn folder(case: &Case) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for items in case.files {
        for item in *items {
            item.write(folder.path());
        }
    }
    if !case.dockerfile_name.is_empty() {
        tree::write(folder.path(), &[(case.dockerfile_name, case.dockerfile)]);
    }
    folder
}

/// Merges the archives in the object storage as the runner does: plain files only, after the text.
fn received(emulator: &Emulator, state: &Path, packed: &PackedImage) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let text = without_unknown_flags(&packed.dockerfile);
    tree::write_file(dir.path(), "Dockerfile", text.as_bytes(), 0o644);
    for archive in &packed.archives {
        let key = format!("{}/{}/context.tar", emulator.organization_id(), archive.hash);
        let object = object(state, &key);
        for entry in tar::Archive::new(&object[..]).entries().unwrap() {
            let mut entry = entry.unwrap();
            if entry.header().entry_type().is_dir() {
                continue;
            }
            let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
            let mode = entry.header().mode().unwrap() & 0o7777;
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            tree::write_file(dir.path(), &name, &content, mode);
        }
    }
    dir
}

/// Returns an object from the state folder of the emulator.
fn object(state: &Path, key: &str) -> Vec<u8> {
    let folder = state.join("objects");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        // Another upload may have replaced it.
        let Ok(metadata) = fs::read(&path) else { continue };
        let metadata: Value = serde_json::from_slice(&metadata).unwrap();
        if metadata["key"] != key {
            continue;
        }
        let file = metadata["file"].as_str().unwrap();
        let parts = metadata["parts"].as_array().map_or(0, Vec::len);
        return match parts {
            0 => fs::read(folder.join(file)).unwrap(),
            _ => (0..parts)
                .flat_map(|part| fs::read(folder.join(format!("{file}.{part}"))).unwrap())
                .collect(),
        };
    }
    panic!("{key} is not in the object storage");
}
