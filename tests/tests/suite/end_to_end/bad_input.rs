//! Invalid input is refused with a clear error, before anything is sent.

use daytona_core::{CreateSnapshotParams, Daytona, Error, Image};
use daytona_testkit::Emulator;

use super::fixture::{connect, write};

/// Creates a snapshot from an invalid image. Asserts that nothing was sent, and returns the error.
async fn refused(image: Image) -> Error {
    let emulator = Emulator::start().await.unwrap();
    let error =
        connect(&emulator).create(CreateSnapshotParams::new("demo", image)).await.unwrap_err();
    assert!(error.is_invalid_input(), "{error:?}");
    assert!(emulator.requests().is_empty(), "something was sent: {:?}", emulator.requests());
    error
}

#[tokio::test]
async fn missing_dockerfile_is_named() {
    let error = refused(Image::from_dockerfile("no/such/Dockerfile")).await;
    assert!(error.to_string().contains("no/such/Dockerfile"), "{error}");
}

#[tokio::test]
async fn missing_copy_source_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "Dockerfile", "FROM alpine:3.20\n\nCOPY missing.txt /\n");
    let error = refused(Image::from_dockerfile(folder.path().join("Dockerfile"))).await;
    let text = error.to_string();
    assert!(text.contains("missing.txt") && text.contains("Dockerfile:3"), "{text}");
}

#[tokio::test]
async fn directory_instead_of_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let image = Image::base("alpine:3.20").add_local_file(folder.path(), "/file");
    let error = refused(image).await;
    assert!(error.to_string().contains("directory"), "{error}");
    let error = refused(Image::from_dockerfile(folder.path())).await;
    assert!(error.to_string().contains("directory"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn fifo_as_a_source_is_refused_without_being_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let created = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(created.success());
    let error = refused(Image::base("alpine:3.20").add_local_file(&pipe, "/pipe")).await;
    assert!(error.to_string().contains(&pipe.display().to_string()), "{error}");
}

#[tokio::test]
async fn wrong_key_is_refused_with_advice() {
    let emulator = Emulator::start().await.unwrap();
    let daytona = Daytona::builder().api_key("wrong").api_url(emulator.api_url()).build().unwrap();
    let error = daytona.snapshots().list().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert!(error.hint().unwrap().contains("API key"), "{error}");
    assert!(!error.to_string().contains("wrong"), "{error}");
}

#[tokio::test]
async fn url_without_api_is_an_unexpected_response() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.api_url().trim_end_matches("/api");
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(url).build().unwrap();
    let error = daytona.snapshots().list().await.unwrap_err();
    assert!(error.is_unexpected_response(), "{error:?}");
}
