//! What a state folder keeps, and who may use it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "test code outside of test functions"
)]

mod client;

use std::time::Duration;

use client::Client;
use daytona_testkit::{BuildOutcome, Emulator, StartError};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn everything_is_there_again_after_a_restart() {
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
async fn folder_serves_one_emulator_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let daytona = Emulator::builder().state_dir(folder.path()).start().await.unwrap();
    let error = Emulator::builder().state_dir(folder.path()).start().await.unwrap_err();
    assert!(matches!(error, StartError::StateInUse { .. }), "{error}");
    drop(daytona);
    let again = Emulator::builder().state_dir(folder.path()).start().await.unwrap();
    again.stop().await;
}

#[tokio::test]
async fn taken_port_is_named() {
    let daytona = Emulator::start().await.unwrap();
    let url = daytona.api_url().strip_suffix("/api").unwrap();
    let port = url.rsplit(':').next().unwrap().parse().unwrap();
    let error = Emulator::builder().port(port).start().await.unwrap_err();
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn stopped_emulator_frees_its_port() {
    let daytona = Emulator::start().await.unwrap();
    let url = daytona.api_url().strip_suffix("/api").unwrap();
    let port: u16 = url.rsplit(':').next().unwrap().parse().unwrap();
    daytona.stop().await;
    let again = Emulator::builder().port(port).start().await.unwrap();
    assert_eq!(Client::of(&again).get("/snapshots").await.0, StatusCode::OK);
}
