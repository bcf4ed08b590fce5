//! Builds each Dockerfile twice: from its folder, and from the packed context as the runner merges it.
//! Both images must have the same files, directories, links, modes and owners, and the same config.
//!
//! Ignored by default, because it needs a builder and the rights of root. Where buildah differs from
//! `BuildKit`, the case says so and has what `BuildKit` creates.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use daytona_core::{ContextOptions, Daytona, Image};
use daytona_testkit::Emulator;
use futures_util::{StreamExt, stream};
use serde_json::Value;
use tempfile::TempDir;

use super::builder::{Builder, BuiltImage};
use super::image_files::ImageFiles;
use super::packed_cases::{self, Case};
use super::{runner, tree};

/// The number of cases that are built at the same time.
const PARALLEL: usize = 4;

/// Flags that older versions of buildah refuse. They do not change the files of these cases, so that
/// both texts are built without them.
const UNKNOWN_FLAGS: &[&str] = &[" --link", " --chmod=a+rX"];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a builder"]
async fn image_from_the_packed_context_equals_the_image_from_the_folder() {
    let builder = Arc::new(Builder::find());
    let cases = packed_cases::all();
    let outcomes: Vec<_> = stream::iter(&cases)
        .map(|case| {
            let builder = builder.clone();
            async move { (case.name, compare(builder, case).await) }
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
async fn compare(builder: Arc<Builder>, case: &Case) -> Result<usize, String> {
    let folder = folder(case);
    let state = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().state_dir(state.path()).start().await.unwrap();
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
    let sent_text = without_unknown_flags(&builder, &packed.dockerfile);
    let hashes = packed.archives.iter().map(|archive| archive.hash.as_str());
    let received = runner::merge(&emulator, state.path(), &sent_text, hashes);

    let text = packed.dockerfile;
    let case = *case;
    let compared = move || {
        let original = original(&builder, &case, folder.path());
        let original = original.map_err(|why| format!("from the folder: {why}"))?;
        let sent = builder.build_archive(&received);
        let sent = sent.map_err(|why| format!("from the packed context: {why}"))?;
        difference(&original, &sent)
    };
    let compared = tokio::task::spawn_blocking(compared).await.unwrap();
    compared.map_err(|why| format!("{why}\n{text}"))
}

/// Builds the Dockerfile of a case from its folder.
fn original(builder: &Builder, case: &Case, folder: &Path) -> Result<(ImageFiles, Value), String> {
    let build = |text: &str| {
        // BuildKit loads the Dockerfiles of one folder together, so each has a folder of its own.
        let own = tempfile::tempdir().unwrap();
        let dockerfile = own.path().join("Dockerfile");
        fs::write(&dockerfile, without_unknown_flags(builder, text)).unwrap();
        builder.build(folder, &dockerfile, &[])
    };
    let mut built = build(case.dockerfile);
    if !case.without_flags.is_empty()
        && built.as_ref().is_err_and(|why| {
            ["unknown flag", "COPY only supports"].iter().any(|text| why.contains(text))
        })
    {
        built = build(case.without_flags);
    }
    let built = built?;
    let mut files = built.files();
    set_attributes(&mut files, case.attributes)?;
    if builder.buildah().is_some() {
        set_attributes(&mut files, case.buildah_attributes)?;
    }
    Ok((files, built.config))
}

fn set_attributes(files: &mut ImageFiles, attributes: &[(&str, &str)]) -> Result<(), String> {
    for (path, attributes) in attributes {
        if !files.set_attributes(path, attributes) {
            return Err(format!("{path} is missing"));
        }
    }
    Ok(())
}

/// Returns the number of equal entries, or the difference.
fn difference((files, config): &(ImageFiles, Value), sent: &BuiltImage) -> Result<usize, String> {
    let differences = files.differences(&sent.files());
    if !differences.is_empty() {
        let shown = &differences[..differences.len().min(20)];
        return Err(format!("folder <> packed context\n  {}", shown.join("\n  ")));
    }
    if *config != sent.config {
        return Err(format!("{config} <> {}", sent.config));
    }
    match files.len() {
        0 => Err("the image is empty".to_owned()),
        entries => Ok(entries),
    }
}

fn without_unknown_flags(builder: &Builder, text: &str) -> String {
    if builder.buildah().is_none() {
        return text.to_owned();
    }
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
