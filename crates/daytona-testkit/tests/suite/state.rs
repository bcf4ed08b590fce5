//! The state folder across restarts.

use std::{fs, path::Path, time::Duration};

use daytona_testkit::{BuildOutcome, Emulator, StartError};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use crate::client::Client;

const HOUR: Duration = Duration::from_secs(3600);

/// Starts an emulator with one duration for builds, pulls and removals.
async fn start(folder: &Path, time: Duration) -> Emulator {
    Emulator::builder()
        .state_dir(folder)
        .log_open_delay(Duration::ZERO)
        .build_time(time)
        .export_time(Duration::ZERO)
        .log_close_delay(Duration::ZERO)
        .push_time(Duration::ZERO)
        .removal_time(time)
        .start()
        .await
        .unwrap()
}

/// Starts a build, a pull and a removal, and stops the emulator.
async fn leave_unfinished_work(folder: &Path) {
    let daytona = start(folder, HOUR).await;
    let client = Client::of(&daytona);
    let built = client.build("built", "FROM alpine:3.20\nRUN true\n", &[]).await;
    client.pull("pulled").await;
    let leaving = client.pull("leaving").await;
    let path = format!("/snapshots/{}", leaving["id"].as_str().unwrap());
    assert_eq!(client.call(Method::DELETE, &path, None).await.0, StatusCode::OK);
    daytona.wait_for_state("built", "building").await;
    daytona.wait_for_state("pulled", "pulling").await;
    let mut log = client.log(built["id"].as_str().unwrap(), "?follow=true").await;
    assert!(log.chunk().await.unwrap().is_some());
    daytona.stop().await;
}

/// Moves all due times of a state folder back.
fn advance(folder: &Path, time: SignedDuration) {
    for entry in fs::read_dir(folder.join("snapshots")).unwrap() {
        let file = entry.unwrap().path();
        let mut row: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let due: Timestamp = row["due"].as_str().unwrap().parse().unwrap();
        row["due"] = json!((due - time).to_string());
        fs::write(file, row.to_string()).unwrap();
    }
}

#[tokio::test]
async fn state_is_the_same_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || Emulator::builder().state_dir(folder.path()).start();

    let daytona = start().await.unwrap();
    let client = Client::of(&daytona);
    let storage = client.storage().await;
    storage.put_context("c1", vec![0; 1024]).await;
    let built = client.build("built", "FROM alpine:3.20\n", &["c1"]).await;
    daytona.wait_for_state("built", "active").await;
    let id = built["id"].as_str().unwrap();
    let log = client.log(id, "?follow=true").await.text().await.unwrap();
    let (_, before) = client.get("/snapshots").await;
    let (key, objects) = (daytona.api_key().to_owned(), daytona.objects());
    daytona.stop().await;

    let daytona = start().await.unwrap();
    let client = Client::of(&daytona);
    assert_eq!(daytona.api_key(), key);
    assert_eq!(daytona.objects(), objects);
    assert_eq!(client.get("/snapshots").await.1, before);
    assert_eq!(client.log(id, "?follow=true").await.text().await.unwrap(), log);
}

#[tokio::test]
async fn interrupted_build_starts_again() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = Emulator::builder()
        .state_dir(folder.path())
        .build_outcome("cut", BuildOutcome::Endless)
        .start()
        .await
        .unwrap();
    Client::of(&daytona).build("cut", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("cut", "building").await;
    drop(daytona);

    let daytona = Emulator::builder().state_dir(folder.path()).start().await.unwrap();
    daytona.wait_for_state("cut", "active").await;
}

#[tokio::test]
async fn interrupted_removal_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = Emulator::builder()
        .state_dir(folder.path())
        .removal_time(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.pull("leaving").await;
    let path = format!("/snapshots/{}", snapshot["id"].as_str().unwrap());
    assert_eq!(client.call(Method::DELETE, &path, None).await.0, StatusCode::OK);
    drop(daytona);

    let daytona = Emulator::builder()
        .state_dir(folder.path())
        .removal_time(Duration::ZERO)
        .start()
        .await
        .unwrap();
    daytona.wait_until_removed("leaving").await;
}

#[tokio::test]
async fn work_ends_when_it_is_due_despite_restarts() {
    let folder = tempfile::tempdir().unwrap();
    leave_unfinished_work(folder.path()).await;
    start(folder.path(), 3 * HOUR).await.stop().await;
    let daytona = start(folder.path(), 2 * HOUR).await;
    tokio::time::pause();
    let started = Instant::now();
    let end = async {
        tokio::join!(
            daytona.wait_for_state("built", "active"),
            daytona.wait_for_state("pulled", "active"),
            daytona.wait_until_removed("leaving"),
        )
    };
    tokio::pin!(end);
    for name in ["built", "pulled", "leaving"] {
        let changed = async {
            tokio::select! {
                () = daytona.wait_for_state(name, "active") => {}
                () = daytona.wait_until_removed(name) => {}
            }
        };
        assert!(timeout(HOUR / 4, changed).await.is_err(), "{name} is not due");
    }
    end.await;
    assert!(started.elapsed() <= HOUR, "{:?}", started.elapsed());
}

#[tokio::test]
async fn work_that_is_due_has_ended_after_the_start() {
    let folder = tempfile::tempdir().unwrap();
    leave_unfinished_work(folder.path()).await;
    advance(folder.path(), SignedDuration::from_hours(1));
    let daytona = start(folder.path(), HOUR).await;
    let client = Client::of(&daytona);
    let (_, page) = client.get("/snapshots?sort=name&order=asc").await;
    let items = page["items"].as_array().unwrap();
    let seen: Vec<_> = items.iter().map(|item| (&item["name"], &item["state"])).collect();
    let expected = [("built", "active"), ("pulled", "active")].map(|(a, b)| (json!(a), json!(b)));
    assert_eq!(seen, expected.each_ref().map(|(name, state)| (name, state)));
    let id = items[0]["id"].as_str().unwrap();
    let log = client.log(id, "").await.text().await.unwrap();
    assert_eq!(log.matches("load build definition").count(), 1, "{log}");
}

#[tokio::test]
async fn endless_build_does_not_delay_the_start() {
    let folder = tempfile::tempdir().unwrap();
    leave_unfinished_work(folder.path()).await;
    advance(folder.path(), SignedDuration::from_hours(1));
    let builder = Emulator::builder().state_dir(folder.path());
    let builder = ["built", "pulled"]
        .iter()
        .fold(builder, |builder, name| builder.build_outcome(*name, BuildOutcome::Endless));
    let result = timeout(Duration::from_secs(60), builder.start()).await;
    let daytona = result.expect("the start does not wait").unwrap();
    daytona.wait_for_state("built", "building").await;
}

#[tokio::test]
async fn time_left_is_limited_when_the_clock_was_set_back() {
    let folder = tempfile::tempdir().unwrap();
    leave_unfinished_work(folder.path()).await;
    advance(folder.path(), SignedDuration::from_hours(-1000));
    let daytona = start(folder.path(), HOUR).await;
    tokio::time::pause();
    let started = Instant::now();
    daytona.wait_for_state("built", "active").await;
    daytona.wait_for_state("pulled", "active").await;
    daytona.wait_until_removed("leaving").await;
    assert!(started.elapsed() <= HOUR + Duration::from_secs(1), "{:?}", started.elapsed());
}

#[tokio::test]
async fn build_whose_end_cannot_be_saved_fails_and_continues_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = start(folder.path(), HOUR).await;
    let client = Client::of(&daytona);
    for name in ["demo", "same-build"] {
        client.build(name, "FROM alpine:3.20\n", &[]).await;
        daytona.wait_for_state(name, "building").await;
    }
    // Every write needs this folder.
    fs::remove_dir(folder.path().join("scratch")).unwrap();
    tokio::time::pause();
    daytona.wait_for_state("demo", "error").await;
    daytona.wait_for_state("same-build", "error").await;
    tokio::time::resume();
    let (_, snapshot) = client.get("/snapshots/demo").await;
    let reason = snapshot["errorReason"].as_str().unwrap();
    assert!(reason.contains("failed to save its state: failed to write"), "{reason}");
    daytona.stop().await;

    let daytona = start(folder.path(), Duration::ZERO).await;
    daytona.wait_for_state("demo", "active").await;
    daytona.wait_for_state("same-build", "active").await;
}

#[tokio::test]
async fn folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = Emulator::builder().state_dir(folder.path()).start().await.unwrap();
    let error = Emulator::builder().state_dir(folder.path()).start().await.unwrap_err();
    assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
    drop(daytona);
    let again = Emulator::builder().state_dir(folder.path()).start().await.unwrap();
    again.stop().await;
}

#[tokio::test]
async fn error_of_a_used_port_names_the_port() {
    let daytona = Emulator::start().await.unwrap();
    let url = daytona.api_url().strip_suffix("/api").unwrap();
    let port = url.rsplit(':').next().unwrap().parse().unwrap();
    let error = Emulator::builder().port(port).start().await.unwrap_err();
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn stopped_emulator_releases_its_port() {
    let daytona = Emulator::start().await.unwrap();
    let url = daytona.api_url().strip_suffix("/api").unwrap();
    let port: u16 = url.rsplit(':').next().unwrap().parse().unwrap();
    daytona.stop().await;
    let again = Emulator::builder().port(port).start().await.unwrap();
    assert_eq!(Client::of(&again).get("/snapshots").await.0, StatusCode::OK);
}
