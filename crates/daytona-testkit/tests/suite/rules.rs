//! Rules of the API that the recorded responses do not contain.

use std::time::Duration;

use daytona_testkit::{Emulator, SeedSnapshot};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::Client;

async fn names(client: &Client, query: &str) -> Vec<String> {
    let (status, page) = client.get(&format!("/snapshots{query}")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn used(name: &str, second: i64) -> SeedSnapshot {
    SeedSnapshot::new(name, "alpine:3.20")
        .last_used_at(jiff::Timestamp::from_second(second).unwrap())
}

#[tokio::test]
async fn list_sorts_general_snapshots_last_then_nulls_then_by_creation() {
    let daytona = Emulator::builder()
        .seed(used("general", 9).general())
        .seed(SeedSnapshot::new("never-1", "alpine:3.20"))
        .seed(SeedSnapshot::new("never-2", "alpine:3.20"))
        .seed(used("early", 1))
        .seed(used("late", 2).source_sandbox_id("box"))
        .seed(used("foreign", 3).owned_by("other"))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    assert_eq!(names(&client, "").await, ["late", "early", "never-2", "never-1", "general"]);
    let ascending = names(&client, "?order=asc").await;
    assert_eq!(ascending, ["early", "late", "never-2", "never-1", "general"]);
    assert_eq!(names(&client, "?sort=name&order=asc&limit=2&page=2").await, ["never-1", "never-2"]);
    assert_eq!(names(&client, "?sourceSandboxId=box").await, ["late"]);
    assert_eq!(names(&client, "?name=EVER&sort=createdAt&order=asc").await, ["never-1", "never-2"]);
}

#[tokio::test]
async fn name_filter_is_a_pattern() {
    let seeds = ["my_tool", "my-tool", "mytool", "Tools"];
    let builder = seeds.iter().fold(Emulator::builder(), |builder, name| {
        builder.seed(SeedSnapshot::new(*name, "alpine:3.20"))
    });
    let daytona = builder.start().await.unwrap();
    let client = Client::of(&daytona);
    let cases: [(&str, &[&str]); 7] = [
        ("y_t", &["my-tool", "my_tool"]),
        ("y%5C_t", &["my_tool"]),
        ("Y%25L", &["my-tool", "my_tool", "mytool"]),
        ("tool_", &["Tools"]),
        ("%25", &["Tools", "my-tool", "my_tool", "mytool"]),
        ("%5C", &[]),
        ("y%5C%25t", &[]),
    ];
    for (value, expected) in cases {
        let query = format!("?sort=name&order=asc&name={value}");
        assert_eq!(names(&client, &query).await, expected, "{value}");
    }
}

#[tokio::test]
async fn repeated_and_bracketed_keys_are_refused() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let limit = "limit must be an integer number, limit must not be less than 1, limit must not be greater than 200";
    let sort = "sort must be one of the following values: name, state, lastUsedAt, createdAt";
    let cases = [
        ("name=a&name=b", "name must be a string".to_owned()),
        ("name[]=demo", "name must be a string".to_owned()),
        ("limit=1&limit=2", limit.to_owned()),
        ("limit[0]=1&sort[]=name&name[x]=", format!("{limit}, name must be a string, {sort}")),
    ];
    for (query, message) in cases {
        let (status, body) = client.get(&format!("/snapshots?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(body["message"], message, "{query}");
    }
    assert_eq!(names(&client, "?sourceSandboxId=a&sourceSandboxId=b").await, [""; 0]);
}

#[tokio::test]
async fn general_snapshots_are_visible_and_cannot_be_deleted() {
    let daytona = Emulator::builder()
        .seed(SeedSnapshot::new("theirs", "alpine:3.20").general().owned_by("other"))
        .seed(SeedSnapshot::new("ours", "alpine:3.20").general())
        .seed(SeedSnapshot::new("hidden", "alpine:3.20").owned_by("other"))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    for (name, expected) in [("theirs", StatusCode::NOT_FOUND), ("ours", StatusCode::FORBIDDEN)] {
        let (status, snapshot) = client.get(&format!("/snapshots/{name}")).await;
        assert_eq!((status, &snapshot["general"]), (StatusCode::OK, &json!(true)));
        let path = format!("/snapshots/{}", snapshot["id"].as_str().unwrap());
        assert_eq!(client.call(Method::DELETE, &path, None).await.0, expected, "{name}");
    }
    assert_eq!(client.get("/snapshots/hidden").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn own_snapshot_hides_a_general_one_of_its_name() {
    let daytona = Emulator::builder()
        .seed(SeedSnapshot::new("twice", "general:1").general().owned_by("other"))
        .seed(SeedSnapshot::new("twice", "own:1"))
        .start()
        .await
        .unwrap();
    let (_, snapshot) = Client::of(&daytona).get("/snapshots/twice").await;
    assert_eq!(snapshot["imageName"], "own:1");
}

#[tokio::test]
async fn inactive_snapshot_is_activated_after_the_cooldown() {
    let daytona = Emulator::builder()
        .activation_cooldown(Duration::ZERO)
        .seed(SeedSnapshot::new("idle", "alpine:3.20").state("inactive"))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    let (_, snapshot) = client.get("/snapshots/idle").await;
    let path = format!("/snapshots/{}/activate", snapshot["id"].as_str().unwrap());
    let (status, body) = client.call(Method::POST, &path, None).await;
    assert_eq!((status, &body["state"]), (StatusCode::OK, &json!("pending")));
    daytona.wait_for_state("idle", "active").await;
}

#[tokio::test]
async fn name_is_free_after_a_delete() {
    let daytona = Emulator::builder().removal_time(Duration::ZERO).start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.pull("passing").await;
    let path = format!("/snapshots/{}", snapshot["id"].as_str().unwrap());
    client.call(Method::DELETE, &path, None).await;
    daytona.wait_until_removed("passing").await;
    assert_eq!(client.get("/snapshots/passing").await.0, StatusCode::NOT_FOUND);
    client.pull("passing").await;
}

#[tokio::test]
async fn jwt_needs_the_organization_header() {
    let daytona = Emulator::builder().jwt("aaa.bbb.ccc").start().await.unwrap();
    let mut client = Client::of(&daytona);
    client.token = "aaa.bbb.ccc".to_owned();
    assert_eq!(client.get("/snapshots").await.0, StatusCode::FORBIDDEN);
    let request = client.request(Method::GET, "/snapshots");
    let request = request.header("X-Daytona-Organization-ID", daytona.organization_id());
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn health_configuration_and_shared_regions_need_no_key() {
    let daytona = Emulator::start().await.unwrap();
    let mut client = Client::of(&daytona);
    client.token = "wrong".to_owned();
    for path in ["/health", "/config", "/shared-regions"] {
        assert_eq!(client.get(path).await.0, StatusCode::OK, "{path}");
    }
    for path in ["/regions", "/health/ready", "/object-storage/push-access"] {
        assert_eq!(client.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn name_with_an_encoded_slash_is_found() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.pull("team/tools:1.0").await;
    let (status, snapshot) = client.get("/snapshots/team%2Ftools:1.0").await;
    assert_eq!((status, &snapshot["name"]), (StatusCode::OK, &json!("team/tools:1.0")));
}

#[tokio::test]
async fn unknown_method_of_a_path_is_not_found() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let (status, error) = client.call(Method::PATCH, "/snapshots", None).await;
    assert_eq!(
        (status, &error["message"]),
        (StatusCode::NOT_FOUND, &json!("Cannot PATCH /api/snapshots"))
    );
}

#[tokio::test]
async fn any_state_can_be_set() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.pull("odd").await;
    daytona.set_state("odd", "hibernating", Some("cold")).unwrap();
    let (_, snapshot): (_, Value) = client.get("/snapshots/odd").await;
    assert_eq!(
        (&snapshot["state"], &snapshot["errorReason"]),
        (&json!("hibernating"), &json!("cold"))
    );
    daytona.set_state("none", "active", None).unwrap_err();
}

#[tokio::test]
async fn operations_beyond_the_permissions_of_the_key_are_refused() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    for (method, path, status) in [
        (Method::GET, "/volumes", 403),
        (Method::POST, "/volumes", 403),
        (Method::GET, "/volumes/some", 403),
        (Method::GET, "/api-keys", 403),
        (Method::POST, "/sandbox", 403),
        (Method::GET, "/sandbox/some", 404),
    ] {
        let (found, body) = client.call(method.clone(), path, None).await;
        assert_eq!(found, status, "{method} {path}: {body}");
        let is_unknown_path = body["message"].as_str().unwrap().starts_with("Cannot ");
        assert!(!is_unknown_path, "{method} {path}: {body}");
    }
}

#[tokio::test]
async fn content_that_the_client_has_is_not_sent_again() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let get =
        |tag: &str| client.request(Method::GET, "/regions").header("if-none-match", tag).send();
    let first = client.request(Method::GET, "/regions").send().await.unwrap();
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");

    for known in [tag.as_str(), tag.trim_start_matches("W/"), &format!("\"a\", {tag}"), "*"] {
        let unchanged = get(known).await.unwrap();
        assert_eq!(unchanged.status(), 304, "{known}");
        assert_eq!(unchanged.headers()["etag"], tag);
        assert_eq!(unchanged.text().await.unwrap(), "");
    }
    assert_eq!(get("W/\"another\"").await.unwrap().status(), 200);
}
