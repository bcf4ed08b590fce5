//! Deletes that the server confirms and loses.

use std::time::Duration;

use daytona_testkit::{BuildOutcome, Emulator, EmulatorBuilder, Fault, SeedSnapshot};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::client::Client;

const REMOVAL: Duration = Duration::from_secs(3);
const BUILD: Duration = Duration::from_secs(20);

async fn start(builder: EmulatorBuilder) -> (Emulator, Client) {
    let daytona = builder.removal_time(REMOVAL).build_time(BUILD).start().await.unwrap();
    let client = Client::of(&daytona);
    (daytona, client)
}

/// Deletes a snapshot, and waits for the state `removing`.
async fn delete(daytona: &Emulator, client: &Client, snapshot: &Value) {
    let path = format!("/snapshots/{}", snapshot["id"].as_str().unwrap());
    // The paused clock advances during requests. A wait after the request could start too late.
    let removing = daytona.wait_for_state(snapshot["name"].as_str().unwrap(), "removing");
    let ((status, _), ()) = tokio::join!(client.call(Method::DELETE, &path, None), removing);
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn lost_delete_of_a_build_leaves_it_building_and_then_active() {
    let (daytona, client) = start(Emulator::builder()).await;
    daytona.inject(Fault::lose_delete());
    let snapshot = client.build("demo", "FROM alpine:3.20\nRUN true\n", &[]).await;
    daytona.wait_for_state("demo", "building").await;
    delete(&daytona, &client, &snapshot).await;
    daytona.wait_for_state("demo", "building").await;
    daytona.wait_for_state("demo", "active").await;
    assert_eq!(daytona.requests()[1].fault().as_deref(), Some("delete lost"));
}

#[tokio::test(start_paused = true)]
async fn build_that_ends_while_the_snapshot_is_removing_is_not_repeated() {
    let builder = Emulator::builder().removal_time(2 * BUILD).build_time(BUILD);
    let daytona = builder.start().await.unwrap();
    let client = Client::of(&daytona);
    daytona.inject(Fault::lose_delete());
    let snapshot = client.build("demo", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("demo", "building").await;
    delete(&daytona, &client, &snapshot).await;
    daytona.wait_for_state("demo", "active").await;
    let log = client.log(snapshot["id"].as_str().unwrap(), "").await.text().await.unwrap();
    assert_eq!(log.matches("load build definition").count(), 1, "{log}");
}

#[tokio::test(start_paused = true)]
async fn lost_delete_of_a_pull_ends_with_the_scripted_outcome() {
    let outcome = BuildOutcome::error("manifest unknown");
    let (daytona, client) = start(Emulator::builder().build_outcome("demo", outcome)).await;
    daytona.inject(Fault::lose_delete());
    let snapshot = client.pull("demo").await;
    daytona.wait_for_state("demo", "pulling").await;
    delete(&daytona, &client, &snapshot).await;
    daytona.wait_for_state("demo", "error").await;
}

#[tokio::test(start_paused = true)]
async fn snapshot_without_a_build_or_pull_returns_to_its_state() {
    for state in ["active", "inactive", "capturing"] {
        let seed = SeedSnapshot::new("demo", "alpine:3.20").state(state);
        let (daytona, client) = start(Emulator::builder().seed(seed)).await;
        daytona.inject(Fault::lose_delete());
        let (_, snapshot) = client.get("/snapshots/demo").await;
        delete(&daytona, &client, &snapshot).await;
        daytona.wait_for_state("demo", state).await;
    }
}

#[tokio::test(start_paused = true)]
async fn limited_number_of_deletes_is_lost_and_the_next_one_removes() {
    let (daytona, client) = start(Emulator::builder()).await;
    let fault = daytona.inject(Fault::lose_delete().skip(1).times(2));
    let first = client.pull("first").await;
    delete(&daytona, &client, &first).await;
    daytona.wait_until_removed("first").await;

    let snapshot = client.pull("demo").await;
    for _ in 0..2 {
        delete(&daytona, &client, &snapshot).await;
        daytona.wait_for_state("demo", "pulling").await;
    }
    delete(&daytona, &client, &snapshot).await;
    daytona.wait_until_removed("demo").await;
    assert_eq!(fault.hits(), 2);
}
