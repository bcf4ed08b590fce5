//! The requests of each method of the service over HTTP, and its results.

use super::server::{ID, KEY, answer_all, requests, snapshot_json, start};
use daytona_core::{
    CreateSnapshotParams, Daytona, Error, GpuType, Image, Resources, SandboxClass, SnapshotSort,
    SortOrder,
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn json_answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

async fn sent(server: &MockServer) -> (String, String, Value) {
    let mut requests = requests(server).await;
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

#[tokio::test]
async fn list_sends_its_parameters_and_decodes_the_page() {
    let (server, service) = start().await;
    let page = json!({ "items": [snapshot_json("demo", "active")], "total": 11, "page": 2, "totalPages": 2 });
    answer_all(&server, json_answer(page)).await;
    let page = service
        .list()
        .page(2)
        .limit(10)
        .name("de mo")
        .source_sandbox("sandbox-1")
        .sort(SnapshotSort::CreatedAt, SortOrder::Ascending)
        .await
        .unwrap();
    assert_eq!((page.page, page.total_pages, page.total, page.items.len()), (2, 2, 11, 1));
    let (method, url, _) = sent(&server).await;
    assert_eq!(method, "GET");
    let (path, query) = url.split_once('?').unwrap();
    let mut query: Vec<&str> = query.split('&').collect();
    query.sort_unstable();
    assert_eq!(path, "/api/snapshots");
    assert_eq!(
        query,
        [
            "limit=10",
            "name=de+mo",
            "order=asc",
            "page=2",
            "sort=createdAt",
            "sourceSandboxId=sandbox-1"
        ]
    );
}

#[tokio::test]
async fn list_refuses_bad_pages_before_anything_is_sent() {
    let (server, service) = start().await;
    for list in [service.list().page(0), service.list().limit(0), service.list().limit(201)] {
        let error = list.await.unwrap_err();
        assert!(
            error.is_invalid_input() && error.to_string().starts_with("failed to list snapshots: ")
        );
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn list_all_walks_the_pages_once() {
    let (server, service) = start().await;
    for page in 1..=3 {
        let mut snapshot = snapshot_json(&format!("snapshot-{page}"), "active");
        // The third page repeats what moved there from the second.
        snapshot["id"] = json!(format!("id-{}", page.min(2)));
        let body = json!({ "items": [snapshot], "total": 3, "page": page, "totalPages": 3 });
        Mock::given(query_param("page", page.to_string()))
            .respond_with(json_answer(body))
            .expect(1)
            .mount(&server)
            .await;
    }
    let all: Vec<_> = service.list_all().try_collect().await.unwrap();
    let names: Vec<&str> = all.iter().map(|snapshot| snapshot.name.as_str()).collect();
    assert_eq!(names, ["snapshot-1", "snapshot-2"]);
}

#[tokio::test]
async fn get_decodes_every_field() {
    let (server, service) = start().await;
    answer_all(&server, json_answer(snapshot_json("demo", "active"))).await;
    let snapshot = service.get("demo").await.unwrap();
    assert_eq!(snapshot.id, ID);
    assert_eq!(snapshot.image_name, None, "an empty image name is none");
    assert_eq!(snapshot.size, Some(0.1));
    assert_eq!(snapshot.entrypoint.unwrap(), ["sleep", "infinity"]);
    assert_eq!((snapshot.cpu, snapshot.gpu, snapshot.mem, snapshot.disk), (2.0, 0.0, 4.0, 10.0));
    assert_eq!((snapshot.error_reason, snapshot.last_used_at), (None, None));
    assert_eq!(snapshot.created_at.to_string(), "2026-11-23T20:38:20.744Z");
    assert_eq!(snapshot.region_ids, ["us"]);
    assert_eq!(snapshot.reference.unwrap(), "registry/daytona-1:daytona");
    assert_eq!(snapshot.sandbox_class, Some(SandboxClass::Container));
    let build = snapshot.build_info.unwrap();
    assert_eq!(build.dockerfile_content.unwrap(), "FROM alpine:3.20\n");
    assert!(build.context_hashes.is_empty(), "null is no hashes");
}

#[tokio::test]
async fn unknown_values_are_kept_as_their_text() {
    let (server, service) = start().await;
    let mut snapshot = snapshot_json("demo", "hatching");
    snapshot["gpuType"] = json!("X9000");
    snapshot["sandboxClass"] = json!("toaster");
    snapshot["somethingNew"] = json!({ "a": 1 });
    answer_all(&server, json_answer(snapshot)).await;
    let snapshot = service.get("demo").await.unwrap();
    assert_eq!(snapshot.state.as_str(), "hatching");
    assert_eq!(snapshot.gpu_type.unwrap().as_str(), "X9000");
    assert_eq!(snapshot.sandbox_class.unwrap().as_str(), "toaster");
}

#[tokio::test]
async fn name_stays_one_segment_of_the_path() {
    let (server, service) = start().await;
    answer_all(&server, json_answer(snapshot_json("team/app:v1", "active"))).await;
    service.get("team/app:v1").await.unwrap();
    assert_eq!(sent(&server).await.1, "/api/snapshots/team%2Fapp:v1");
}

#[tokio::test]
async fn create_from_an_image_name_sends_all_parameters() {
    let (server, service) = start().await;
    answer_all(&server, json_answer(snapshot_json("demo", "active"))).await;
    let resources =
        Resources::new().cpu(2).memory_gib(4).disk_gib(10).gpu(1).gpu_type(GpuType::RtxPro6000);
    let params = CreateSnapshotParams::new("demo", "alpine:3.20")
        .resources(resources)
        .entrypoint(["sleep", "infinity"])
        .region("eu")
        .sandbox_class(SandboxClass::LinuxVm);
    service.create(params).await.unwrap();
    let (method, url, body) = sent(&server).await;
    assert_eq!((method.as_str(), url.as_str()), ("POST", "/api/snapshots"));
    assert_eq!(
        body,
        json!({
            "name": "demo", "imageName": "alpine:3.20", "entrypoint": ["sleep", "infinity"],
            "cpu": 2, "memory": 4, "disk": 10, "gpu": 1, "gpuType": ["RTX-PRO-6000"],
            "regionId": "eu", "sandboxClass": "linux-vm"
        })
    );
}

#[tokio::test]
async fn create_from_an_image_sends_no_separate_entrypoint() {
    let (server, _) = start().await;
    answer_all(&server, json_answer(snapshot_json("demo", "active"))).await;
    let daytona = Daytona::builder()
        .api_key(KEY)
        .api_url(format!("{}/api", server.uri()))
        .default_region("us")
        .build()
        .unwrap();
    let params =
        CreateSnapshotParams::new("demo", Image::base("alpine:3.20")).entrypoint(["a", "b\"c"]);
    daytona.snapshots().create(params).await.unwrap();
    let (_, _, body) = sent(&server).await;
    let dockerfile = body["buildInfo"]["dockerfileContent"].as_str().unwrap();
    assert!(dockerfile.starts_with("FROM alpine:3.20\n"), "{dockerfile}");
    assert!(dockerfile.ends_with("ENTRYPOINT [\"a\", \"b\\\"c\"]\n"), "{dockerfile}");
    let fields: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["buildInfo", "name", "regionId"]);
}

#[tokio::test]
async fn create_refuses_invalid_parameters_before_any_request() {
    let (server, service) = start().await;
    let bad = [
        CreateSnapshotParams::new("", "alpine:3.20"),
        CreateSnapshotParams::new("a b", "alpine:3.20"),
        CreateSnapshotParams::new("demo", "alpine:latest"),
        CreateSnapshotParams::new("demo", "alpine:3.20").resources(Resources::new().gpu(2)),
        CreateSnapshotParams::new("demo", Image::from_dockerfile("no/such/Dockerfile")),
    ];
    for params in bad {
        let error: Error = service.create(params).await.unwrap_err();
        assert!(error.is_invalid_input(), "{error:?}");
        assert!(error.to_string().starts_with("failed to create snapshot `"), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn delete_activate_and_deactivate_take_an_id() {
    let (server, service) = start().await;
    let of_id = format!("/api/snapshots/{ID}");
    // The real server answers a delete with an empty body.
    Mock::given(method("DELETE")).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    Mock::given(path(format!("{of_id}/activate")))
        .respond_with(json_answer(snapshot_json("demo", "pending")))
        .mount(&server)
        .await;
    Mock::given(path(format!("{of_id}/deactivate")))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    service.delete(ID).await.unwrap();
    assert_eq!(service.activate(ID).await.unwrap().state.as_str(), "pending");
    service.deactivate(ID).await.unwrap();
    let calls: Vec<String> = requests(&server)
        .await
        .into_iter()
        .map(|(method, url, _)| format!("{method} {url}"))
        .collect();
    let expected = [
        format!("DELETE {of_id}"),
        format!("POST {of_id}/activate"),
        format!("POST {of_id}/deactivate"),
    ];
    assert_eq!(calls, expected);
}

#[tokio::test]
async fn build_log_is_read_from_the_host_that_the_api_names() {
    let (server, service) = start().await;
    let proxy = MockServer::start().await;
    let url = json!({ "url": format!("{}/logs?v=1", proxy.uri()) });
    Mock::given(path(format!("/api/snapshots/{ID}/build-logs-url")))
        .respond_with(json_answer(url))
        .mount(&server)
        .await;
    Mock::given(path("/logs"))
        .and(query_param("v", "1"))
        .and(query_param("follow", "true"))
        .and(header("authorization", format!("Bearer {KEY}").as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_string("one\ntwo\n"))
        .expect(1)
        .mount(&proxy)
        .await;
    let lines: Vec<String> =
        service.build_logs(ID).follow().await.unwrap().try_collect().await.unwrap();
    assert_eq!(lines, ["one", "two"]);
}

#[tokio::test]
async fn every_request_names_its_client() {
    let (server, service) = start().await;
    let version = env!("CARGO_PKG_VERSION");
    Mock::given(header("authorization", format!("Bearer {KEY}").as_str()))
        .and(header("x-daytona-source", "sdk-rust"))
        .and(header("x-daytona-sdk-version", version))
        .and(header("user-agent", format!("sdk-rust/{version}").as_str()))
        .respond_with(json_answer(snapshot_json("demo", "active")))
        .expect(1)
        .mount(&server)
        .await;
    service.get("demo").await.unwrap();
}

#[tokio::test]
async fn jwt_is_sent_with_its_organization() {
    let (server, _) = start().await;
    Mock::given(header("authorization", "Bearer header.payload.signature"))
        .and(header("x-daytona-organization-id", "org-1"))
        .respond_with(json_answer(snapshot_json("demo", "active")))
        .expect(1)
        .mount(&server)
        .await;
    let daytona = Daytona::builder()
        .jwt_token("header.payload.signature")
        .organization_id("org-1")
        .api_url(format!("{}/api/", server.uri()))
        .build()
        .unwrap();
    daytona.snapshots().get("demo").await.unwrap();
}
