//! The objects that no snapshot needs, and their removal.

use std::path::Path;

use daytona_testkit::{Emulator, StartError, StateFolder, StoredObject};
use jiff::SignedDuration;
use reqwest::{Method, StatusCode};

use crate::client::Client;

const DOCKERFILE: &str = "FROM alpine:3.20\n";

async fn start(folder: &Path) -> Emulator {
    Emulator::builder().state_dir(folder).start().await.unwrap()
}

/// Builds a snapshot of contexts that are uploaded first.
async fn build(daytona: &Emulator, name: &str, dockerfile: &str, hashes: &[&str]) {
    let client = Client::of(daytona);
    let storage = client.storage().await;
    for hash in hashes {
        storage.put_context(hash, vec![0; 1024]).await;
    }
    client.build(name, dockerfile, hashes).await;
    daytona.wait_for_state(name, "active").await;
}

/// Returns the hashes of all objects.
fn hashes(objects: Vec<StoredObject>) -> Vec<String> {
    let hash = |object: StoredObject| object.key.split('/').nth(1).unwrap().to_owned();
    objects.into_iter().map(hash).collect()
}

#[tokio::test]
async fn objects_of_a_removed_snapshot_are_removed_and_shared_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    build(&daytona, "first", DOCKERFILE, &["own", "shared"]).await;
    build(&daytona, "second", "FROM alpine:3.20\nRUN true\n", &["shared"]).await;
    Client::of(&daytona).storage().await.put_context("later", vec![0; 1024]).await;
    daytona.stop().await;

    let daytona = start(folder.path()).await;
    daytona.remove("first").unwrap();
    assert_eq!(hashes(daytona.objects()), ["later", "shared"]);
    daytona.remove("second").unwrap();
    assert_eq!(hashes(daytona.objects()), ["later"], "no build names it");
}

#[tokio::test]
async fn object_that_a_client_has_used_stays_until_its_credentials_expire() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    for name in ["looked-up", "listed", "unused"] {
        build(&daytona, name, &format!("FROM alpine:3.20\nLABEL a={name}\n"), &[name]).await;
    }
    daytona.stop().await;

    let daytona = start(folder.path()).await;
    let storage = Client::of(&daytona).storage().await;
    let key = storage.context_key("looked-up");
    assert_eq!(storage.send(Method::HEAD, &key, "", Vec::new()).await.status, 200);
    assert_eq!(storage.list(&storage.context_key("listed")).await.status, 200);
    for name in ["looked-up", "listed", "unused"] {
        daytona.remove(name).unwrap();
    }
    assert_eq!(hashes(daytona.objects()), ["listed", "looked-up"]);

    build(&daytona, "another", DOCKERFILE, &["new"]).await;
    daytona.jump_clock(SignedDuration::from_mins(61));
    daytona.remove("another").unwrap();
    assert!(daytona.objects().is_empty());
}

#[tokio::test]
async fn objects_of_removed_snapshots_are_removed_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    build(&daytona, "demo", DOCKERFILE, &["own"]).await;
    daytona.remove("demo").unwrap();
    assert_eq!(hashes(daytona.objects()), ["own"], "the client can create it again");
    daytona.stop().await;
    assert!(start(folder.path()).await.objects().is_empty());
}

#[tokio::test]
async fn abandoned_uploads_are_those_of_this_start() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    Client::of(&daytona).storage().await.put_context("earlier", vec![0; 1024]).await;
    daytona.stop().await;
    let daytona = start(folder.path()).await;
    build(&daytona, "demo", DOCKERFILE, &["own"]).await;
    let storage = Client::of(&daytona).storage().await;
    storage.put_context("earlier", vec![1; 1024]).await;
    storage.put_context("abandoned", vec![0; 1024]).await;
    assert_eq!(hashes(daytona.remove_abandoned_uploads().unwrap()), ["abandoned"]);
    assert_eq!(hashes(daytona.objects()), ["earlier", "own"]);
}

#[tokio::test]
async fn all_unneeded_objects_are_removed_without_an_emulator() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateFolder::new(folder.path());
    assert_eq!(state.summary().unwrap(), None);
    let daytona = start(folder.path()).await;
    build(&daytona, "demo", DOCKERFILE, &["own"]).await;
    Client::of(&daytona).storage().await.put_context("later", vec![0; 2048]).await;

    let summary = state.summary().unwrap().unwrap();
    assert_eq!(summary.snapshots["active"], 1);
    assert_eq!(hashes(summary.objects), ["later", "own"]);
    assert_eq!(hashes(summary.unneeded_objects), ["later"]);
    let error = state.remove_unneeded_objects().unwrap_err();
    assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
    daytona.stop().await;

    let removed = state.remove_unneeded_objects().unwrap();
    assert_eq!(removed[0].size_bytes, 2048);
    assert_eq!(hashes(removed), ["later"]);
    assert_eq!(hashes(start(folder.path()).await.objects()), ["own"]);
}

#[tokio::test]
async fn cleared_folder_is_like_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    build(&daytona, "demo", DOCKERFILE, &["own"]).await;
    let (state, key) = (StateFolder::new(folder.path()), daytona.api_key().to_owned());
    let error = state.clear().unwrap_err();
    assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
    daytona.stop().await;
    std::fs::write(folder.path().join("snapshots/damaged.json"), "{").unwrap();
    assert!(matches!(state.summary().unwrap_err(), StartError::StateUnreadable { .. }));
    assert!(state.clear().unwrap().bytes > 1024);
    assert_eq!(state.summary().unwrap(), None);
    let daytona = start(folder.path()).await;
    assert_ne!(daytona.api_key(), key);
    assert_eq!(Client::of(&daytona).get("/snapshots").await.1["total"], 0);
}

#[tokio::test]
async fn missing_folder_is_not_created() {
    let folder = tempfile::tempdir().unwrap();
    let state = StateFolder::new(folder.path().join("missing"));
    assert_eq!(state.summary().unwrap(), None);
    assert!(state.remove_unneeded_objects().unwrap().is_empty());
    assert_eq!(state.clear().unwrap().files, 0);
    assert!(!state.path().exists());
}

#[tokio::test]
async fn folder_in_use_can_be_served_for_reading() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path()).await;
    build(&daytona, "demo", DOCKERFILE, &["own"]).await;
    let reader = Emulator::builder().state_dir(folder.path()).read_only().start().await.unwrap();
    assert_eq!(reader.objects(), daytona.objects());
    let client = Client::of(&reader);
    let (_, snapshot) = client.get("/snapshots/demo").await;
    let id = snapshot["id"].as_str().unwrap();
    let log = client.log(id, "").await.text().await.unwrap();
    assert!(log.contains("load build definition"), "{log}");

    let path = format!("/snapshots/{id}");
    let create = serde_json::json!({ "name": "more", "imageName": "alpine:3.20" });
    for (method, path, body) in
        [(Method::DELETE, path.as_str(), None), (Method::POST, "/snapshots", Some(create))]
    {
        let (status, error) = client.call(method, path, body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(error["message"].as_str().unwrap().contains("for reading only"), "{error}");
    }
    let storage = client.storage().await;
    let put = storage.send(Method::PUT, &storage.context_key("c2"), "", vec![0]).await;
    assert_eq!(put.status, 500);
    daytona.remove("demo").unwrap();
    assert_eq!(client.get("/snapshots").await.1["total"], 1, "the state of its start");
}

#[tokio::test]
async fn owner_of_the_lock_is_in_the_error() {
    let folder = tempfile::tempdir().unwrap();
    let builder = || Emulator::builder().state_dir(folder.path());
    let _first = builder().lock_owner("the first test").start().await.unwrap();
    let error = builder().lock_owner("the second test").start().await.unwrap_err();
    assert!(error.to_string().contains("(the first test)"), "{error}");
}
