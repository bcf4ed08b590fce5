//! Sandboxes, volumes, registries and organizations.

use std::time::Duration;

use daytona_api::{Error, types};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, body_json, method, path},
};

use crate::fixtures::{client, decode, json_server as server, only_request};

#[path = "../../examples/sandbox_from_snapshot.rs"]
#[allow(dead_code, unreachable_pub, reason = "the example is a program")]
mod example;

fn sandbox(state: &str) -> Value {
    json!({
        "id": "3f1c", "organizationId": "org-1", "name": "worker", "snapshot": "numpy-2cpu", "user": "daytona",
        "env": { "TOKEN": "s3cret" }, "labels": { "team": "data" }, "public": false, "networkBlockAll": false,
        "outboundProxyUrl": "http://user:pa55@proxy.example", "target": "us", "cpu": 2, "gpu": 0, "memory": 4,
        "disk": 10, "state": state, "desiredState": "started", "backupState": "None", "sandboxClass": "container",
        "autoStopInterval": 30, "volumes": [{ "volumeId": "v1", "mountPath": "/data" }],
        "createdAt": "2026-11-23T20:38:20.744Z", "toolboxProxyUrl": "https://proxy.example/toolbox",
    })
}

fn without(mut value: Value, fields: &[&str]) -> Value {
    for field in fields {
        assert!(value.as_object_mut().unwrap().remove(*field).is_some(), "{field} was not there");
    }
    value
}

#[tokio::test]
async fn sandbox_is_created_from_a_snapshot_and_polled_until_it_runs() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/sandbox"))
        .and(body_json(json!({ "snapshot": "numpy-2cpu", "autoStopInterval": 30 })))
        .respond_with(ResponseTemplate::new(200).set_body_json(sandbox("pulling_snapshot")))
        .expect(1)
        .mount(&server)
        .await;
    for state in ["a_state_of_tomorrow", "starting"] {
        Mock::given(method("GET"))
            .and(path("/api/sandbox/3f1c"))
            .respond_with(ResponseTemplate::new(200).set_body_json(sandbox(state)))
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(method("GET"))
        .and(path("/api/sandbox/3f1c"))
        .respond_with(ResponseTemplate::new(200).set_body_json(sandbox("started")))
        .expect(1)
        .mount(&server)
        .await;

    let sandbox =
        example::start_sandbox(&client(&server), "numpy-2cpu", Duration::ZERO).await.unwrap();
    assert_eq!(sandbox.state, Some(types::SandboxState::Started));
    for request in server.received_requests().await.unwrap() {
        assert_eq!(request.headers["x-daytona-organization-id"], "org-1");
    }
}

#[tokio::test]
async fn failed_sandbox_ends_the_wait() {
    let mut failed = sandbox("error");
    failed["errorReason"] = json!("no runner");
    let server = server(failed).await;
    let error = example::start_sandbox(&client(&server), "x", Duration::ZERO).await.unwrap_err();
    assert_eq!(error.to_string(), "the sandbox 3f1c is in state error: no runner");
}

#[tokio::test]
async fn fields_of_a_create_are_sent_as_documented() {
    let server = server(sandbox("creating")).await;
    let volume = types::SandboxVolume::builder().volume_id("datasets").mount_path("/data");
    client(&server)
        .create_sandbox()
        .body_map(|body| {
            body.name("worker".to_owned())
                .env(
                    [("MODE".to_owned(), "batch".to_owned())]
                        .into_iter()
                        .collect::<std::collections::BTreeMap<_, _>>(),
                )
                .volumes(vec![types::SandboxVolume::try_from(volume).unwrap()])
                .gpu_type(vec![types::GpuType::H200, "Z9000".parse().unwrap()])
                .ttl_minutes(60)
        })
        .send()
        .await
        .unwrap();
    let sent: Value = only_request(&server).await.body_json().unwrap();
    assert_eq!(
        sent,
        json!({
            "name": "worker",
            "env": { "MODE": "batch" },
            "volumes": [{ "volumeId": "datasets", "mountPath": "/data" }],
            "gpuType": ["H200", "Z9000"],
            "ttlMinutes": 60,
        })
    );
}

#[tokio::test]
async fn sandboxes_are_started_stopped_deleted_and_snapshotted() {
    let server = server(sandbox("started")).await;
    let client = client(&server);
    client.start_sandbox().sandbox_id_or_name("worker").send().await.unwrap();
    client.stop_sandbox().sandbox_id_or_name("worker").force(true).send().await.unwrap();
    client
        .create_sandbox_snapshot()
        .sandbox_id_or_name("worker")
        .body_map(|body| body.name("numpy-warm"))
        .send()
        .await
        .unwrap();
    client.delete_sandbox().sandbox_id_or_name("worker").send().await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let lines: Vec<String> = requests
        .iter()
        .map(|request| {
            let query = request.url.query().map_or_else(String::new, |query| format!("?{query}"));
            let body = String::from_utf8(request.body.clone()).unwrap();
            format!("{} {}{query} {body}", request.method, request.url.path()).trim_end().to_owned()
        })
        .collect();
    assert_eq!(
        lines,
        [
            "POST /api/sandbox/worker/start",
            "POST /api/sandbox/worker/stop?force=true",
            r#"POST /api/sandbox/worker/snapshot {"name":"numpy-warm"}"#,
            "DELETE /api/sandbox/worker",
        ]
    );
}

#[tokio::test]
async fn sandboxes_are_listed_with_filters_and_a_cursor() {
    let mut odd = without(sandbox("hibernating"), &["env", "outboundProxyUrl", "volumes"]);
    odd["backupState"] = json!("Postponed");
    let server = server(json!({ "items": [odd], "nextCursor": "c2" })).await;
    let page = client(&server)
        .list_sandboxes()
        .cursor("c1")
        .limit(10)
        .states(vec![types::SandboxState::Started, types::SandboxState::Stopped])
        .created_at_after("2026-11-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap())
        .sort(types::SandboxListSortField::CreatedAt)
        .send()
        .await
        .unwrap();

    assert_eq!(page.next_cursor.as_deref(), Some("c2"));
    let item = &page.items[0];
    assert_eq!(item.state, Some(types::SandboxState::Other("hibernating".to_owned())));
    assert_eq!(item.backup_state.as_ref().unwrap().to_string(), "Postponed");
    let request = only_request(&server).await;
    let mut query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    query.sort();
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        query,
        [
            ("createdAtAfter", "2026-11-01T00:00:00Z"),
            ("cursor", "c1"),
            ("limit", "10"),
            ("sort", "createdAt"),
            ("states", "started"),
            ("states", "stopped"),
        ]
    );
}

#[test]
fn sandbox_of_an_older_server_is_decoded() {
    let older = without(sandbox("started"), &["name", "networkBlockAll", "toolboxProxyUrl"]);
    let sandbox: types::Sandbox = decode(older);
    assert_eq!((sandbox.name, sandbox.spot), (None, None));
    assert_eq!(sandbox.cpu, 2.0);
}

#[test]
fn secrets_do_not_appear_in_debug() {
    let sandbox: types::Sandbox = decode(sandbox("started"));
    let to_create: types::CreateSandbox = decode(
        json!({ "env": { "TOKEN": "s3cret" }, "outboundProxyUrl": "http://user:pa55@proxy.example" }),
    );
    let access: types::RegistryPushAccessDto = decode(registry_access());
    let collector: types::OtelConfig =
        decode(json!({ "endpoint": "https://otel.example", "headers": { "x-api-key": "s3cret" } }));
    let texts = [
        format!("{sandbox:?}"),
        format!("{to_create:?}"),
        format!("{access:?}"),
        format!("{collector:?}"),
    ];
    for text in &texts {
        assert!(!text.contains("s3cret") && !text.contains("pa55"), "{text}");
    }
    assert!(texts[0].contains("worker") && texts[2].contains("registry.example"), "{texts:?}");
}

fn volume() -> Value {
    json!({
        "id": "7a", "name": "datasets", "organizationId": "org-1", "state": "pending_create",
        "createdAt": "2026-11-23T20:38:20.744Z", "updatedAt": "2026-11-23T20:38:20.744Z", "errorReason": null,
    })
}

#[tokio::test]
async fn volumes_are_created_read_listed_and_deleted() {
    let created = server(volume()).await;
    let volume_of = client(&created);
    let answer =
        volume_of.create_volume().body_map(|body| body.name("datasets")).send().await.unwrap();
    assert_eq!(answer.state, types::VolumeState::PendingCreate);
    volume_of.get_volume().volume_id("7a").send().await.unwrap();
    volume_of.get_volume_by_name().name("team/data").send().await.unwrap();
    volume_of.delete_volume().volume_id("7a").send().await.unwrap();
    let requests = created.received_requests().await.unwrap();
    let lines: Vec<String> = requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.url.path()))
        .collect();
    assert_eq!(
        lines,
        [
            "POST /api/volumes",
            "GET /api/volumes/7a",
            "GET /api/volumes/by-name/team%2Fdata",
            "DELETE /api/volumes/7a",
        ]
    );

    let mut odd = volume();
    odd["state"] = json!("resting");
    let listed = server(json!([odd, without(volume(), &["errorReason"])])).await;
    let volumes = client(&listed).list_volumes().include_deleted(true).send().await.unwrap();
    assert_eq!(volumes[0].state, types::VolumeState::Other("resting".to_owned()));
    assert_eq!(volumes[1].error_reason, None);
    assert_eq!(only_request(&listed).await.url.query(), Some("includeDeleted=true"));
}

#[tokio::test]
async fn delete_of_a_volume_in_use_keeps_the_whole_answer() {
    let server = MockServer::start().await;
    let body = json!({ "statusCode": 409, "error": "Conflict", "message": "in use" });
    Mock::given(any())
        .respond_with(ResponseTemplate::new(409).set_body_json(&body))
        .mount(&server)
        .await;
    let outcome = client(&server).delete_volume().volume_id("7a").send().await;
    let Err(Error::UnexpectedResponse(response)) = outcome else { panic!("not refused") };
    assert_eq!(response.status(), 409);
    assert_eq!(response.json::<Value>().await.unwrap(), body);
}

fn registry_access() -> Value {
    json!({
        "username": "temporary", "secret": "s3cret", "registryUrl": "registry.example", "registryId": "r1",
        "project": "library", "expiresAt": "2026-11-23T21:38:20.744Z",
    })
}

#[tokio::test]
async fn registry_access_is_requested_for_a_region() {
    let server = server(registry_access()).await;
    let access = client(&server).get_transient_push_access().region_id("us").send().await.unwrap();
    assert_eq!(
        (access.registry_url.as_str(), access.secret.as_str()),
        ("registry.example", "s3cret")
    );
    let request = only_request(&server).await;
    assert_eq!(request.url.path(), "/api/docker-registry/registry-push-access");
    assert_eq!(request.url.query(), Some("regionId=us"));
}

#[tokio::test]
async fn usage_of_older_servers_is_decoded() {
    let region = json!({
        "regionId": "us", "totalCpuQuota": 100, "currentCpuUsage": 2.5, "totalMemoryQuota": 200,
        "currentMemoryUsage": 4, "totalDiskQuota": 300, "currentDiskUsage": 10,
    });
    let mut newer = region.clone();
    newer["sandboxClass"] = json!("unikernel");
    newer["totalGpuQuota"] = json!(1);
    newer["currentGpuUsage"] = json!(0);
    newer["maxCpuPerSandbox"] = json!(null);
    newer["allowedGpuTypes"] = json!(null);
    let server = server(json!({
        "regionUsage": [region, newer], "totalSnapshotQuota": 10, "currentSnapshotUsage": 3,
        "totalVolumeQuota": 5, "currentVolumeUsage": 0,
    }))
    .await;
    let usage = client(&server)
        .get_organization_usage_overview()
        .organization_id("org-1")
        .send()
        .await
        .unwrap();
    assert_eq!(usage.region_usage[0].current_cpu_usage, 2.5);
    assert_eq!(usage.region_usage[0].sandbox_class, None);
    let class = usage.region_usage[1].sandbox_class.as_ref().unwrap();
    assert_eq!(class, &types::SandboxClass::Other("unikernel".to_owned()));
    assert_eq!(only_request(&server).await.url.path(), "/api/organizations/org-1/usage");
}

#[tokio::test]
async fn organization_that_is_not_suspended_is_decoded() {
    let organization = json!({
        "id": "org-1", "name": "Personal", "createdBy": "u1", "personal": true,
        "createdAt": "2025-08-01T00:00:00Z", "updatedAt": "2025-08-01T00:00:00Z", "suspended": false,
        "suspendedAt": null, "suspensionReason": null, "suspendedUntil": null,
        "maxCpuPerSandbox": 4, "maxMemoryPerSandbox": 8, "maxDiskPerSandbox": 10,
    });
    let server = server(json!([organization])).await;
    let organizations = client(&server).list_organizations().send().await.unwrap();
    assert_eq!(organizations[0].suspended_at, None);
    assert_eq!(organizations[0].max_cpu_per_sandbox, 4.0);
}

#[tokio::test]
async fn classes_are_listed_by_region() {
    let server =
        server(json!([{ "regionId": "us", "sandboxClass": "linux-vm", "gpuAvailable": false }]))
            .await;
    let classes = client(&server)
        .list_available_sandbox_classes()
        .organization_id("org-1")
        .send()
        .await
        .unwrap();
    assert_eq!(classes[0].sandbox_class, types::SandboxClass::LinuxVm);
    assert!(classes[0].allowed_gpu_types.is_empty());
}
