//! Three ways to test code that uses snapshots: with a mock, with scripted HTTP responses, and with
//! the emulator. The README shows this code.

use daytona_core::{CreateSnapshotParams, Image, Result, Snapshot, SnapshotService};

/// The code under test: creates the snapshot `tools` unless it exists.
async fn ensure_tools(snapshots: &SnapshotService) -> Result<Snapshot> {
    match snapshots.get("tools").await {
        Err(error) if error.is_not_found() => {
            let image = Image::base("alpine:3.20").run_commands(["apk add --no-cache git"]);
            snapshots.create(CreateSnapshotParams::new("tools", image)).await
        }
        found => found,
    }
}

#[tokio::test]
async fn with_a_mock() {
    use daytona_core::mock::MockSnapshots;
    use daytona_core::{Error, SnapshotState};

    let mut mock = MockSnapshots::new();
    mock.expect_get().returning(|name| Err(Error::from_status(404, format!("no {name}"))));
    mock.expect_create()
        .withf(|request| request.name == "tools")
        .times(1)
        .returning(|request| Ok(Snapshot::fake("id-1", request.name, SnapshotState::Active)));

    let created = ensure_tools(&SnapshotService::from_stub(mock)).await.unwrap();
    assert!(created.state.is_active());
}

#[tokio::test]
async fn with_scripted_http_responses() {
    use daytona_core::Daytona;
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let server = MockServer::start().await;
    let refusal = serde_json::json!({ "statusCode": 403, "message": "Organization is suspended" });
    Mock::given(method("GET"))
        .and(path("/api/snapshots/tools"))
        .respond_with(ResponseTemplate::new(403).set_body_json(refusal))
        .mount(&server)
        .await;

    let url = format!("{}/api", server.uri());
    let daytona = Daytona::builder().api_key("any").api_url(url).build().unwrap();
    let error = ensure_tools(&daytona.snapshots()).await.unwrap_err();
    assert!(error.is_forbidden());
    assert!(error.to_string().contains("Organization is suspended"));
}

#[tokio::test]
async fn with_the_emulator() {
    use daytona_core::Daytona;
    use daytona_testkit::Emulator;

    let emulator = Emulator::start().await.unwrap();
    let daytona =
        Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url()).build().unwrap();

    let created = ensure_tools(&daytona.snapshots()).await.unwrap();
    assert!(created.build_info.unwrap().dockerfile_content.unwrap().contains("apk add"));
    let found = ensure_tools(&daytona.snapshots()).await.unwrap();
    assert_eq!(found.id, created.id);
}
